import { daysBetween, type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { rule } from '#law/rule';
import { clockText, type Lesson, type OpeningFacts } from './opening';

const since2021 = plainDate('2021-01-01');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

export const withinDates = rule({
  id: 'opening.plan-within-dates',
  title: '课次在培训期内',
  cites: ['2021.3.2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ lessons, application: { startsOn, endsOn } }: OpeningFacts) =>
    lessons
      .filter((lesson) => (startsOn && lesson.taughtOn < startsOn) || (endsOn && lesson.taughtOn > endsOn))
      .map((lesson) => ({ field: 'taughtOn', row: lesson.id, day: lesson.taughtOn, startsOn, endsOn })),
  says: ({ day, startsOn, endsOn }) =>
    `${spokenDay(day)}的课不在培训期内（${startsOn ? spokenDay(startsOn) : '未定'}至${endsOn ? spokenDay(endsOn) : '未定'}）。`,
  fix: () => '请改课次日期，或改申请表的培训时间。',
});

export const startsWithLesson = rule({
  id: 'opening.plan-first-lesson',
  title: '开班当天有课',
  cites: ['2021.3.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ lessons, application: { startsOn } }: OpeningFacts) {
    const first = lessons.reduce<PlainDate | undefined>(
      (day, lesson) => (!day || lesson.taughtOn < day ? lesson.taughtOn : day),
      undefined,
    );
    return first && startsOn && first > startsOn ? [{ field: 'taughtOn', first, startsOn }] : [];
  },
  says: ({ first, startsOn }) => `开班日期是${spokenDay(startsOn)}，第一次课却在${spokenDay(first)}。`,
  fix: () => '请核对开班日期或第一次课的日期。',
});

export const enoughMinutes = rule({
  id: 'opening.plan-minutes',
  title: '课时与时长',
  cites: ['2021.3.2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ lessons }: OpeningFacts, figure) =>
    lessons.flatMap((lesson) => {
      const minutes = lesson.endsMinute - lesson.startsMinute;
      const needed = lesson.lessonHours * figure('lessonHourMinutes');
      return minutes >= needed
        ? []
        : [{ field: 'lessonHours', row: lesson.id, hours: lesson.lessonHours, minutes, needed }];
    }),
  says: ({ hours, minutes, needed }) => `${hours} 课时至少要 ${needed} 分钟，这次课只有 ${minutes} 分钟。`,
  fix: () => '请延长上课时间或减少课时数。',
});

export const dayLoad = rule({
  id: 'opening.plan-day-load',
  title: '每日课时',
  cites: ['2021.3.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts, figure) {
    const limit = figure('dailyLessonHours');
    const byDay = new Map<PlainDate, { hours: number; row: string }>();
    for (const lesson of lessons) {
      const before = byDay.get(lesson.taughtOn);
      byDay.set(lesson.taughtOn, { hours: (before?.hours ?? 0) + lesson.lessonHours, row: before?.row ?? lesson.id });
    }
    return [...byDay].flatMap(([day, { hours, row }]) =>
      hours > limit ? [{ field: 'lessonHours', row, day, hours, limit }] : [],
    );
  },
  says: ({ day, hours, limit }) => `${spokenDay(day)}排了 ${hours} 课时，超过每日 ${limit} 课时。`,
  fix: () => '请把部分课次移到其他日子；确有需要请在核查时说明。',
});

/** By day and start; of two that start together the longer one first. */
const inOrderOfTime = (lessons: readonly Lesson[]): Lesson[] =>
  [...lessons].sort(
    (a, b) => daysBetween(b.taughtOn, a.taughtOn) || a.startsMinute - b.startsMinute || b.endsMinute - a.endsMinute,
  );

export const overlapInClass = rule({
  id: 'opening.plan-overlap',
  title: '课次不重叠',
  cites: ['2021.3.2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts) {
    const lastEnd = new Map<PlainDate, number>();
    return inOrderOfTime(lessons).flatMap(({ id, taughtOn, startsMinute, endsMinute }) => {
      const until = lastEnd.get(taughtOn) ?? 0;
      lastEnd.set(taughtOn, Math.max(until, endsMinute));
      return until > startsMinute ? [{ field: 'starts', row: id, day: taughtOn, starts: startsMinute, until }] : [];
    });
  },
  says: ({ day, starts, until }) =>
    `${spokenDay(day)} ${clockText(starts)} 的课与前面的课（到 ${clockText(until)}）重叠。`,
  fix: () => '请错开两次课的时间。',
});

export const holidayLesson = rule({
  id: 'opening.plan-holiday',
  title: '法定节假日排课',
  cites: ['2021.3.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check: ({ lessons, calendar, application: { classMode } }: OpeningFacts) =>
    lessons
      .filter((lesson) => classMode !== 'holiday' && !calendar.isWorkingDay(lesson.taughtOn))
      .map((lesson) => ({ field: 'taughtOn', row: lesson.id, day: lesson.taughtOn })),
  says: ({ day }) => `${spokenDay(day)}是休息日。`,
  fix: () => '请改到工作日；确在休息日上课的，上课方式请选“假日班”。',
});
