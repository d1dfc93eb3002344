import { z } from 'zod';
import { type FigureReader, figuresOn } from '#law/figures';
import { done, missing, query, type Reading } from '#platform/operation';
import { codeStandsFor, codeStepAt } from '../../domain/check-in/code-steps';
import { likelyDirection } from '../../domain/check-in/direction';
import { lessonAt, opensNext } from '../../domain/check-in/lesson-window';
import { currentConsentText } from '../../domain/enrolment/consent';
import { clockOf, endOf, type LocalMinute, localMinuteOf, startOf } from '../../domain/lesson-times';
import { hasConfirmedAssessment } from '../privacy/assessment-store';
import { teachersOf, teachingOfClass } from '../teaching/index';
import { boardOf, boardsOf, currentLesson } from './board';
import { hoursOf } from './class-hours';
import { roomDigits } from './codes';
import { classId, institutions, plainDay, readers } from './forms';
import { findEngine } from './frames';
import { findStation, stationId, wasOpenAt } from './stations';
import { classesOn, isRefused, lessonsOf, type PlannedLesson, type TaughtClass, taughtClass } from './taught-class';
import { showsFace } from './enrolled';
import { classTeachers, peopleOn } from './people';
import { traineesOf } from './trainees';

/** When checking in opens next, where nothing can be done at the door now. */
function opensFor(lessons: readonly PlannedLesson[], minute: LocalMinute, figure: FigureReader): string | undefined {
  const isOpen = (['in', 'out'] as const).some((direction) => lessonAt(lessons, minute, direction, figure));
  return isOpen ? undefined : opensNext(lessons, minute, figure);
}

/** Those the plan of the day names first, then the others of the institution. */
async function stationTeachers(reading: Pick<Reading, 'tx'>, held: TaughtClass, lessons: readonly PlannedLesson[]) {
  const planned = new Set(lessons.map(({ teacherId }) => teacherId));
  const all = await teachersOf(reading, held);
  return [...all.filter(({ id }) => planned.has(id)), ...all.filter(({ id }) => !planned.has(id))];
}

/** 在训班期：今天上课的班、现在的课、到了几人 */
export const listSessions = query({
  name: 'attendance.sessions',
  path: '/attendance/sessions',
  title: '在训班期',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({ day: plainDay.optional() }),
  async handle(input, context) {
    const day = input.day ?? context.today;
    const held = await classesOn(context, day);
    const ids = held.map(({ id }) => id);
    const lessons = await lessonsOf(context, ids, day);
    const minute = localMinuteOf(Date.parse(context.now));
    const boards = await boardsOf(context, held);
    const rows = held.map((each) => {
      const today = lessons.get(each.id) ?? [];
      const current = currentLesson(today, minute, figuresOn(each.startsOn, context.laterFigures));
      const board = boards.get(each.id);
      return {
        id: each.id,
        name: each.name,
        institution: each.institution,
        region: each.region,
        startsOn: each.startsOn,
        endsOn: each.endsOn,
        lessonCount: today.length,
        current: current && {
          from: clockOf(startOf(current)),
          to: clockOf(endOf(current)),
          content: current.content,
          venue: current.venue,
          isRunning: minute >= startOf(current) && minute < endOf(current),
          isOver: minute >= endOf(current),
        },
        expected: board?.expected ?? 0,
        here: board?.here ?? 0,
        missing: board?.missing ?? 0,
      };
    });
    return done({ day, serverTime: context.now, rows });
  },
});

/** 今日到场 */
export const showBoard = query({
  name: 'attendance.board',
  path: '/classes/:classId/attendance/board',
  title: '今日到场',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const lessons = (await lessonsOf(context, [held.id], context.today)).get(held.id) ?? [];
    return done({
      ...held,
      today: context.today,
      serverTime: context.now,
      board: await boardOf(context, held),
      teaching: await teachingOfClass(context, held, lessons),
    });
  },
});

/** 学时：每人每课的分钟、合计、预测 */
export const showHours = query({
  name: 'attendance.hours',
  path: '/classes/:classId/attendance/hours',
  title: '学时与预测',
  by: readers,
  cites: ['2021.4.1', '2021.7.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const lessons = (await lessonsOf(context, [held.id])).get(held.id) ?? [];
    return done({ ...(await hoursOf(context, held)), teaching: await teachingOfClass(context, held, lessons) });
  },
});

/** 建档与签到方式 */
export const listEnrolments = query({
  name: 'attendance.enrolments',
  path: '/classes/:classId/attendance/enrolments',
  title: '建档与签到方式',
  by: readers,
  cites: ['2021.4.1', '2021.A6.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    return done({
      notice: currentConsentText('trainee'),
      teacherNotice: currentConsentText('teacher'),
      hasEngine: (await findEngine(context)) !== undefined,
      isAssessed: await hasConfirmedAssessment(context),
      trainees: await traineesOf(context, held),
      teachers: await classTeachers(context, held),
    });
  },
});

/** 签到台、教室码屏所显示的 */
export const showStation = query({
  name: 'attendance.station',
  path: '/classes/:classId/attendance/stations/:stationId',
  title: '签到台',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({ classId, stationId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const station = await findStation(context, held, input.stationId);
    if (!station) return missing('这个签到台');
    const figure = figuresOn(held.startsOn, context.laterFigures);
    const board = await boardOf(context, held);
    const now = Date.parse(context.now);
    const lessons = (await lessonsOf(context, [held.id], context.today)).get(held.id) ?? [];
    const isScreen = station.kind === 'screen';
    const withFace = (await peopleOn(context, held, context.today)).filter(
      (person) => showsFace(person) && person.hasTemplates,
    );
    return done({
      className: held.name,
      venue: board.current?.venue ?? '',
      kind: station.kind,
      isOpen: wasOpenAt(station, now),
      endsAt: station.endsAt,
      serverTime: context.now,
      lesson: board.current,
      opensAt: opensFor(lessons, localMinuteOf(now), figure),
      direction: likelyDirection(lessons, localMinuteOf(now), figure),
      expected: board.expected,
      arrived: board.here + board.left,
      missing: board.missing,
      latest: board.arrivals
        .filter((arrival) => arrival.lastAt !== undefined)
        .sort((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? ''))
        .slice(0, 8)
        .map(({ name, lastAt, way, standing }) => ({ name, at: lastAt ?? '', way, standing })),
      takesFaces: withFace.length > 0 && (await findEngine(context)) !== undefined,
      teachers: isScreen ? [] : await stationTeachers(context, held, lessons),
      roomCode: isScreen ? roomDigits(context, station.id, codeStepAt(now, figure('codeStep'))) : undefined,
      standsFor: isScreen ? codeStandsFor(now, figure('codeStep')) : undefined,
    });
  },
});
