import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { Designation, Venue } from '../institution';

/** Why a designation that is in date does not hold on some day. */
export interface Interruption {
  readonly how: 'revoked' | 'ended' | 'suspended';
  /** The first day without it. */
  readonly day: PlainDate;
  /** The last day of a suspension that has one. */
  readonly until?: PlainDate | undefined;
}

/** The first thing that stops a designation between two days, both included; a revocation before all else. */
export function interruptionOf(
  { endedOn, revokedOn, suspensions = [] }: Pick<Designation, 'endedOn' | 'revokedOn' | 'suspensions'>,
  from: PlainDate,
  to: PlainDate,
): Interruption | undefined {
  if (revokedOn && revokedOn <= to) return { how: 'revoked', day: revokedOn };
  if (endedOn && endedOn <= to) return { how: 'ended', day: endedOn };
  const suspended = suspensions.find((each) => each.from <= to && (!each.until || each.until >= from));
  return suspended && { how: 'suspended', day: suspended.from, until: suspended.until };
}

const ways: Record<Interruption['how'], string> = { revoked: '取消', ended: '终止', suspended: '中止' };

/** 自12月1日 周二起中止（至12月31日 周四） */
export function interruptionWords({ how, day, until }: Interruption, today?: PlainDate): string {
  const last = until ? `，至${spokenDay(until, today)}` : how === 'suspended' ? '，恢复前不能开班' : '';
  return `自${spokenDay(day, today)}起${ways[how]}${last}`;
}

/** Whether lessons may be planned in a room from a day on: looked at by the county, and not closed by then. */
export const isOpenOn = ({ closedOn, awaitsCheck }: Pick<Venue, 'closedOn' | 'awaitsCheck'>, day: PlainDate): boolean =>
  !awaitsCheck && !(closedOn && closedOn <= day);
