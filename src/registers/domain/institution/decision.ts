import type { Lifecycle } from '#kernel/lifecycle';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import { interruptionOf, interruptionWords } from './holding';
import type { Designation } from '../institution';

/** What a bureau decides about one designation. */
export const designationActs = [
  'endDesignation',
  'suspendDesignation',
  'liftDesignation',
  'revokeDesignation',
] as const;
export type DesignationAct = (typeof designationActs)[number];
/** What a bureau decides about the institution as a whole. */
export const institutionActs = ['suspend', 'restore', 'revoke'] as const;
export type InstitutionAct = (typeof institutionActs)[number];
export const measures = [...designationActs, ...institutionActs] as const;
export type Measure = (typeof measures)[number];
export type DecisionAct = 'grant' | 'changeIdentity' | Measure;

export const actNames: Record<DecisionAct, string> = {
  grant: '新增定点资格',
  changeIdentity: '变更名称或信用代码',
  endDesignation: '终止定点资格',
  suspendDesignation: '中止定点资格',
  liftDesignation: '恢复定点资格',
  revokeDesignation: '取消定点资格',
  suspend: '中止机构资格',
  restore: '恢复机构资格',
  revoke: '取消机构资格',
};

export const isDesignationAct = (act: DecisionAct): act is DesignationAct =>
  designationActs.some((each) => each === act);

/** Acts that hold from their own day, also when that has passed while they waited. */
export const startsByItself = (act: DecisionAct): boolean => act === 'grant' || act === 'changeIdentity';

/** Acts that take something away, for the colour of a button and the words of a warning. */
export const isHarsh = (act: DecisionAct): boolean => act === 'revoke' || act === 'revokeDesignation';

export type DecisionState = 'waiting' | 'confirmed' | 'refused' | 'withdrawn';
export type DecisionStep = 'confirm' | 'refuse' | 'withdraw';

/** One person proposes, the signatory of the same bureau confirms: never one alone (2024 二). */
export const decisionLifecycle: Lifecycle<DecisionState, DecisionStep, Role> = {
  start: 'waiting',
  steps: {
    confirm: { from: ['waiting'], to: 'confirmed', by: ['countySignatory', 'citySignatory'] },
    refuse: { from: ['waiting'], to: 'refused', by: ['countySignatory', 'citySignatory'] },
    withdraw: { from: ['waiting'], to: 'withdrawn', by: ['countyOfficer', 'cityOfficer'] },
  },
};

/** 县局的事项由县局负责人确认，市局的由市局负责人确认. */
export const bureauOf = (role: Role): 'county' | 'city' | undefined =>
  role.startsWith('county') ? 'county' : role.startsWith('city') ? 'city' : undefined;

export interface Standing {
  readonly suspendedOn: PlainDate | undefined;
  readonly revokedOn: PlainDate | undefined;
}

/** Why a measure on the whole institution makes no sense now; undefined when it does. */
export function whyNotMeasure(act: InstitutionAct, { suspendedOn, revokedOn }: Standing): string | undefined {
  if (revokedOn) return '机构资格已取消，不能再中止、恢复或取消；重新定点请由有权机关另行确定。';
  if (act === 'suspend' && suspendedOn) return '机构资格已经中止。';
  if (act === 'restore' && !suspendedOn) return '机构资格没有中止，无须恢复。';
  return undefined;
}

/** Why a measure on a designation makes no sense from this day; undefined when it does. */
export function whyNotOnDesignation(
  act: DesignationAct,
  held: Designation,
  from: PlainDate,
  until?: PlainDate,
): string | undefined {
  if (from > held.validUntil) return `这项资格到 ${spokenDay(held.validUntil)} 为止，生效日须在此之前。`;
  if (from < held.validFrom) return `这项资格从 ${spokenDay(held.validFrom)} 起有效，生效日不能更早。`;
  const over = interruptionOf({ ...held, suspensions: [] }, from, until ?? from);
  if (over) return `这项资格已决定${interruptionWords(over)}。`;
  const suspended = interruptionOf({ suspensions: held.suspensions }, from, until ?? held.validUntil);
  if (act === 'suspendDesignation' && suspended) return `这项资格已决定${interruptionWords(suspended)}。`;
  if (act === 'liftDesignation' && !suspended) return '这项资格在这一天及以后没有中止，无须恢复。';
  return undefined;
}

/** Why a new designation cannot stand beside those held: one for the same occupation and level at a time. */
export function whyNotGranted(
  { occupationCode, level, validFrom, validUntil }: Designation,
  held: readonly Designation[],
): string | undefined {
  if (validUntil < validFrom) return '有效期的截止日早于起始日。';
  const beside = held.find(
    (each) =>
      each.occupationCode === occupationCode &&
      each.level === level &&
      each.validFrom <= validUntil &&
      each.validUntil >= validFrom &&
      !interruptionOf({ ...each, suspensions: [] }, validFrom, validFrom),
  );
  return beside && `这个职业和等级已有到 ${spokenDay(beside.validUntil)} 的定点资格，请先终止它，或从到期次日起新增。`;
}
