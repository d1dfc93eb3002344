import { sql } from 'kysely';
import { z } from 'zod';
import { blocked, judge } from '#law/rule';
import { acceptPicture } from '#platform/files/intake';
import { command, type Context, done, missing, query, refused } from '#platform/operation';
import { callers, rollCallLifecycle } from '../../domain/roll-call/lifecycle';
import { discrepancyOf } from '../../domain/roll-call/roll-call';
import { answerRules } from '../../domain/roll-call/roll-call-rules';
import { boardOf } from '../check-in/board';
import { picturesLimits } from '../check-in/forms';
import { isRefused } from '../check-in/taught-class';
import { holdCase } from '../impersonation/case-record';
import { digestOf, keepEvidence, sameEvidence } from '../impersonation/keep-evidence';
import { codeOf, findCall, type HeldCall, noteCall, takeCall, tellCall } from './call-record';
import { callId, classId, picture, readers, told } from './forms';

/** Whether a picture has answered any call of the city before; two that send it at once are asked one after the other. */
const wasShown = (context: Context, digest: Buffer): Promise<boolean> =>
  context.acrossRegions(async () => {
    const key = `rollCallPicture/${digest.toString('hex')}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(context.tx);
    const found = await context.tx
      .selectFrom('roll_calls')
      .select('id')
      .where('picture_digest', '=', digest)
      .executeTakeFirst();
    return found !== undefined;
  });

async function storePicture({ services, tx, now }: Context, call: HeldCall['call'], bytes: Buffer): Promise<string> {
  const { hash, size } = await services.files.put(services.secrets.sealBytes('rollCallPicture', call.id, bytes));
  await tx
    .insertInto('files')
    .values({ hash, media_type: 'application/octet-stream', size, stored_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return hash;
}

const openPicture = async ({ services }: Pick<Context, 'services'>, { id, picture_hash }: HeldCall['call']) =>
  picture_hash ? services.secrets.openBytes('rollCallPicture', id, await services.files.get(picture_hash)) : undefined;

/** 作答抽查点名：口令入镜的现场照片，逐人在场或去向 */
export const answerRollCall = command({
  name: 'roll-call.answer',
  path: '/classes/:classId/roll-calls/:callId/answer',
  title: '作答抽查点名',
  by: rollCallLifecycle.steps.answer.by,
  cites: ['2021.4.1', '2024.2.1.2'],
  input: z.object({ classId, callId, code: z.string('请填写口令').regex(/^\d{6}$/, '口令是六位数字'), picture, told }),
  async handle(input, context) {
    const found = await takeCall(context, input);
    if (isRefused(found)) return found;
    const { held, call } = found;
    const { tx, actor, now } = context;
    if (call.state === 'answered' || call.state === 'reviewed')
      return refused('这次抽查点名已经作答或办结，请刷新查看。', 'conflict');
    const raw = Buffer.from(input.picture, 'base64');
    const digest = digestOf(raw);
    const { arrivals } = await boardOf(context, held);
    const findings = judge(
      answerRules,
      {
        startsOn: held.startsOn,
        answeredAt: Date.parse(now),
        dueAt: Date.parse(call.due_at),
        isCodeRight: input.code === codeOf(context, call.id),
        isPictureUsed: await wasShown(context, digest),
        roster: arrivals,
        told: input.told.map(({ row, ...each }) => ({ rowId: row, ...each })),
      },
      context.laterFigures,
    );
    if (blocked(findings)) return refused(findings[0]?.message ?? '作答没有收下。', 'blocked', findings);
    const taken = await acceptPicture(raw, picturesLimits);
    if (!taken.accepted) return refused(taken.message, 'invalid');
    const owner = { region_code: held.regionCode, institution_id: held.institutionId, class_id: held.id };
    const checkedIn = new Map(arrivals.map(({ rowId, standing }) => [rowId, standing]));
    const answers = input.told.map(({ row, isPresent, reason }) => ({
      ...owner,
      call_id: call.id,
      row_id: row,
      is_present: isPresent,
      reason: isPresent ? '' : reason,
      checked_in: checkedIn.get(row) ?? ('missing' as const),
    }));
    await tx.insertInto('roll_call_answers').values(answers).execute();
    await tx
      .updateTable('roll_calls')
      .set({
        state: 'answered',
        version: call.version + 1,
        answered_by: actor.userId,
        answered_by_name: actor.name,
        answered_at: now,
        picture_hash: await storePicture(context, call, taken.bytes),
        picture_digest: digest,
      })
      .where('id', '=', call.id)
      .execute();
    const present = answers.filter(({ is_present }) => is_present).length;
    const odd = answers.filter((each) =>
      discrepancyOf({ isPresent: each.is_present, checkedIn: each.checked_in }),
    ).length;
    await tellCall(
      context,
      held,
      'county',
      `抽查点名已作答：${held.name}（${held.institution}）在场 ${present} 人，与签到不一致 ${odd} 人。`,
    );
    noteCall(context, found, { state: 'answered', present, absent: answers.length - present, odd });
    return done({ state: 'answered' as const, present, absent: answers.length - present });
  },
});

/** 查看抽查点名的现场照片；每次查看都留痕 */
export const showRollCallPicture = query({
  name: 'roll-call.picture',
  path: '/classes/:classId/roll-calls/:callId/picture',
  title: '查看抽查点名现场照片',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({ classId, callId }),
  isLogged: true,
  async handle(input, context) {
    const found = await findCall(context, input);
    if (isRefused(found)) return found;
    const body = await openPicture(context, found.call);
    if (!body) return missing('这张照片');
    context.note({
      subject: { type: 'trainingClass', id: found.held.id },
      regionCode: found.held.regionCode,
      institutionId: found.held.institutionId,
      detail: { rollCall: found.call.id },
    });
    return done({ download: true as const, inline: true, mediaType: 'image/jpeg', fileName: '抽查点名.jpg', body });
  },
});

/** 把抽查点名的现场照片列为冒名顶替证据；同一张只列一次 */
export const takeRollCallEvidence = command({
  name: 'roll-call.take-evidence',
  path: '/classes/:classId/roll-calls/:callId/evidence',
  title: '把现场照片列为冒名顶替证据',
  by: callers,
  cites: ['2021.4.3'],
  input: z.object({ classId, callId }),
  async handle(input, context) {
    const found = await takeCall(context, input);
    if (isRefused(found)) return found;
    const { held, call } = found;
    const bytes = await openPicture(context, call);
    if (!bytes || !call.picture_digest) return refused('机构没有作答，没有照片可以作证据。', 'conflict');
    const of = await holdCase(context, held.id);
    if (isRefused(of)) return of;
    const known = await sameEvidence(context, held.id, call.picture_digest);
    if (known) {
      noteCall(context, found, { evidence: known.id });
      return done({ evidenceId: known.id });
    }
    const title = `抽查点名照片 ${call.lesson_words}`;
    const file = { title: title.slice(0, 60), digest: call.picture_digest, pages: [bytes] };
    return done({ evidenceId: await keepEvidence(context, of, file) });
  },
});
