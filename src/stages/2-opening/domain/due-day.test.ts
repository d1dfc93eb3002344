import { describe, expect, it } from 'vitest';
import { workingCalendar } from '#kernel/calendar';
import { plainDate as day } from '#kernel/plain-date';
import { knownCalendar as calendar, knownYears } from '#law/working-years';
import { changeDue, reviewDue } from './due-day';

const basis = { calendar, laterFigures: {} };

describe('the last day of a review', () => {
  it('is the fifth working day after filing, whatever lies between', () => {
    expect(reviewDue(basis, day('2026-03-02'))).toBe('2026-03-09');
    expect(reviewDue(basis, day('2026-02-12'))).toBe('2026-02-26');
  });

  it('moves with a holiday notice that comes later', () => {
    const unnoticed = workingCalendar(knownYears.filter(({ year }) => year !== 2026));
    expect(reviewDue({ ...basis, calendar: unnoticed }, day('2026-02-12'))).not.toBe('2026-02-26');
  });

  it('of a change comes before the first day the change touches, and never before the filing', () => {
    expect(changeDue(basis, day('2026-03-02'), day('2026-04-01'))).toBe('2026-03-09');
    expect(changeDue(basis, day('2026-03-02'), day('2026-03-09'))).toBe('2026-03-06');
    expect(changeDue(basis, day('2026-03-02'), day('2026-03-03'))).toBe('2026-03-02');
  });
});
