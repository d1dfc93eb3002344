import { z } from 'zod';
import { figuresOn } from '#law/figures';
import { newId } from '#platform/identifiers';
import { command, done, missing, refused } from '#platform/operation';
import { askWhich, cardNumber, digits, direction, judgeCard, takenAt } from '../check-in/check-by-card';
import { standingOf } from '../check-in/standing';
import { witnessDigits } from '../check-in/codes';
import { classId, institutions, picture } from '../check-in/forms';
import { signature } from '../check-in/station-key';
import { stationId } from '../check-in/stations';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { findTeacherHolder, noTeacher, teachersOf } from './teachers';

const teacherId = z.uuid('教师编号不正确');

/** 给任课教师发一次性码：见证人当面核对本人和身份证；每码只用一次 */
export const issueTeacherCode = command({
  name: 'attendance.teacher-code',
  path: '/classes/:classId/attendance/teacher-code',
  title: '发任课教师签到的一次性码',
  by: institutions,
  cites: ['2021.4.1', '2024.1.3'],
  keepsNothing: true,
  input: z.object({ classId, teacherId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const teacher = (await teachersOf(context, held)).find(({ id }) => id === input.teacherId);
    if (!teacher) return missing('这名教师');
    if (teacher.name === context.actor.name) {
      return refused('不能给自己作证，请另一位工作人员核对后发码。', 'forbidden');
    }
    const life = figuresOn(held.startsOn, context.laterFigures)('witnessCodeLife');
    const [id, endsAt] = [newId(), new Date(Date.parse(context.now) + life * 60_000).toISOString()];
    await context.tx
      .insertInto('attendance_codes')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id,
        teacher_id: teacher.id,
        witness_id: context.actor.userId,
        witness_name: context.actor.name,
        issued_at: context.now,
        ends_at: endsAt,
      })
      .execute();
    noteClass(context, held, { teacher: teacher.id });
    return done({ endsAt, name: teacher.name, code: witnessDigits(context, id) });
  },
});

/** 任课教师签到、签退：身份证、见证人的一次性码、教室照片 */
export const checkTeacher = command({
  name: 'attendance.check-teacher',
  path: '/classes/:classId/attendance/stations/:stationId/teacher',
  title: '任课教师签到',
  by: institutions,
  cites: ['2021.4.1', '2024.1.3'],
  input: z.object({
    classId,
    stationId,
    card: cardNumber,
    teacherId: teacherId.optional(),
    code: digits,
    picture,
    direction,
    takenAt,
    signature,
  }),
  async handle(input, context) {
    const standing = await standingOf(context, input);
    if (isRefused(standing)) return standing;
    if (standing.station.kind !== 'kiosk') return missing('这个签到台');
    const holder = await findTeacherHolder(context, standing.held, input.card, input.teacherId);
    if (holder.kind === 'nobody') return noTeacher;
    if (holder.kind === 'several') return askWhich(holder.people);
    return judgeCard(context, standing, holder.person, input, { code: undefined, place: undefined });
  },
});
