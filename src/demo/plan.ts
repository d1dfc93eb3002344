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

type Taught = Exclude<LessonKind, 'exam'>;

/** How it is taught, and how it is seen to be learnt: no two institutions have more than one of the two in common. */
const methods: Record<Taught, readonly string[]> = {
  theory:
    '教师讲授要点 结合身边案例 对照教材逐条 播放教学录像 分组研讨汇报 挂图实物讲解 问答引导学习 情境故事导入 自编讲义串讲 比较正误做法 请行家来讲授'.split(
      ' ',
    ),
  practice:
    '教师示范轮练 两人一组互练 分解步骤纠错 模拟岗位情景 跟着工位学做 师徒结对带练 反复计时训练 按卡片逐项做 先看后做再说 抽签轮换岗位 带任务做实物'.split(
      ' ',
    ),
};
const ends: Record<Taught, readonly string[]> = {
  theory:
    '随堂提问巩固 课后小测补讲 讲完当堂默写 写一页学习单 抢答记入平时 结对复述一遍 整理成思维图 列出本地用例 填表核对要点 下课前齐声背 次日开课回顾'.split(
      ' ',
    ),
  practice:
    '逐人过关登记 现场打分讲评 回看录像找差 学员互评打星 企业师傅点评 作品当堂展示 拍照存入档案 填实训记录单 不过关的重做 小组比武排名 说一遍再做遍'.split(
      ' ',
    ),
};

/** What is taught, said in each institution’s own way: no two write their plans alike. */
const topicOf = ({ line, style }: PlanWish, kind: LessonKind, number: number): string => {
  if (kind === 'exam') return '结业考试：理论笔试与实操考核';
  const topics: readonly string[] = line.occupation[kind];
  const pick = (list: readonly string[], at: number) => list[at % list.length] ?? '';
  const round = Math.floor(style / methods[kind].length);
  const manner = `${pick(methods[kind], style)}，${pick(ends[kind], style * 3 + round * 5)}`;
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
