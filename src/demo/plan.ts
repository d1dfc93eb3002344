import type { PlainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import type { ClassMode, Lesson, LessonKind } from '../stages/2-opening/domain/opening';
import { lessonsOf, type PatternSession } from '../stages/2-opening/domain/plan-pattern';
import type { Line } from './institutions';

const clock = (hour: number, minute: number): number => hour * 60 + minute;
const hoursOfSession = 4;

const morning: PatternSession = {
  startsMinute: clock(8, 30),
  endsMinute: clock(11, 50),
  lessonHours: hoursOfSession,
};
const afternoon: PatternSession = {
  startsMinute: clock(14, 30),
  endsMinute: clock(17, 50),
  lessonHours: hoursOfSession,
};
export const evening: PatternSession = {
  startsMinute: clock(18, 40),
  endsMinute: clock(22, 0),
  lessonHours: hoursOfSession,
};

export type DemoMode = Exclude<ClassMode, 'other'>;

const workweek = [1, 2, 3, 4, 5];

const weeks: Record<DemoMode, { readonly weekdays: readonly number[]; readonly sessions: readonly PatternSession[] }> =
  {
    daytime: { weekdays: workweek, sessions: [morning, afternoon] },
    evening: { weekdays: workweek, sessions: [evening] },
    holiday: { weekdays: [6, 7], sessions: [morning, afternoon] },
  };

const methods: Record<Exclude<LessonKind, 'exam'>, readonly string[]> = {
  theory: ['讲授', '案例', '板书', '录像', '研讨'],
  practice: ['示范轮练', '两人互练', '分步纠错', '情景模拟', '跟岗学做'],
};
const ends: Record<Exclude<LessonKind, 'exam'>, readonly string[]> = {
  theory: [
    '随堂提问巩固当天要点',
    '课后小测不过的补讲',
    '结合本地企业用工要求',
    '对照岗位标准逐条过关',
    '整理笔记后同桌互查',
  ],
  practice: [
    '逐人过关并记入手册',
    '现场打分后讲评问题',
    '回看录像逐项找差距',
    '学员互评再由师傅点评',
    '企业老师到场逐个指点',
  ],
};

/** What is taught, said in each institution’s own way: no two write their plans alike. */
const topicOf = ({ line, style }: PlanWish, kind: LessonKind, number: number): string => {
  if (kind === 'exam') return '结业考试：理论笔试与实操考核';
  const topics: readonly string[] = line.occupation[kind];
  const pick = (list: readonly string[], at: number) => list[at % list.length] ?? '';
  const manner = `${pick(methods[kind], style)}，${pick(ends[kind], Math.floor(style / methods[kind].length))}`;
  return `${pick(topics, number)}：${manner}`;
};

export interface PlanWish {
  readonly line: Line;
  readonly mode: DemoMode;
  readonly startsOn: PlainDate;
  readonly totalHours: number;
  /** Tells institutions apart by their manner of teaching. */
  readonly style: number;
  readonly idOf: (index: number) => string;
}

/** A plan of the required hours: two fifths theory, an exam at the end, practice between. */
export function makePlan(wish: PlanWish): Lesson[] {
  const { line, mode, startsOn, totalHours, idOf } = wish;
  const theoryHours = Math.floor((totalHours * 0.4) / hoursOfSession) * hoursOfSession;
  const examHours = hoursOfSession;
  let made = 0;
  const lessons = lessonsOf(
    {
      startsOn,
      ...weeks[mode],
      skipsHolidays: true,
      theoryHours,
      practiceHours: totalHours - theoryHours - examHours,
      examHours,
      theoryTeacherId: line.theoryTeacher.teacherId,
      practiceTeacherId: line.practiceTeacher.teacherId,
      theoryVenueId: line.theoryVenue.venueId,
      practiceVenueId: line.practiceVenue.venueId,
      contents: { theory: '', practice: '', exam: '' },
    },
    knownCalendar,
    () => idOf(made++),
  );
  const counts: Record<LessonKind, number> = { theory: 0, practice: 0, exam: 0 };
  return lessons.map((lesson) => {
    const number = counts[lesson.kind]++;
    return { ...lesson, content: topicOf(wish, lesson.kind, number) };
  });
}
