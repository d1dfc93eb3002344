import type { FigureReader } from '#law/figures';
import { clockOf, endOf, inOrder, type LocalMinute, startOf, type TaughtLesson } from '../lesson-times';

export interface LessonWindow {
  readonly from: LocalMinute;
  readonly to: LocalMinute;
}

/** When one may check in to a lesson: from before it begins until it ends, late as that may be. */
export const checkInWindow = (lesson: TaughtLesson, figure: FigureReader): LessonWindow => ({
  from: startOf(lesson) - figure('checkInOpens'),
  to: endOf(lesson) - 1,
});

/** When one may check out: from the beginning of the lesson until some time after it. */
export const checkOutWindow = (lesson: TaughtLesson, figure: FigureReader): LessonWindow => ({
  from: startOf(lesson),
  to: endOf(lesson) + figure('checkOutCloses'),
});

const holds = ({ from, to }: LessonWindow, minute: LocalMinute): boolean => minute >= from && minute <= to;

/**
 * The lesson a check-in or check-out belongs to. Between two lessons of a morning both windows are open: one checks in
 * to the lesson that comes and out of the one that was. What a device merely saw belongs to the lesson that runs, else
 * to the one that comes, else to the one that was.
 */
export function lessonAt(
  lessons: readonly TaughtLesson[],
  minute: LocalMinute,
  direction: 'in' | 'out' | 'seen',
  figure: FigureReader,
): TaughtLesson | undefined {
  if (direction === 'seen') {
    return lessonAt(lessons, minute, 'in', figure) ?? lessonAt(lessons, minute, 'out', figure);
  }
  const window = direction === 'in' ? checkInWindow : checkOutWindow;
  const open = inOrder(lessons).filter((lesson) => holds(window(lesson, figure), minute));
  const running = open.find((lesson) => minute >= startOf(lesson) && minute < endOf(lesson));
  if (running) return running;
  return direction === 'in' ? open[0] : open.at(-1);
}

/** When the next window for checking in opens, as HH:mm, for who comes too early. */
export function opensNext(
  lessons: readonly TaughtLesson[],
  minute: LocalMinute,
  figure: FigureReader,
): string | undefined {
  const next = inOrder(lessons).find((lesson) => checkInWindow(lesson, figure).from > minute);
  return next && clockOf(checkInWindow(next, figure).from);
}
