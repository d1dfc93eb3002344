import { sql } from 'kysely';
import { z } from 'zod';
import { figuresOn } from '#law/figures';
import { newId } from '#platform/identifiers';
import { command, type Context, done, missing, refused } from '#platform/operation';
import { lessonAt } from '../../domain/check-in/lesson-window';
import { clockOf, localMinuteOf } from '../../domain/lesson-times';
import { cardNumber, digits, direction } from '../check-in/check-by-card';
import { standingOf } from '../check-in/checking';
import { witnessDigits } from '../check-in/codes';
import { classId, institutions, picture } from '../check-in/forms';
import { drawPictures } from '../check-in/frames';
import { digestsOf, keepPictures } from '../check-in/keep-pictures';
import { stationId } from '../check-in/stations';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { findTeacher, teachersOf } from './teachers';

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

/** Uses up the code of a teacher, once. */
async function takeTeacherCode(context: Context, held: TaughtClass, teacher: string, typed: string) {
  const { tx, now } = context;
  const codes = () =>
    tx.selectFrom('attendance_codes').where('region_code', '=', held.regionCode).where('class_id', '=', held.id);
  const open = await codes()
    .select(['id', 'witness_id', 'witness_name'])
    .where('teacher_id', '=', teacher)
    .where('used_at', 'is', null)
    .where('issued_at', '<=', now)
    .where('ends_at', '>=', now)
    .orderBy('issued_at', 'desc')
    .limit(20)
    .execute();
  const found = open.find(({ id }) => witnessDigits(context, id) === typed);
  if (!found) return undefined;
  const used = await tx
    .updateTable('attendance_codes')
    .set({ used_at: now })
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', found.id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n ? found : undefined;
}

async function wrongTeacherTries({ tx, now }: Context, held: TaughtClass, teacher: string, minutes: number) {
  const since = new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from attendance_checks
    where region_code = ${held.regionCode} and class_id = ${held.id} and teacher_id = ${teacher}
      and verdict = 'refused' and received_at > ${since}::timestamptz`.execute(tx);
  return rows[0]?.count ?? 0;
}

const nobody = refused('本机构没有这名教师，或证号不对。请核对后再试。', 'invalid');
const tooOften = refused('错的次数太多，请见证人核对本人后重新发码，过一会儿再试。', 'conflict');

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
  }),
  async handle(input, context) {
    const standing = await standingOf(context, input);
    if (isRefused(standing)) return standing;
    const { held, station, figure, lessons, receivedAt } = standing;
    if (station.kind !== 'kiosk') return missing('这个签到台');
    const teacher = await findTeacher(context, held, input.card, input.teacherId);
    if (!teacher) return nobody;
    const tries = await wrongTeacherTries(context, held, teacher.id, figure('witnessCodeLife'));
    if (tries >= figure('wrongCodes')) return tooOften;
    const drawn = await drawPictures([input.picture]);
    if (!Array.isArray(drawn)) return drawn;
    const lesson = lessonAt(lessons, localMinuteOf(receivedAt), input.direction, figure);
    const witness = lesson ? await takeTeacherCode(context, held, teacher.id, input.code) : undefined;
    const [id, isAccepted] = [newId(), lesson !== undefined && witness !== undefined];
    await context.tx
      .insertInto('attendance_checks')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id,
        teacher_id: teacher.id,
        lesson_id: lesson?.id ?? null,
        direction: input.direction,
        at: context.now,
        received_at: context.now,
        source: 'kiosk',
        station_id: station.id,
        way: 'card',
        verdict: isAccepted ? 'accepted' : 'refused',
        remarks: isAccepted ? [] : [lesson ? 'cardIncomplete' : 'noLesson'],
        witness_id: witness?.witness_id ?? null,
        witness_name: witness?.witness_name ?? null,
        code_id: witness?.id ?? null,
        picture_hashes: await keepPictures(context, id, drawn),
        picture_digests: digestsOf(drawn),
        command_id: context.commandId,
      })
      .execute();
    noteClass(context, held, { check: id, teacher: teacher.id, verdict: isAccepted ? 'accepted' : 'refused' });
    const planned = lessons.find((each) => each.id === lesson?.id);
    return done({
      isAccepted,
      name: teacher.name,
      direction: input.direction,
      at: context.now,
      /** Why it was not taken, or that the plan names somebody else. */
      says: !lesson
        ? '现在不是本班签到、签退的时间，请按课程表的时间来。'
        : !isAccepted
          ? '一次性码不对或已用过，请见证人核对本人后重新发码。'
          : planned && planned.teacherId !== teacher.id
            ? `这一课（${clockOf(planned.startsMinute)} ${planned.content}）计划由${planned.teacher}授课；换教师须先批准变更。`
            : '',
    });
  },
});
