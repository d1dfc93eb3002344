import type { ClauseId } from '#law/clause-ids';
import { labelOf } from '#law/clause-labels';
import { city, regions } from '#law/regions';
import type { ClauseRef } from '#ui/clause';
import type { Tone } from '#ui/state';
import type { Venue } from '../domain/institution';
import type { Teacher } from '../domain/teacher';
import type { InstitutionRow } from '../server/institution-list';

export const clauseRef = (id: ClauseId): ClauseRef => ({ id, label: labelOf(id) });

/** The same clause named once, also where several sentences of one paragraph are cited. */
export function clauseRefs(ids: readonly ClauseId[]): ClauseRef[] {
  const byLabel = new Map(ids.map((id) => [labelOf(id), clauseRef(id)]));
  return [...byLabel.values()];
}

export const standingNames: Record<InstitutionRow['standing'], string> = {
  sound: '正常',
  suspended: '已中止',
  revoked: '已取消资格',
  licenceEnded: '许可已到期',
};
export const standingTones: Record<InstitutionRow['standing'], Tone> = {
  sound: 'ok',
  suspended: 'stop',
  revoked: 'stop',
  licenceEnded: 'warn',
};

export const standingChoices = (['sound', 'suspended', 'revoked', 'licenceEnded'] as const).map((value) => ({
  value,
  label: standingNames[value],
}));

/** The choice an address names; undefined for none, and for what is no choice. */
export const choiceOf = <Value extends string>(
  choices: readonly { readonly value: Value }[],
  text: string,
): Value | undefined => choices.find(({ value }) => value === text)?.value;

export const venueKindNames: Record<Venue['kind'], string> = { theory: '理论', practice: '实操', both: '理论、实操' };

export type ShownTeacher = Omit<Teacher, 'personKey'>;

export const regionChoices = regions.map(({ code, name }) => ({ value: code, label: name }));
export const cityName = city.name;
