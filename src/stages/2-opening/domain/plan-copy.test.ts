import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate, weekdayOf } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import { copiedDates, copiedPlan } from './plan-copy';
import { openingOf } from './sample-openings';

const wish = {
  lead: 6,
  occupation: '4-10-01-05',
  level: 4,
  teacherLevels: [3, 3],
  practiceHours: 40,
  theoryHours: 36,
  size: 2,
  surplusPosts: 0,
  seed: 1,
} as const;

describe('沿用上期', () => {
  it('keeps lessons, hours, times and order, on the same weekdays, never on a holiday or before the day asked', () => {
    const modes = fc.constantFrom('daytime', 'evening', 'holiday');
    fc.assert(
      fc.property(modes, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (mode, filed, from) => {
        const former = openingOf({ ...wish, mode, filedOn: addDays(plainDate('2025-12-01'), filed) }).lessons;
        const startsFrom = addDays(plainDate('2026-01-01'), from);
        let made = 0;
        const copied = copiedPlan(former, startsFrom, knownCalendar, () => `new-${made++}`);
        const bare = ({ id: _id, taughtOn: _day, ...lesson }: (typeof former)[number]) => lesson;
        expect(copied.map(bare)).toEqual(former.map(bare));
        const weekdays = new Set(former.map(({ taughtOn }) => weekdayOf(taughtOn)));
        let last = startsFrom;
        for (const { taughtOn } of copied) {
          expect(weekdays).toContain(weekdayOf(taughtOn));
          expect(knownCalendar.isHoliday(taughtOn)).toBe(false);
          expect(taughtOn >= last).toBe(true);
          last = taughtOn;
        }
        expect(new Set(copied.map(({ taughtOn }) => taughtOn)).size).toBe(
          new Set(former.map(({ taughtOn }) => taughtOn)).size,
        );
        expect(new Set(copied.map(({ id }) => id)).size).toBe(former.length);
      }),
      { numRuns: 60 },
    );
  });

  it('begins on the weekday the former class began on', () => {
    const former = openingOf({ ...wish, mode: 'daytime', filedOn: plainDate('2026-11-16') }).lessons;
    const [first] = copiedPlan(former, plainDate('2026-12-02'), knownCalendar, () => 'x');
    expect(first && weekdayOf(first.taughtOn)).toBe(former[0] && weekdayOf(former[0].taughtOn));
  });

  it('keeps the distances of exam and assessment in working days, and leaves out what the former class had not', () => {
    const day = plainDate;
    const lessons = [{ taughtOn: day('2026-12-01') }, { taughtOn: day('2026-12-11') }];
    const former = {
      startsOn: day('2026-03-02'),
      endsOn: day('2026-03-13'),
      finalExamOn: day('2026-03-13'),
      skillsAssessmentOn: day('2026-03-20'),
    };
    expect(copiedDates(former, lessons, knownCalendar)).toEqual({
      startsOn: '2026-12-01',
      endsOn: '2026-12-11',
      finalExamOn: '2026-12-11',
      skillsAssessmentOn: '2026-12-18',
    });
    expect(copiedDates({ ...former, finalExamOn: undefined }, lessons, knownCalendar)).toMatchObject({
      finalExamOn: undefined,
      skillsAssessmentOn: undefined,
    });
    expect(copiedDates(former, [], knownCalendar)).toMatchObject({ startsOn: undefined, finalExamOn: undefined });
    const onSunday = { ...former, finalExamOn: day('2026-03-15') };
    expect(copiedDates(onSunday, lessons, knownCalendar).finalExamOn).toBe('2026-12-14');
  });
});
