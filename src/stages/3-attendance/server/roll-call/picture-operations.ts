import { z } from 'zod';
import { command, type Context, done, missing, query, refused } from '#platform/operation';
import { callers } from '../../domain/roll-call/lifecycle';
import { isRefused } from '../check-in/taught-class';
import { holdCase } from '../impersonation/case-record';
import { keepEvidence, sameEvidence } from '../impersonation/keep-evidence';
import { whyGone } from '../keeping/destroyed';
import { findCall, type HeldCall, noteCall, takeCall } from './call-record';
import { bureau, callId, classId, readers } from './forms';
import { openPicture } from './pictures';

const pictureAnswer = (body: Buffer) =>
  done({ download: true as const, inline: true, mediaType: 'image/jpeg', fileName: '抽查点名.jpg', body });

const noteSeen = (context: Pick<Context, 'note'>, { held, call }: HeldCall, other?: string) =>
  context.note({
    subject: { type: 'trainingClass', id: held.id },
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    detail: { rollCall: call.id, ...(other ? { other } : {}) },
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
    const gone = found.call.picture_hash && (await whyGone(context, found.call.picture_hash));
    if (gone) return gone;
    const body = await openPicture(context, found.call);
    if (!body) return missing('这张照片');
    noteSeen(context, found);
    return pictureAnswer(body);
  },
});

/** 查看画面相像的另一次点名的照片，两张对看；外县的照片只给市级看 */
export const showLikePicture = query({
  name: 'roll-call.like-picture',
  path: '/classes/:classId/roll-calls/:callId/likes/:otherId/picture',
  title: '查看相像的另一次点名照片',
  by: bureau,
  cites: ['2021.4.1'],
  input: z.object({ classId, callId, otherId: callId }),
  isLogged: true,
  async handle(input, context) {
    const found = await findCall(context, input);
    if (isRefused(found)) return found;
    const like = await context.tx
      .selectFrom('roll_call_likenesses')
      .select('other_class_id')
      .where('call_id', '=', found.call.id)
      .where('other_call_id', '=', input.otherId)
      .executeTakeFirst();
    const other = like && (await findCall(context, { classId: like.other_class_id, callId: input.otherId }));
    if (!other || isRefused(other) || !other.call.picture_hash) return missing('这张照片');
    const gone = await whyGone(context, other.call.picture_hash);
    if (gone) return gone;
    const body = await openPicture(context, other.call);
    if (!body) return missing('这张照片');
    noteSeen(context, found, input.otherId);
    return pictureAnswer(body);
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
    const gone = call.picture_hash && (await whyGone(context, call.picture_hash));
    if (gone) return gone;
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
