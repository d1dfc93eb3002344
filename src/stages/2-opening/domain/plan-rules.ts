import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { levelNames } from '#registers';
import { clockText, type Lesson, type LessonKind, lessonKindNames, type OpeningFacts } from './opening';

const since2021 = plainDate('2021-01-01');
const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

/** Lesson hours of a plan, whole and by kind. */
export function planHours(lessons: readonly Lesson[]): Record<LessonKind | 'total', number> {
  const hours = { theory: 0, practice: 0, exam: 0, total: 0 };
  for (const lesson of lessons) {
    hours[lesson.kind] += lesson.lessonHours;
    hours.total += lesson.lessonHours;
  }
  return hours;
}

export const requiredHoursOf = ({
  application,
  catalogue,
  filedOn: filed,
}: Pick<OpeningFacts, 'application' | 'catalogue' | 'filedOn'>): number | undefined => {
  const day = application.startsOn ?? filed;
  return catalogue.find(
    (entry) =>
      entry.occupationCode === application.occupationCode &&
      entry.level === application.level &&
      entry.validFrom <= day &&
      (!entry.validUntil || entry.validUntil >= day),
  )?.requiredHours;
};

const planGiven = rule({
  id: 'opening.plan-given',
  title: '教学计划',
  cites: ['2021.3.2', '2021.A3'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ lessons }: OpeningFacts) => (lessons.length > 0 ? [] : [{ field: 'lessons' }]),
  says: () => '还没有教学计划。',
  fix: () => '请按每周安排生成课次，或逐次录入。',
});

const planHoursMet = rule({
  id: 'opening.plan-hours',
  title: '总课时',
  cites: ['2021.3.2', '2021.A3'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check(facts: OpeningFacts) {
    const required = requiredHoursOf(facts);
    const given = planHours(facts.lessons).total;
    return required === undefined || facts.lessons.length === 0 || given >= required
      ? []
      : [{ field: 'lessonHours', required, given }];
  },
  says: ({ required, given }) => `规定总课时 ${required}，教学计划合计 ${given} 课时。`,
  fix: ({ required, given }) => `请再排 ${required - given} 课时。`,
});

const withinDates = rule({
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

const startsWithLesson = rule({
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

const enoughMinutes = rule({
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

const dayLoad = rule({
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

const overlapInClass = rule({
  id: 'opening.plan-overlap',
  title: '课次不重叠',
  cites: ['2021.3.2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts) {
    const inOrder = [...lessons].sort((a, b) =>
      a.taughtOn === b.taughtOn ? a.startsMinute - b.startsMinute : a.taughtOn < b.taughtOn ? -1 : 1,
    );
    return inOrder.flatMap((lesson, index) => {
      const before = inOrder[index - 1];
      return before && before.taughtOn === lesson.taughtOn && before.endsMinute > lesson.startsMinute
        ? [
            {
              field: 'starts',
              row: lesson.id,
              day: lesson.taughtOn,
              starts: lesson.startsMinute,
              until: before.endsMinute,
            },
          ]
        : [];
    });
  },
  says: ({ day, starts, until }) =>
    `${spokenDay(day)} ${clockText(starts)} 的课与上一次课（到 ${clockText(until)}）重叠。`,
  fix: () => '请错开两次课的时间。',
});

const lessonWhole = rule({
  id: 'opening.plan-complete',
  title: '课次填写完整',
  cites: ['2021.3.2', '2021.A3'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ lessons }: OpeningFacts) =>
    lessons.flatMap((lesson) => {
      const missing: { field: string; row: string; label: string }[] = [];
      if (!lesson.content) missing.push({ field: 'content', row: lesson.id, label: '教学内容' });
      if (!lesson.teacherId) missing.push({ field: 'teacherId', row: lesson.id, label: '授课教师' });
      if (!lesson.venueId) missing.push({ field: 'venueId', row: lesson.id, label: '培训地点' });
      return missing;
    }),
  says: ({ label }) => `没有填写${label}。`,
  fix: ({ label }) => `请为这次课填写${label}。`,
});

const teacherFits = rule({
  id: 'opening.teacher-qualified',
  title: '教师任职资格',
  cites: ['2024.1.2', '2021.3.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ lessons, institution, application: { occupationCode, level } }: OpeningFacts) {
    if (!occupationCode || !level) return [];
    const told = new Set<string>();
    return lessons.flatMap((lesson) => {
      const teacher = institution.teachers.find((each) => each.id === lesson.teacherId);
      if (!teacher || told.has(teacher.id) || lesson.kind === 'exam') return [];
      if (teacher.occupationCode === occupationCode && teacher.level <= level) return [];
      told.add(teacher.id);
      return [{ field: 'teacherId', row: lesson.id, name: teacher.name, held: teacher.qualification, level }];
    });
  },
  says: ({ name, held, level }) => `教师${name}的资格是“${held}”，与本班职业或${levelNames[level]}的要求不符。`,
  fix: () => '请换由本职业、等级不低于本班的教师授课。',
});

const enoughTeachers = rule({
  id: 'opening.teachers-enough',
  title: '教师配备',
  cites: ['2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts) {
    const count = new Set(lessons.flatMap((lesson) => (lesson.teacherId ? [lesson.teacherId] : []))).size;
    return lessons.length > 0 && count < 2 ? [{ field: 'teacherId', count }] : [];
  },
  says: ({ count }) => `全班只安排了 ${count} 名教师；理论和实习指导通常各有一名。`,
  fix: () => '请增加授课教师，或在核查时说明。',
});

const venueHolds = rule({
  id: 'opening.venue-capacity',
  title: '场地容量',
  cites: ['2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check({ lessons, roster, institution }: OpeningFacts) {
    const used = new Map<string, string>();
    for (const lesson of lessons) if (lesson.venueId && !used.has(lesson.venueId)) used.set(lesson.venueId, lesson.id);
    return institution.venues.flatMap((venue) => {
      const row = used.get(venue.id);
      return row !== undefined && venue.capacity < roster.length
        ? [{ field: 'venueId', row, name: venue.name, capacity: venue.capacity, trainees: roster.length }]
        : [];
    });
  },
  says: ({ name, capacity, trainees }) => `${name}容纳 ${capacity} 人，本班 ${trainees} 人。`,
  fix: () => '请换更大的场地，或减少学员。',
});

const holidayLesson = rule({
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

const practiceShare = rule({
  id: 'opening.plan-practice-share',
  title: '实操比例',
  cites: ['2021.3.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts, figure) {
    const hours = planHours(lessons);
    const required = figure('practiceShareAdvised');
    const share = hours.total === 0 ? 100 : Math.floor((hours.practice * 100) / hours.total);
    return share < required ? [{ field: 'kind', required, share }] : [];
  },
  says: ({ required, share }) => `实操占 ${share}%，低于建议的 ${required}%。`,
  fix: () => `请增加${lessonKindNames.practice}课时，或在核查时说明。`,
});

/** What must hold of the teaching plan (Annex 3). */
export const planRules: readonly AnyRule<OpeningFacts>[] = [
  planGiven,
  planHoursMet,
  withinDates,
  startsWithLesson,
  enoughMinutes,
  dayLoad,
  overlapInClass,
  lessonWhole,
  teacherFits,
  enoughTeachers,
  venueHolds,
  holidayLesson,
  practiceShare,
];
