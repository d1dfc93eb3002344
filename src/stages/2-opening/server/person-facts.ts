import { ageOn, type PlainDate } from '#kernel/plain-date';
import { checkIdentityNumber, type Sex } from '#law/identity-number';
import type { RosterRow } from '../domain/roster/row';

/** What an identity number tells of a trainee, so that the number itself can stay masked. */
export interface PersonFacts {
  readonly age: number;
  readonly sex: Sex;
}

/** Age and sex by row on the first day of the class (2021 一); a row without a sound number has none. */
export function personFacts(roster: readonly RosterRow[], startsOn: PlainDate): Record<string, PersonFacts> {
  return Object.fromEntries(
    roster.flatMap(({ id, cells }) => {
      const checked = checkIdentityNumber(cells.id, startsOn);
      return checked.ok ? [[id, { age: ageOn(checked.birth, startsOn), sex: checked.sex }] as const] : [];
    }),
  );
}
