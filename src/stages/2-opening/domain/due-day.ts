import { addWorkingDays, type WorkingCalendar, workingDayOnOrBefore } from '#kernel/calendar';
import { addDays, earlier, later, type PlainDate } from '#kernel/plain-date';
import { figuresOn, type LaterLines } from '#law/figures';

/** Working days and figures as they are known today. */
export interface DueBasis {
  readonly calendar: WorkingCalendar;
  readonly laterFigures: LaterLines;
}

/** The last day of the review of what was filed on `filedOn` (2024 一（三）). */
export const reviewDue = ({ calendar, laterFigures }: DueBasis, filedOn: PlainDate): PlainDate =>
  addWorkingDays(calendar, filedOn, figuresOn(filedOn, laterFigures)('reviewPeriod'));

/** The review period, but in time for the first day a change touches: a later decision could change nothing. */
export const changeDue = (basis: DueBasis, filedOn: PlainDate, effectiveOn: PlainDate): PlainDate =>
  earlier(reviewDue(basis, filedOn), later(filedOn, workingDayOnOrBefore(basis.calendar, addDays(effectiveOn, -1))));
