import { z } from 'zod';
import { bundleLimits } from '#platform/files/intake';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { attachmentKinds, isProofCode } from '../domain/attachments';
import { type AddedFile, keepFiles, prepareFiles, type Trainees } from './attachment-adding';
import { inTurn, unwrap } from './attachment-intake';
import { findAttachment, readAttachments, reassign, removeAttachments } from './attachment-store';
import { holdEditable, isRefused, recount, whyNotEditable } from './editing';
import { classId, rowId } from './forms';
import type { ClassRecord } from './records';
import { findClass, holdersOf, readParts } from './store';

const institutionRoles = ['institutionClerk', 'institutionPrincipal'] as const;
const kind = z.enum(attachmentKinds, '种类不正确');
const proof = z.string().refine(isProofCode, '证明种类不正确');

async function traineesOf(context: Context, record: ClassRecord): Promise<Trainees> {
  const { roster } = await readParts(context, record);
  return { roster, holders: holdersOf(context, roster) };
}

const noSuchRow = refused('花名册上没有这名学员，可能刚被删去。请刷新页面后再办。', 'invalid');

const countOf = (files: readonly AddedFile[], outcome: AddedFile['outcome']): number =>
  files.filter((file) => file.outcome === outcome).length;

/** 上传照片与证明：一个文件，或一个 ZIP */
export const addAttachment = command({
  name: 'attachment.add',
  path: '/classes/:classId/attachments',
  title: '上传照片与证明',
  by: institutionRoles,
  cites: ['2021.3.5'],
  input: z.object({ classId, row: rowId.optional(), kind: kind.optional(), proof: proof.optional() }),
  uploadLimit: bundleLimits.packedBytes,
  async handle(input, context) {
    const seen = await findClass(context, input.classId);
    if (!seen) return missing('这个班期');
    const barred = whyNotEditable(seen);
    if (barred) return barred;
    if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
    const trainees = await traineesOf(context, seen);
    if (input.row !== undefined && !trainees.holders.some(({ id }) => id === input.row)) return noSuchRow;
    const sent = await unwrap(context.upload);
    if ('why' in sent) return refused(sent.why, 'invalid');
    const given = sent.isBundle ? {} : input;
    const prepared = await inTurn(sent, (time) => prepareFiles(context, seen, sent, given, trainees, time));
    if (!prepared) return refused('现在有几个压缩包正在处理，请过半分钟再传这一包。', 'conflict');
    const [only] = prepared;
    if (!sent.isBundle && only && 'outcome' in only) return refused(only.says, 'invalid');
    const record = await holdEditable(context, input.classId);
    if (isRefused(record)) return record;
    const files = await keepFiles(context, record, prepared, trainees);
    await recount(context, record, record.version);
    const detail = { files: files.length, matched: countOf(files, 'matched'), refused: countOf(files, 'refused') };
    context.note({ detail });
    return done({ files });
  },
});

/** 指定学员与种类 */
export const assignAttachment = command({
  name: 'attachment.assign',
  path: '/classes/:classId/attachments/:attachmentId/assignment',
  title: '指定照片或证明的学员与种类',
  by: institutionRoles,
  cites: ['2021.3.5'],
  input: z.object({ classId, attachmentId: z.uuid('编号不正确'), row: rowId, kind, proof: proof.optional() }),
  async handle(input, context) {
    const record = await holdEditable(context, input.classId);
    if (isRefused(record)) return record;
    const found = await findAttachment(context, record, input.attachmentId);
    if (!found) return missing('这个文件');
    const { holders } = await traineesOf(context, record);
    const holder = holders.find(({ id }) => id === input.row);
    if (!holder) return noSuchRow;
    const chosen = { kind: input.kind, proof: input.kind === 'proof' ? input.proof : undefined };
    const others = (await readAttachments(context, record, holders)).filter(({ id }) => id !== found.id);
    const atTrainee = others.filter(({ row }) => row === holder.id);
    const hash = found.source_digest?.toString('hex');
    if (atTrainee.some((each) => each.hash === hash && each.kind === chosen.kind && each.proof === chosen.proof))
      return refused('这名学员已有同一份文件，不用再指定；可以移除这一份。', 'conflict');
    const former = chosen.kind === 'portrait' ? atTrainee.filter((each) => each.kind === 'portrait') : [];
    await removeAttachments(
      context,
      record,
      former.map(({ id }) => id),
    );
    await reassign(context, record, found.id, { holder, ...chosen });
    await recount(context, record, record.version);
    context.note({ subject: { type: 'attachment', id: found.id }, detail: { kind: chosen.kind } });
    return done({ replaced: former.length });
  },
});

/** 移除照片或证明 */
export const removeAttachment = command({
  name: 'attachment.remove',
  path: '/classes/:classId/attachments/:attachmentId/removal',
  title: '移除照片或证明',
  by: institutionRoles,
  cites: ['2021.3.5'],
  input: z.object({ classId, attachmentId: z.uuid('编号不正确') }),
  async handle(input, context) {
    const record = await holdEditable(context, input.classId);
    if (isRefused(record)) return record;
    const found = await findAttachment(context, record, input.attachmentId);
    if (!found) return missing('这个文件');
    await removeAttachments(context, record, [found.id]);
    await recount(context, record, record.version);
    context.note({ subject: { type: 'attachment', id: found.id }, detail: { kind: found.kind } });
    return done({ removed: true });
  },
});
