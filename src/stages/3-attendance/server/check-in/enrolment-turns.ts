import { z } from 'zod';
import type { FaceEngine } from '#platform/faces/engine';
import type { FaceReading } from '#platform/faces/reading';
import { newId } from '#platform/identifiers';
import { type Context, command, done, type Refused, refused } from '#platform/operation';
import {
  challengeAt,
  type ChallengeFrame,
  challengeLimits,
  challengePrompts,
  challengeSteps,
  judgeChallenge,
} from '../../domain/check-in/challenge';
import { classId, institutions, picture, row } from './forms';
import { drawPictures, findEngine } from './frames';
import { findPerson, nobody } from './people';
import { isRefused, type TaughtClass, taughtClass } from './taught-class';

/** The frames taken at each prompt, in the order they were asked for. */
export const turnsForm = z.object({
  challengeId: z.uuid('编号不正确'),
  frames: z
    .array(
      z.object({
        step: z.enum(challengeSteps, '没有这个动作'),
        takenAfter: z.number('时间不正确').int('时间不正确').min(0).max(600_000),
        picture,
      }),
    )
    .length(challengeSteps.length, '三个动作各拍一张'),
});

/** How long sending the frames may take beside making the moves. */
const sendingMs = 15_000;

/** 建档转头核对出题：三个动作，次序随机，照片和录像答不上 */
export const askEnrolmentTurns = command({
  name: 'attendance.enrolment-challenge',
  path: '/classes/:classId/attendance/enrolments/challenge',
  title: '建档转头核对出题',
  by: institutions,
  cites: ['2021.A6.1'],
  input: z.object({ classId, row }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    if (!(await findPerson(context, held, input.row))) return nobody;
    if (!(await findEngine(context)))
      return refused('本系统没有装人脸识别模型，不能核对转头；请直接交人社部门，由人当面核对。', 'conflict');
    const id = newId();
    const draw = context.services.secrets.index('attendanceCode', `enrolment/${id}`).readUInt32BE(0);
    const steps = [...challengeAt(draw)];
    await context.tx
      .insertInto('enrolment_challenges')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id,
        row_id: input.row,
        steps,
        issued_at: context.now,
      })
      .execute();
    return done({ challengeId: id, steps });
  },
});

const stepsForm = z.array(z.enum(challengeSteps));

/** The order that was asked of this person a moment ago, used up; nothing when there is none. */
async function useOrder({ tx, now }: Context, held: TaughtClass, rowId: string, id: string) {
  const key = { region_code: held.regionCode, class_id: held.id, id };
  const used = await tx
    .updateTable('enrolment_challenges')
    .set({ used_at: now })
    .where((where) => where.and(key))
    .where('row_id', '=', rowId)
    .where('used_at', 'is', null)
    .returning(['steps', 'issued_at'])
    .executeTakeFirst();
  const isInTime = used && Date.parse(now) - Date.parse(used.issued_at) <= challengeLimits.longestMs + sendingMs;
  return isInTime ? stepsForm.parse(used.steps) : undefined;
}

/** The turns beside the frame taken straight before them. */
export interface TurnsAnswer {
  readonly engine: FaceEngine;
  readonly straight: FaceReading;
  readonly turns: z.output<typeof turnsForm>;
}

/** Why the turns do not answer what was asked; undefined where they do. */
export async function whyNotTurned(
  context: Context,
  held: TaughtClass,
  rowId: string,
  { engine, straight, turns: { challengeId, frames } }: TurnsAnswer,
): Promise<Refused | undefined> {
  const order = await useOrder(context, held, rowId, challengeId);
  if (!order) return refused('这次转头核对已经用过或超过时间，请重新开始。照片还在。', 'conflict');
  const drawn = await drawPictures(frames.map((frame) => frame.picture));
  if (!Array.isArray(drawn)) return drawn;
  const read: ChallengeFrame[] = [
    { step: 'straight', takenAfter: 0, yaw: straight.yaw, faceWidth: straight.faceWidth, likeness: 1 },
  ];
  for (const [at, { step, takenAfter }] of frames.entries()) {
    const bytes = drawn[at];
    const reading = bytes && (await engine.read(bytes));
    if (!reading?.isRead) return refused(`“${challengePrompts[step]}”那一帧：${reading?.sentence ?? '没有照片。'}`);
    const likeness = engine.compare(straight.template, reading.template);
    read.push({ step, takenAfter, yaw: reading.yaw, faceWidth: reading.faceWidth, likeness });
  }
  const { failures } = judgeChallenge({ order, frames: read, threshold: engine.manifest.mismatchBelow });
  return failures.length > 0 ? refused(failures.map(({ sentence }) => sentence).join('')) : undefined;
}
