import { z } from 'zod';
import { type Context, command, type Done, done, missing, query, type Refused, refused } from '#platform/operation';
import { type EnrolmentAction, enrolmentLifecycle, enrolmentStateNames } from '../../domain/enrolment/lifecycle';
import { personKindNames } from '../../domain/enrolment/person';
import { whyDestroyed } from '../keeping/destroyed';
import { whyNotAssessed } from '../privacy/assessment-store';
import { countFacesSoon } from '../privacy/count-job';
import { picturePurposeNames } from '../../domain/privacy/picture-purposes';
import { classId, institutions, picture, purpose, readers, reason, row, version } from './forms';
import { drawPictures, findEngine, sealedFrame, openPicture, type ReadFrame, readFrames } from './frames';
import { isRefused, taughtClass, noteClass, type TaughtClass } from './taught-class';
import type { PersonToCheckIn } from './enrolled';
import { whyNotTurned, turnsForm } from './enrolment-turns';
import { findPerson, holdEnrolments, nobody } from './people';

const stale = refused('这份建档刚有变动，请刷新后再办。', 'conflict');

/** Replaces the frames and begins or renews the enrolment. */
async function keepFrames(
  context: Context,
  held: TaughtClass,
  { kind, rowId }: PersonToCheckIn,
  frames: readonly ReadFrame[],
  isTurned: boolean,
) {
  const { tx, actor, now } = context;
  const key = { region_code: held.regionCode, class_id: held.id, row_id: rowId };
  const captured = {
    state: 'captured',
    engine_id: frames[0]?.reading?.template.engineId ?? null,
    is_turned: isTurned,
    captured_by: actor.userId,
    captured_by_name: actor.name,
    captured_at: now,
    decided_by: null,
    decided_by_name: null,
    decided_at: null,
    reason: '',
    erased_at: null,
  } as const;
  await tx
    .insertInto('enrolments')
    .values({ ...key, teacher_id: kind === 'teacher' ? rowId : null, ...captured })
    .onConflict((conflict) =>
      conflict.columns(['region_code', 'class_id', 'row_id']).doUpdateSet((changed) => ({
        ...captured,
        version: changed('enrolments.version', '+', 1),
      })),
    )
    .execute();
  await tx
    .deleteFrom('enrolment_frames')
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('row_id', '=', rowId)
    .execute();
  const values = frames.map((frame, position) => sealedFrame(context, held, rowId, frame, position));
  await tx.insertInto('enrolment_frames').values(values).execute();
}

/** 采集头像：三张正面照片，培训前采集完（附件6 之1）；影响评估确认之前不采集 */
export const captureEnrolment = command({
  name: 'attendance.capture',
  path: '/classes/:classId/attendance/enrolments',
  title: '采集头像',
  by: institutions,
  cites: ['2021.4.1', '2021.A6.1'],
  input: z.object({
    classId,
    row,
    frames: z.array(picture).length(3, '须连续拍三张'),
    turns: turnsForm.optional(),
  }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    if (context.today > held.endsOn) return refused('培训已结束，不再采集头像。', 'conflict');
    const unassessed = await whyNotAssessed(context);
    if (unassessed) return unassessed;
    const person = await findPerson(context, held, input.row);
    if (!person) return nobody;
    if (person.withdrawnOn && person.withdrawnOn <= context.today)
      return refused('这名学员已退出本班，不再采集头像。', 'conflict');
    if (person.choice !== 'face')
      return refused(`这名${personKindNames[person.kind]}没有单独同意使用人脸，不能采集；可以用身份证签到。`);
    if (person.enrolment === 'confirmed')
      return refused('头像已由人社部门核对。确需重采的，请县（市、区）人社局先退回。', 'conflict');
    const drawn = await drawPictures(input.frames);
    if (!Array.isArray(drawn)) return drawn;
    const engine = await findEngine(context);
    const frames = await readFrames(engine, drawn);
    if (!Array.isArray(frames)) return frames;
    const straight = frames[0]?.reading;
    const answer = engine && straight && input.turns ? { engine, straight, turns: input.turns } : undefined;
    const why = answer && (await whyNotTurned(context, held, person.rowId, answer));
    if (why) return why;
    const isTurned = answer !== undefined;
    // Reading faces takes seconds, in which the consent may have been withdrawn or the pictures confirmed.
    await holdEnrolments(context, held);
    const still = await findPerson(context, held, input.row);
    if (still?.choice !== 'face' || still.enrolmentVersion !== person.enrolmentVersion) return stale;
    await keepFrames(context, held, person, frames, isTurned);
    await countFacesSoon(context);
    noteClass(context, held, {
      row: input.row,
      frames: frames.length,
      turned: isTurned ? '是' : '否',
      engine: engine?.manifest.id ?? '',
    });
    return done({ version: person.enrolmentVersion + 1 });
  },
});

