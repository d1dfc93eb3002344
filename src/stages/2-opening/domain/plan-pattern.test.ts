import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day, weekdayOf } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import { clockText } from './opening';
import { lessonsOf, type PatternSession, type WeeklyPattern } from './plan-pattern';

const morning: PatternSession = { startsMinute: 510, endsMinute: 690, lessonHours: 4 };
const afternoon: PatternSession = { startsMinute: 870, endsMinute: 1050, lessonHours: 4 };

const pattern: WeeklyPattern = {
  startsOn: day('2026-12-14'),
  weekdays: [1, 2, 3, 4, 5],
  sessions: [morning, afternoon],
  skipsHolidays: true,
  theoryHours: 6,
  practiceHours: 8,
  examHours: 2,
  theoryTeacherId: 'li',
  practiceTeacherId: 'zhao',
  theoryVenueId: 'room',
  practiceVenueId: 'workshop',
  contents: { theory: '理论', practice: '实操', exam: '考试' },
};

const numbered = () => {
  let made = 0;
  return () => `lesson-${made++}`;
};
const made = (change: Partial<WeeklyPattern> = {}) => lessonsOf({ ...pattern, ...change }, knownCalendar, numbered());
const table = (change: Partial<WeeklyPattern> = {}) =>
  made(change).map(
    ({ taughtOn, startsMinute, endsMinute, lessonHours, content }) =>
      `${taughtOn} ${clockText(startsMinute)}–${clockText(endsMinute)} ${lessonHours} ${content}`,
  );

describe('a plan made from a weekly pattern', () => {
  it('teaches theory first, then practice, the exam last, cutting a session where one ends', () => {
    expect(table()).toEqual([
      '2026-12-14 08:30–11:30 4 理论（1）',
      '2026-12-14 14:30–16:00 2 理论（2）',
      '2026-12-14 16:00–17:30 2 实操（1）',
      '2026-12-15 08:30–11:30 4 实操（2）',
      '2026-12-15 14:30–16:00 2 实操（3）',
      '2026-12-15 16:00–17:30 2 考试（1）',
    ]);
  });

  it('gives theory its teacher and room, practice and exam theirs', () => {
    expect(made().map(({ kind, teacherId, venueId }) => [kind, teacherId, venueId])).toEqual([
      ...Array.from({ length: 2 }, () => ['theory', 'li', 'room']),
      ...Array.from({ length: 3 }, () => ['practice', 'zhao', 'workshop']),
      ['exam', 'zhao', 'workshop'],
    ]);
    expect(made().map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `lesson-${index}`));
  });

  it('shares one session among all three kinds when it is long enough', () => {
    expect(table({ theoryHours: 1, practiceHours: 1, examHours: 1 })).toEqual([
      '2026-12-14 08:30–09:15 1 理论（1）',
      '2026-12-14 09:15–10:00 1 实操（1）',
      '2026-12-14 10:00–10:45 1 考试（1）',
    ]);
  });

  it('gives breaks inside a session to its lessons in proportion', () => {
    const session = { startsMinute: 480, endsMinute: 680, lessonHours: 4 };
    expect(table({ sessions: [session], theoryHours: 1, practiceHours: 3, examHours: 0 })).toEqual([
      '2026-12-14 08:00–08:50 1 理论（1）',
      '2026-12-14 08:50–11:20 3 实操（1）',
    ]);
  });

  it('loses no minute of a session that cannot be cut evenly', () => {
    const session = { startsMinute: 480, endsMinute: 661, lessonHours: 4 };
    expect(table({ sessions: [session], theoryHours: 1, practiceHours: 3, examHours: 0 })).toEqual([
      '2026-12-14 08:00–08:45 1 理论（1）',
      '2026-12-14 08:45–11:01 3 实操（1）',
    ]);
  });

  it('goes through the sessions of a day in order of time, however they were entered', () => {
    expect(table({ sessions: [afternoon, morning] })).toEqual(table());
  });

  it('goes around public holidays, the weekend inside one too', () => {
    const days = (change: Partial<WeeklyPattern>) =>
      made({ startsOn: day('2026-09-28'), theoryHours: 40, practiceHours: 0, examHours: 0, ...change }).map(
        ({ taughtOn }) => taughtOn,
      );
    expect([...new Set(days({}))]).toEqual(['2026-09-28', '2026-09-29', '2026-09-30', '2026-10-08', '2026-10-09']);
    // 3 and 4 October 2026 are a weekend inside the National Day holiday; 10 October is a Saturday worked.
    expect([...new Set(days({ weekdays: [6, 7], theoryHours: 16 }))]).toEqual(['2026-10-10', '2026-10-11']);
    expect(days({ weekdays: [6, 7], skipsHolidays: false })[0]).toBe('2026-10-03');
    expect(days({ skipsHolidays: false })).toContain('2026-10-01');
  });

  it('is empty without a weekday, a session or hours', () => {
    expect(made({ weekdays: [] })).toEqual([]);
    expect(made({ sessions: [] })).toEqual([]);
    expect(made({ theoryHours: 0, practiceHours: 0, examHours: 0 })).toEqual([]);
    expect(made({ sessions: [{ ...morning, lessonHours: 0 }] })).toEqual([]);
  });

  it('ends within a year even when the hours do not', () => {
    const lessons = made({ practiceHours: 100_000 });
    expect(lessons.at(-1)?.taughtOn).toBe('2027-12-14');
    expect(made({ startsOn: day('2026-12-15'), practiceHours: 100_000 }).at(-1)?.taughtOn).toBe('2027-12-15');
  });
});

