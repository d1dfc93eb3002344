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

/** How marks of a class are paired. */
export interface Pairing {
  /** Minutes between two check-outs that are one. */
  readonly repeated: number;
  /** The middle of each long break of the timetable, in order. */
  readonly breaks: readonly LocalMinute[];
}

/** Whether a new check-in shows that the trainee had gone meanwhile: on another day, or after a long break. */
function hadGone(last: Stretch, mark: Mark, minute: LocalMinute, breaks: readonly LocalMinute[]): boolean {
  if (dayNumberOf(last.from) !== dayNumberOf(minute)) return true;
  return mark.direction === 'in' && breaks.some((middle) => last.to < middle && middle <= minute);
}

/**
 * Pairs the marks of one trainee. A check-in while there keeps the stretch going, unless a long break lies between: then
 * the trainee had gone without checking out, and the stretch ends at the last sight. A check-out soon after another is
 * the same one.
 */
export function presencesOf(marks: readonly Mark[], { repeated, breaks }: Pairing): Presences {
  const stretches: Stretch[] = [];
  const strayOuts: LocalMinute[] = [];
  for (const mark of settled(marks)) {
    const minute = localMinuteOf(mark.at);
    const last = stretches.at(-1);
    const isTogether = last !== undefined && !hadGone(last, mark, minute, breaks);
    const hasEnded = last?.last.direction === 'out';
    const isRepeated = hasEnded && mark.direction === 'out' && mark.at - last.last.at <= repeated * 60_000;
    if (isTogether && (!hasEnded || isRepeated)) extend(last, mark, minute);
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