async function decide(
  context: Context,
  action: Extract<EnrolmentAction, 'confirm' | 'return'>,
  input: { classId: string; row: string; version: number },
  why: string,
): Promise<Done<{ version: number }> | Refused> {
  const held = await taughtClass(context, input.classId);
  if (isRefused(held)) return held;
  const person = await findPerson(context, held, input.row);
  if (!person?.enrolment) return nobody;
  const { from, to } = enrolmentLifecycle.steps[action];
  if (person.enrolmentVersion !== input.version) return stale;
  if (!from.includes(person.enrolment))
    return refused(`这份建档${enrolmentStateNames[person.enrolment]}，不能这样办。`, 'conflict');
  const changed = await context.tx
    .updateTable('enrolments')
    .set({
      state: to,
      version: input.version + 1,
      decided_by: context.actor.userId,
      decided_by_name: context.actor.name,
      decided_at: context.now,
      reason: why,
    })
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('row_id', '=', input.row)
    .where('version', '=', input.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n) return stale;
  noteClass(context, held, { row: input.row, action, ...(why ? { reason: why } : {}) });
  return done({ version: input.version + 1 });
}

const decided = { classId, row, version };

/** 核对头像：与花名册照片是同一人，予以建档 */
export const confirmEnrolment = command({
  name: 'attendance.confirm-enrolment',
  path: '/classes/:classId/attendance/enrolments/confirm',
  title: '核对头像',
  by: enrolmentLifecycle.steps.confirm.by,
  cites: ['2021.A6.1'],
  input: z.object(decided),
  handle: (input, context) => decide(context, 'confirm', input, ''),
});

/** 退回头像：看不清或不是本人，重新采集 */
export const returnEnrolment = command({
  name: 'attendance.return-enrolment',
  path: '/classes/:classId/attendance/enrolments/return',
  title: '退回头像',
  by: enrolmentLifecycle.steps.return.by,
  cites: ['2021.A6.1'],
  input: z.object({ ...decided, reason }),
  handle: (input, context) => decide(context, 'return', input, input.reason),
});

/** 查看建档照片：写明为什么看，每次查看都留痕 */
export const showFrame = query({
  name: 'attendance.frame',
  path: '/classes/:classId/attendance/enrolments/frame',
  title: '查看建档照片',
  by: readers,
  cites: ['2021.A6.1'],
  isLogged: true,
  input: z.object({ classId, row, position: z.coerce.number().int().min(0).max(2), purpose }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const found = await context.tx
      .selectFrom('enrolment_frames')
      .select('picture_sealed')
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('row_id', '=', input.row)
      .where('position', '=', input.position)
      .executeTakeFirst();
    if (!found) return (await whyDestroyed(context, held.id)) ?? missing('这张照片');
    const { row, position } = input;
    noteClass(context, held, { row, position, reason: picturePurposeNames[input.purpose] });
    const { secrets } = context.services;
    return done({
      download: true as const,
      inline: true,
      mediaType: 'image/jpeg',
      fileName: `建档照片-${input.position + 1}.jpg`,
      body: openPicture(secrets, held.id, input.row, input.position, found.picture_sealed),
    });
  },
});
