import { type LocalMinute, localMinuteOf, minutesOfDay } from '../lesson-times';
import { type Mark, settled } from './marks';

/** A stretch in which a trainee was there, from minute to minute. */
export interface Presence {
  readonly from: LocalMinute;
  readonly to: LocalMinute;
  /** Checked in and never out: only the time up to the last sign of the trainee is proven. */
  readonly isOpen: boolean;
  /** An approved correction opens or closes it. */
  readonly isCorrected: boolean;
}

export interface Presences {
  readonly stretches: readonly Presence[];
  /** Check-outs without a check-in before them. */
  readonly strayOuts: readonly LocalMinute[];
}

interface Stretch {
  readonly from: LocalMinute;
  readonly openedBy: Mark['direction'];
  to: LocalMinute;
  isCorrected: boolean;
  markCount: number;
  last: Mark;
}

const dayNumberOf = (minute: LocalMinute): number => Math.floor(minute / minutesOfDay);

const begun = (mark: Mark, minute: LocalMinute): Stretch => ({
  from: minute,
  openedBy: mark.direction,
  to: minute,
  isCorrected: mark.isCorrection ?? false,
  markCount: 1,
  last: mark,
});

function extend(stretch: Stretch, mark: Mark, minute: LocalMinute): void {
  stretch.to = minute;
  stretch.isCorrected ||= mark.isCorrection ?? false;
  stretch.markCount += 1;
  stretch.last = mark;
}

/** A device without directions sees a trainee first and last; one with directions has to see the trainee out. */
const isOpen = ({ openedBy, last, markCount }: Stretch): boolean =>
  last.direction !== 'out' && (openedBy === 'in' || last.direction === 'in' || markCount === 1);

/**
 * Pairs the marks of one trainee. A second check-in keeps the stretch going, a check-out within `repeated` minutes of
 * the last is the same one; what is open at the end of a day ends at the last sign of the trainee.
 */
export function presencesOf(marks: readonly Mark[], repeated: number): Presences {
  const stretches: Stretch[] = [];
  const strayOuts: LocalMinute[] = [];
  for (const mark of settled(marks)) {
    const minute = localMinuteOf(mark.at);
    const last = stretches.at(-1);
    const isSameDay = last !== undefined && dayNumberOf(last.from) === dayNumberOf(minute);
    const hasEnded = last?.last.direction === 'out';
    const isRunning = isSameDay && !hasEnded;
    const isRepeated = isSameDay && hasEnded && mark.direction === 'out' && mark.at - last.last.at <= repeated * 60_000;
    if (last && (isRunning || isRepeated)) extend(last, mark, minute);
    else if (mark.direction === 'out') strayOuts.push(minute);
    else stretches.push(begun(mark, minute));
  }
  return {
    stretches: stretches.map((stretch) => ({
      from: stretch.from,
      to: stretch.to,
      isOpen: isOpen(stretch),
      isCorrected: stretch.isCorrected,
    })),
    strayOuts,
  };
}
