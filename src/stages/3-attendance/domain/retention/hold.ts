import type { Lifecycle } from '#kernel/lifecycle';
import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import type { FigureReader } from '#law/figures';
import type { ImpersonationStage } from '../lifecycle';

export const holdStates = ['placed', 'liftAsked', 'lifted'] as const;
export type HoldState = (typeof holdStates)[number];
export type HoldAction = 'askLift' | 'keep' | 'lift';

const officers = ['countyOfficer', 'cityOfficer', 'disciplineOfficer'] as const satisfies readonly Role[];
const seconds = ['countySignatory', 'citySignatory', 'disciplineOfficer'] as const satisfies readonly Role[];

/** Who may place one: at once and alone, since what is not held may be gone tomorrow. */
export const holdPlacers = officers;

/** 保全: placed at once by one person, lifted only when one asks and another agrees. */
export const holdLifecycle: Lifecycle<HoldState, HoldAction, Role> = {
  start: 'placed',
  steps: {
    askLift: { from: ['placed'], to: 'liftAsked', by: officers },
    keep: { from: ['liftAsked'], to: 'placed', by: seconds },
    lift: { from: ['liftAsked'], to: 'lifted', by: seconds },
  },
};
export const holdStateNames: Record<HoldState, string> = {
  placed: '保全中',
  liftAsked: '申请解除，待确认',
  lifted: '已解除',
};
export const holdActionNames: Record<HoldAction, string> = {
  askLift: '申请解除保全',
  keep: '不同意解除',
  lift: '确认解除保全',
};

export const holdBenches = ['county', 'city', 'discipline'] as const;
/** Whose hold it is: a bench lifts its own, and the city those of its counties. */
type HoldBench = (typeof holdBenches)[number];
export const holdBenchNames: Record<HoldBench, string> = {
  county: '县（市、区）人社局',
  city: '市人社局',
  discipline: '驻局纪检监察组',
};

export const benchOf = (role: Role): HoldBench | undefined =>
  role.startsWith('county')
    ? 'county'
    : role.startsWith('city')
      ? 'city'
      : role === 'disciplineOfficer'
        ? 'discipline'
        : undefined;

/** Whether somebody of `role` may have a say in lifting a hold of `bench`. */
export function mayLift(bench: HoldBench, role: Role): boolean {
  const own = benchOf(role);
  return own === bench || (bench === 'county' && own === 'city');
}

/** Stages in which a case of impersonation is not over; the last one only while it may still be appealed. */
const openStages: readonly ImpersonationStage[] = ['alerted', 'frozen', 'notified', 'heard', 'appealed', 'suspended'];

interface CaseStanding {
  readonly stage: ImpersonationStage;
  readonly suspected: number;
  readonly hasOpenAppeal: boolean;
  readonly changedOn: PlainDate;
}

/** Whether a case of impersonation holds everything of its class by itself (2021 四). */
export function isHeldByCase(of: CaseStanding, day: PlainDate, figure: FigureReader): boolean {
  if (openStages.includes(of.stage) || of.suspected > 0 || of.hasOpenAppeal) return true;
  return of.stage === 'voided' && day <= addDays(of.changedOn, figure('appealPeriod'));
}
