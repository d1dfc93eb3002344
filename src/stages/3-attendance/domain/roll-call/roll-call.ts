import type { RollCallState } from './lifecycle';

/** Milliseconds since the epoch. */
type Instant = number;

/** A roll call as it stands at an instant: one whose time has run out is expired, whether or not it was written down. */
export const standingAt = (
  { state, dueAt }: { readonly state: RollCallState; readonly dueAt: Instant },
  now: Instant,
): RollCallState => (state === 'called' && now > dueAt ? 'expired' : state);

export const dueOf = (calledAt: Instant, minutes: number): Instant => calledAt + minutes * 60_000;

export const checkInStandings = ['here', 'left', 'missing'] as const;
export type CheckInStanding = (typeof checkInStandings)[number];

/** What was told of one trainee, beside what the check-ins said at that moment. */
interface ToldPresence {
  readonly rowId: string;
  readonly isPresent: boolean;
  readonly checkedIn: CheckInStanding;
}

type Discrepancy = 'checkedInButAbsent' | 'presentUnchecked';
export const discrepancyNames: Record<Discrepancy, string> = {
  checkedInButAbsent: '已签到，点名不在场',
  presentUnchecked: '没有签到，点名在场',
};

/** Where roll call and check-ins contradict each other; who signed out and is absent, or who never came, agrees. */
export const discrepancyOf = ({ isPresent, checkedIn }: Omit<ToldPresence, 'rowId'>): Discrepancy | undefined =>
  isPresent
    ? checkedIn === 'here'
      ? undefined
      : 'presentUnchecked'
    : checkedIn === 'here'
      ? 'checkedInButAbsent'
      : undefined;
