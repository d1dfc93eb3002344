import type { WorkingCalendar } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import { type ImpersonationStage, impersonationLifecycle, type PersonTimeState } from '../lifecycle';
import type { SignalKind } from './events';

/** One trainee in one lesson under suspicion. */
export interface PersonTime {
  readonly traineeId: string;
  readonly lessonId: string;
  readonly state: PersonTimeState;
  readonly signals: readonly SignalKind[];
  readonly evidenceIds: readonly string[];
  readonly reporterIds: readonly string[];
  readonly confirmedById?: string;
  /** The evidence a confirmation rests on: no other confirmation rests on it. */
  readonly restsOn?: string;
}

/** The impersonations of one class and how far the procedure has come. */
export interface ImpersonationCase {
  readonly stage: ImpersonationStage;
  readonly personTimes: Readonly<Record<string, PersonTime>>;
  readonly notice?: { readonly on: PlainDate; readonly statementDueOn: PlainDate; readonly keys: readonly string[] };
  readonly hearing?: { readonly calledFor?: PlainDate };
  readonly decision?: { readonly byId: string; readonly on: PlainDate };
  /** An objection before the decision or an appeal after it that is not yet decided. */
  readonly hasOpenAppeal?: true;
  /** One objection before the decision for each notice: more would put the decision off for ever. */
  readonly hasObjected?: true;
  /** The institution has stated its case since the notice. */
  readonly hasStated?: true;
}

export const isUndecided = ({ stage }: ImpersonationCase): boolean =>
  stage === 'frozen' || stage === 'notified' || stage === 'heard';

/** Whether the one objection before the decision is still open. */
export const mayObject = (of: ImpersonationCase): boolean => isUndecided(of) && !of.hasObjected;

export const noImpersonation: ImpersonationCase = { stage: impersonationLifecycle.start, personTimes: {} };

/** The figures and the calendar a case is led by: those of the day the class began. */
export interface ImpersonationLaw {
  readonly alert: number;
  readonly limit: number;
  readonly statementPeriod: number;
  readonly hearingNotice: number;
  readonly appealPeriod: number;
  readonly calendar: WorkingCalendar;
}

export const impersonationLaw = (figure: FigureReader, calendar: WorkingCalendar): ImpersonationLaw => ({
  alert: figure('impersonationAlert'),
  limit: figure('impersonationLimit'),
  statementPeriod: figure('statementPeriod'),
  hearingNotice: figure('hearingNotice'),
  appealPeriod: figure('appealPeriod'),
  calendar,
});

const inState = (of: ImpersonationCase, ...states: readonly PersonTimeState[]): PersonTime[] =>
  Object.values(of.personTimes).filter(({ state }) => states.includes(state));

export const confirmedIn = (of: ImpersonationCase): PersonTime[] => inState(of, 'confirmed');
export const countedForAlert = (of: ImpersonationCase): PersonTime[] => inState(of, 'suspected', 'confirmed');

/** Everyone who reported or confirmed anything in the case: none of them decides on it. */
export function handlersOf(of: ImpersonationCase): Set<string> {
  return new Set(
    Object.values(of.personTimes).flatMap(({ reporterIds, confirmedById }) =>
      confirmedById === undefined ? reporterIds : [...reporterIds, confirmedById],
    ),
  );
}

/** Whether the class’s money may move. Only a case leads here: no score does. */
export type MoneyStanding = 'free' | 'frozen' | 'void';

const moneyByStage: Record<ImpersonationStage, MoneyStanding> = {
  watching: 'free',
  alerted: 'free',
  frozen: 'frozen',
  notified: 'frozen',
  heard: 'frozen',
  voided: 'void',
  appealed: 'void',
  suspended: 'void',
  upheld: 'void',
  reversed: 'free',
};

/** What every payment of the class asks first (2021 四). */
export const moneyStanding = ({ stage }: ImpersonationCase): MoneyStanding => moneyByStage[stage];

/** Whether money already paid is to be asked back now: a suspended decision is not carried out. */
export const isRecoverable = ({ stage }: ImpersonationCase): boolean =>
  stage === 'voided' || stage === 'appealed' || stage === 'upheld';
