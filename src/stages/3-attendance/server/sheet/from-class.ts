import { figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import { lessonStateNames } from '../../domain/lesson-minutes/lesson-state';
import type { TeachingState } from '../../domain/teaching/teaching';
import { clockOf, dayOfMinute, localMinuteOf } from '../../domain/lesson-times';
import { hoursOf } from '../check-in/class-hours';
import { lessonsOf, type TaughtClass } from '../check-in/taught-class';
import { teachingOfClass } from '../teaching/index';
import { traineesOf } from '../check-in/trainees';
import type { SheetInput } from './inputs';
import { notEnrolled, pagesOf, sectionsOf } from './pages';

/** 2026-11-23 10:30 in Jiaozuo. */
const clockText = (now: string): string => {
  const minute = localMinuteOf(Date.parse(now));
  return `${dayOfMinute(minute)} ${clockOf(minute)}`;
};

const marks = (['present', 'late', 'leftEarly', 'onLeave', 'onSickLeave', 'absent', 'corrected'] as const)
  .map((state) => lessonStateNames[state])
  .join('、');

const legendOf = (lessonHour: number): string =>
  `标记：${marks}；${notEnrolled} 当日不在册；空格为未下课的课次，不计课时。到课含迟到、早退和补签。` +
  `课时按实到分钟折算，${lessonHour} 分钟为 1 课时，不足 0.1 课时舍去；请假、病假不抵课时。本表由签到记录生成，任课教师按当日有效的教学计划，统计时间之后的补签、准假不在其中。`;

const teacherMarks: Record<TeachingState, string> = {
  upcoming: '',
  running: '',
  taught: '到',
  late: '迟到',
  leftEarly: '早退',
  missing: '未签',
  otherPerson: '非本人',
  substituted: '代课',
};

async function teachersByLesson(reading: Pick<Reading, 'tx' | 'now' | 'laterFigures'>, held: TaughtClass) {
  const lessons = (await lessonsOf(reading, [held.id])).get(held.id) ?? [];
  const { rows } = await teachingOfClass(reading, held, lessons);
  return new Map(rows.map(({ lessonId, teacher, state }) => [lessonId, { name: teacher, mark: teacherMarks[state] }]));
}

/** What the sheet of a class says at this minute; undefined where its plan has no lessons. */
export async function sheetInput(
  reading: Pick<Reading, 'tx' | 'now' | 'laterFigures' | 'services'>,
  held: TaughtClass,
): Promise<SheetInput | undefined> {
  const figure = figuresOn(held.startsOn, reading.laterFigures);
  const { lessons, rows, planned, required, threshold } = await hoursOf(reading, held);
  if (lessons.length === 0) return undefined;
  const byRow = new Map(rows.map((row) => [row.rowId, row]));
  const trainees = (await traineesOf(reading, held)).flatMap(({ rowId, joinedOn }) => {
    const row = byRow.get(rowId);
    return row ? [{ ...row, joinedOn }] : [];
  });
  const left = trainees.filter(({ withdrawnOn }) => withdrawnOn).length;
  return {
    demo: reading.services.isDemo,
    institution: held.institution,
    className: held.name,
    period: `${held.startsOn} 至 ${held.endsOn}`,
    trainees: `${trainees.length - left} 人${left > 0 ? `（另退出 ${left} 人）` : ''}`,
    hours: `共 ${planned} 课时，须满 ${required} 课时（${threshold}%）`,
    asOf: clockText(reading.now),
    legend: legendOf(figure('lessonHourMinutes')),
    bold: [lessonStateNames.absent],
    hasParts: sectionsOf(lessons).length > 1,
    pages: pagesOf(
      { startsOn: held.startsOn, lessons, trainees, teachers: await teachersByLesson(reading, held) },
      figure,
    ),
  };
}
