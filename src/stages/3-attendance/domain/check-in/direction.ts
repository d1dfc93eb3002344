import type { FigureReader } from '#law/figures';
import { endOf, inOrder, type LocalMinute, startOf, type TaughtLesson } from '../lesson-times';

/**
 * What people at the door most likely want: out towards the end of a session and until checking out closes, in at any
 * other time. Between two lessons of one session nobody has to check out.
 */
export function likelyDirection(
  lessons: readonly TaughtLesson[],
  minute: LocalMinute,
  figure: FigureReader,
): 'in' | 'out' {
  const ordered = inOrder(lessons);
  const ending = ordered
    .filter(
      (lesson) =>
        startOf(lesson) <= minute &&
        minute >= endOf(lesson) - figure('earlyLeaveGrace') &&
        minute <= endOf(lesson) + figure('checkOutCloses'),
    )
    .at(-1);
  if (!ending) return 'in';
  const next = ordered.find((lesson) => startOf(lesson) >= endOf(ending));
  if (!next) return 'out';
  const isSameSession = startOf(next) - endOf(ending) < figure('sessionBreak');
  const hasOpened =
    minute >= startOf(next) - figure('checkInOpens') && minute >= endOf(ending) + figure('earlyLeaveGrace');
  return isSameSession || hasOpened ? 'in' : 'out';
}

/** Whether a head turned the way it was asked to: to the person’s own left above zero, in degrees. */
export function hasTurned(yaw: number, asked: 'left' | 'right', figure: FigureReader): boolean {
  const towards = asked === 'left' ? yaw : -yaw;
  return towards >= figure('headTurn');
}
