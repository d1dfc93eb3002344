import { z } from 'zod';
import { command, done, missing, refused } from '#platform/operation';
import { findStation, stationId } from '../check-in/stations';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { classId, institutions } from './forms';
import { pictureGround } from './grounds';
import { queueChecks } from './queue-job';
import { raise } from './raise';
import { raiseTeacherDoubts } from './teacher-doubts';

/** Minutes for which what a tablet or telephone said may be contradicted there: whoever holds it has seen it. */
const saidWithin = 10;

/** “不是我”：签到台或手机报出的名字不是本人，由本人当场按下；学员的立即列为疑似，任课教师的进入待核；不需要账户 */
export const sayNotMe = command({
  name: 'doubt.not-me',
  path: '/classes/:classId/attendance/stations/:stationId/not-me',
  title: '当场反映“不是我”',
  by: institutions,
  cites: ['2021.4.3'],
  input: z.object({ classId, stationId, checkId: z.uuid('签到编号不正确') }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const station = await findStation(context, held, input.stationId);
    if (!station) return missing('这个签到台');
    const check = await context.tx
      .selectFrom('attendance_checks')
      .select(['id', 'row_id', 'teacher_id', 'lesson_id', 'received_at'])
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('station_id', '=', station.id)
      .where('id', '=', input.checkId)
      .where('verdict', '<>', 'refused')
      .executeTakeFirst();
    if (!check?.lesson_id) return missing('这次签到');
    if (Date.parse(context.now) - Date.parse(check.received_at) > saidWithin * 60_000)
      return refused('已过当场反映的时间，请直接向县（市、区）人社局反映。', 'conflict');
    const at = station.kind === 'kiosk' ? '签到台' : '手机';
    if (check.teacher_id) {
      const doubt = { checkId: check.id, teacherId: check.teacher_id, kind: 'saidNotMe' as const };
      await raiseTeacherDoubts(context, held, [{ ...doubt, by: `签到人（${at}）` }]);
      await context.enqueue(queueChecks, { classId: held.id }, { key: `queue-checks/${held.id}` });
      noteClass(context, held, { check: check.id, notMe: true });
      return done({ isReported: true });
    }
    if (!check.row_id) return missing('这次签到');
    const named = { rowId: check.row_id, lessonId: check.lesson_id, checkId: check.id };
    const ground = await pictureGround(context, held, named);
    if (isRefused(ground)) return ground;
    const hand = {
      ...context,
      actor: {
        userId: null,
        name: `学员（${at}）`,
        role: 'trainee' as const,
      },
    };
    const outcome = await raise(hand, held.id, { ...ground, signal: 'notMe' });
    if (isRefused(outcome)) return outcome;
    noteClass(context, held, { check: check.id, notMe: true });
    return done({ isReported: true });
  },
});
