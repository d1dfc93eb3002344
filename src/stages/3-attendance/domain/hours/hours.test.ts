import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { judge } from '#law/rule';
import type { LessonAttendance, LessonState } from '../lesson-minutes/lesson-state';
import { type HoursFacts, hoursText, requiredMinutesOf, traineeHours } from './hours';
import { hoursRules } from './hours-rules';

const startsOn = day('2026-11-02');
const figure = figuresOn(startsOn);
const lessons = Array.from({ length: 10 }, (_, at) => ({
  id: `l${at}`,
  taughtOn: addDays(startsOn, at),
  startsMinute: 510,
  endsMinute: 690,
  lessonHours: 4,
  kind: 'theory' as const,
}));
const came = (at: number, state: LessonState, minutes: number, doubtedMinutes = 0): LessonAttendance => ({
  lessonId: `l${at}`,
  state,
  minutes,
  doubtedMinutes,
  lateBy: 0,
  leftEarlyBy: 0,
  notes: [],
});
const of = (...attendance: LessonAttendance[]) => traineeHours(lessons, { traineeId: 't', attendance }, figure);
const whole = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => came(from + at, 'present', 180));
const facts = (...attendance: LessonAttendance[]): HoursFacts => ({
  startsOn,
  lessons,
  trainees: [{ traineeId: 't', attendance }],
});

describe('hours of a trainee (2021.7.1)', () => {
  it('must come to four fifths of the plan, counted in minutes', () => {
    expect(of(...whole(0, 10))).toMatchObject({ plannedMinutes: 1800, requiredMinutes: 1440, outlook: 'met' });
    expect(of(...whole(0, 8), came(8, 'absent', 0), came(9, 'absent', 0))).toMatchObject({ outlook: 'met' });
    const short = of(...whole(0, 7), came(7, 'late', 179), came(8, 'absent', 0), came(9, 'onLeave', 0));
    expect(short).toMatchObject({ doneMinutes: 1439, outlook: 'lost', slackMinutes: 0 });
    expect(short.reasons).toEqual(['缺勤 1 次，少 180 分钟', '请假 1 次，少 180 分钟', '迟到 1 次，少 1 分钟']);
  });

  it('round a part of a minute up to a minute', () => {
    expect([requiredMinutesOf(1800, figure), requiredMinutesOf(1801, figure)]).toEqual([1440, 1441]);
    expect([hoursText(89, figure), hoursText(90, figure), hoursText(0, figure)]).toEqual(['1.9', '2.0', '0.0']);
  });

  it('tell the worst, the best and the likely end while lessons are left', () => {
    const half = of(...whole(0, 4), came(4, 'absent', 0));
    expect(half).toMatchObject({ doneMinutes: 720, bestMinutes: 1620, expectedMinutes: 1440, outlook: 'onCourse' });
    expect(half.slackMinutes).toBe(180);
    expect(of(...whole(0, 3), came(3, 'absent', 0))).toMatchObject({ expectedMinutes: 1350, outlook: 'atRisk' });
    expect(of(...whole(0, 2), ...[2, 3, 4].map((at) => came(at, 'absent', 0)))).toMatchObject({ outlook: 'lost' });
    expect(of()).toMatchObject({ doneMinutes: 0, bestMinutes: 1800, outlook: 'onCourse' });
  });

  it('judge the lessons to come by those that are over, not by the one that runs', () => {
    const running = of(came(0, 'absent', 0), came(1, 'running', 90));
    expect(running).toMatchObject({ doneMinutes: 90, expectedMinutes: 90, bestMinutes: 1620 });
    const told = of(came(0, 'late', 90), came(1, 'running', 90));
    expect(told.expectedMinutes).toBe(180 + (1800 - 180 - 90) / 2);
  });

  it('are not lost while doubtful minutes may still be settled', () => {
    const absent = [8, 9].map((at) => came(at, 'absent', 0));
    expect(of(...whole(0, 7), came(7, 'absent', 0, 180), ...absent)).toMatchObject({ outlook: 'atRisk' });
    expect(of(...whole(0, 7), came(7, 'absent', 0), ...absent)).toMatchObject({ outlook: 'lost' });
  });
});

describe('the rules of hours', () => {
  it('pass who has the hours or can still have them', () => {
    expect(judge(hoursRules, facts(...whole(0, 10)))).toEqual([]);
    expect(judge(hoursRules, facts(...whole(0, 4)))).toEqual([]);
  });

  it('stop who cannot, in figures, with the reason and the way forward', () => {
    const found = judge(hoursRules, facts(...whole(0, 6), ...[6, 7, 8].map((at) => came(at, 'absent', 0))));
    expect(found).toMatchObject([{ rule: 'attendance.hours-met', severity: 'blocks', row: 't', field: 'attendance' }]);
    expect(found[0]?.message).toBe(
      '到课须满总课时的 80%（32.0 课时），已到 24.0 课时，余下全到也只有 28.0 课时：缺勤 3 次，少 540 分钟。',
    );
    expect(found[0]?.cites).toEqual(['2021.7.1', '2021.4.1']);
  });

  it('warn of who is likely to fall short, and how much may still be missed', () => {
    const found = judge(hoursRules, facts(...whole(0, 3), came(3, 'onSickLeave', 0)));
    expect(found).toMatchObject([{ rule: 'attendance.hours-at-risk', severity: 'warns' }]);
    expect(found[0]?.fix).toContain('180 分钟');
  });

  it('judge by the figure of the day the class began', () => {
    const line = { from: day('2026-11-03'), value: 100, cites: ['2021.7.1'], grade: 'D' } as const;
    const missed = facts(...whole(0, 9), came(9, 'absent', 0));
    expect(judge(hoursRules, missed, { attendanceThreshold: [line] })).toEqual([]);
    const earlier = { ...line, from: day('2026-11-02') };
    expect(judge(hoursRules, missed, { attendanceThreshold: [earlier] })).toHaveLength(1);
  });
});

describe('hours of any attendance', () => {
  const attendance = fc
    .array(fc.tuple(fc.boolean(), fc.nat(180)), { minLength: 10, maxLength: 10 })
    .map((each) => each.map(([isOver, minutes], at) => (isOver ? came(at, 'late', minutes) : came(at, 'upcoming', 0))));

  it('lie between worst and best, and grow with a minute more', () => {
    fc.assert(
      fc.property(attendance, fc.nat(9), (given, at) => {
        const told = of(...given);
        expect(told.doneMinutes).toBeLessThanOrEqual(told.expectedMinutes);
        expect(told.expectedMinutes).toBeLessThanOrEqual(told.bestMinutes);
        const more = given.map((each, index) =>
          index === at && each.minutes < 180 ? { ...each, minutes: each.minutes + 1 } : each,
        );
        expect(of(...more).bestMinutes).toBeGreaterThanOrEqual(told.bestMinutes);
        expect(of(...more).doneMinutes).toBeGreaterThanOrEqual(told.doneMinutes);
      }),
    );
  });

  it('call lost only what no attendance to come can save', () => {
    fc.assert(
      fc.property(attendance, (given) => {
        const finished = given.map((each, at) => (each.state === 'upcoming' ? came(at, 'present', 180) : each));
        expect(of(...given).outlook === 'lost').toBe(of(...finished).outlook === 'lost');
      }),
    );
  });
});