/** Up to three sessions that follow one another, with more or less of a break in each and between them. */
const anySessions = fc
  .array(fc.record({ gap: fc.nat(60), lessonHours: fc.integer({ min: 1, max: 5 }), slack: fc.nat(40) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => {
    let at = 420;
    return parts.map(({ gap, lessonHours, slack }): PatternSession => {
      const startsMinute = at + gap;
      at = startsMinute + lessonHours * 45 + slack;
      return { startsMinute, endsMinute: at, lessonHours };
    });
  });

const anyPattern = fc
  .record({
    startsOn: fc.nat(700).map((days) => addDays(day('2024-06-01'), days)),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    sessions: anySessions,
    skipsHolidays: fc.boolean(),
    theoryHours: fc.nat(60),
    practiceHours: fc.nat(60),
    examHours: fc.nat(8),
  })
  .filter(({ sessions }) => (sessions.at(-1)?.endsMinute ?? 0) <= 1440)
  .map((change): WeeklyPattern => ({ ...pattern, ...change }))
  // A course of fewer weeks than the year the generator allows.
  .filter(({ sessions, weekdays, theoryHours, practiceHours, examHours }) => {
    const weekly = weekdays.length * sessions.reduce((sum, { lessonHours }) => sum + lessonHours, 0);
    return theoryHours + practiceHours + examHours <= weekly * 40;
  });

describe('any plan made from a weekly pattern', () => {
  const holds = (claim: (pattern: WeeklyPattern) => void) =>
    fc.assert(fc.property(anyPattern, claim), { numRuns: 200 });
  const lessonsFor = (each: WeeklyPattern) => lessonsOf(each, knownCalendar, numbered());

  it('has exactly the hours asked for, kind by kind', () => {
    holds((each) => {
      const hours = (kind: string) =>
        lessonsFor(each).reduce((sum, lesson) => sum + (lesson.kind === kind ? lesson.lessonHours : 0), 0);
      expect([hours('theory'), hours('practice'), hours('exam')]).toEqual([
        each.theoryHours,
        each.practiceHours,
        each.examHours,
      ]);
    });
  });

  it('has one lesson at a time, in order, within the sessions', () => {
    holds((each) => {
      const lessons = lessonsFor(each);
      lessons.forEach((lesson, index) => {
        const before = lessons[index - 1];
        const isLater = before && (before.taughtOn < lesson.taughtOn || before.endsMinute <= lesson.startsMinute);
        expect(isLater ?? true).toBe(true);
        expect(before ? before.taughtOn <= lesson.taughtOn : true).toBe(true);
        const isInside = each.sessions.some(
          (session) => session.startsMinute <= lesson.startsMinute && lesson.endsMinute <= session.endsMinute,
        );
        expect(isInside).toBe(true);
      });
    });
  });

  it('gives every lesson hour its 45 minutes', () => {
    holds((each) => {
      for (const { startsMinute, endsMinute, lessonHours } of lessonsFor(each)) {
        expect(lessonHours).toBeGreaterThan(0);
        expect(endsMinute - startsMinute).toBeGreaterThanOrEqual(45 * lessonHours);
      }
    });
  });

  it('keeps to its weekdays from the first day on, and off holidays when told to', () => {
    holds((each) => {
      for (const { taughtOn } of lessonsFor(each)) {
        expect(each.weekdays).toContain(weekdayOf(taughtOn));
        expect(taughtOn >= each.startsOn).toBe(true);
        if (each.skipsHolidays) expect(knownCalendar.isHoliday(taughtOn)).toBe(false);
      }
    });
  });

  it('comes out the same every time', () => {
    holds((each) => {
      expect(lessonsFor(each)).toEqual(lessonsFor(each));
    });
  });
});
