import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate, weekdayOf } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import { copiedDates, copiedPlan, freePlan } from './plan-copy';
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

  it('begins when its teachers and rooms are free, no sooner than they are and no later than it must', () => {
    const former = openingOf({ ...wish, mode: 'daytime', filedOn: plainDate('2026-09-01') }).lessons;
    const start = plainDate('2026-10-12');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.constantFrom('teacherId', 'venueId'), (lag, shared) => {
        const other = copiedPlan(former, addDays(start, lag), knownCalendar, () => 'other').map((lesson) => ({
          ...lesson,
          teacherId: shared === 'teacherId' ? lesson.teacherId : 'another',
          venueId: shared === 'venueId' ? lesson.venueId : 'elsewhere',
        }));
        const plan = freePlan(former, start, knownCalendar, other, () => 'new');
        const meets = (mine: typeof plan) =>
          mine.some((lesson) =>
            other.some(
              (each) =>
                each.taughtOn === lesson.taughtOn &&
                each[shared] === lesson[shared] &&
                each.startsMinute < lesson.endsMinute &&
                each.endsMinute > lesson.startsMinute,
            ),
          );
        expect(meets(plan)).toBe(false);
        const first = plan[0]?.taughtOn ?? start;
        for (let day = start; day < first; day = addDays(day, 1)) {
          const earlier = copiedPlan(former, day, knownCalendar, () => 'x');
          if ((earlier[0]?.taughtOn ?? first) < first) expect(meets(earlier)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('begins on the day asked where half a year leaves no room', () => {
    const former = openingOf({ ...wish, mode: 'daytime', filedOn: plainDate('2026-09-01') }).lessons;
    const start = plainDate('2026-10-12');
    const always = former.flatMap((lesson) =>
      Array.from({ length: 250 }, (_, at) => ({ ...lesson, taughtOn: addDays(start, at) })),
    );
    const plan = freePlan(former, start, knownCalendar, always, () => 'new');
    expect(plan).toEqual(copiedPlan(former, start, knownCalendar, () => 'new'));
  });
});
