import { z } from 'zod';
import { acceptDocument } from '#platform/files/intake';
import { openSealed, storeSealed } from '#platform/files/sealed-file';
import { newId } from '#platform/identifiers';
import { command, done, missing, query, refused } from '#platform/operation';
import { correctionEvidenceKinds, correctionEvidenceNames } from '../../domain/correction/correction';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { whyGone } from '../keeping/destroyed';
import { classId, institutions, readers } from './forms';

const mostPages = 10;
const mostBytes = 10_000_000;

const paperKinds = ['sickNote', ...correctionEvidenceKinds] as const;
export type PaperKind = (typeof paperKinds)[number];
const paperNames: Record<PaperKind, string> = { sickNote: '就诊记录或诊断证明', ...correctionEvidenceNames };

/** 上传请假、补签的证明 */
export const addAbsencePaper = command({
  name: 'absence.add-paper',
  path: '/classes/:classId/absence-papers',
  title: '上传请假、补签证明',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({ classId, kind: z.enum(paperKinds, '请选择是哪一种证明') }),
  uploadLimit: mostBytes,
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
    const document = await acceptDocument(context.upload.bytes, { maxPages: mostPages, maxBytes: mostBytes });
    if (!document.accepted) return refused(document.message, 'invalid');
    const { tx, now, actor } = context;
    const id = newId();
    const hashes: string[] = [];
    for (const [at, { bytes }] of document.pages.entries())
      hashes.push(await storeSealed(context, 'absencePaper', `${id}/${at + 1}`, bytes));
    await tx
      .insertInto('absence_papers')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id,
        kind: input.kind,
        title: paperNames[input.kind],
        page_count: hashes.length,
        file_hashes: hashes,
        added_by: actor.userId,
        added_by_name: actor.name,
        added_at: now,
      })
      .execute();
    noteClass(context, held, { absencePaper: id, kind: input.kind, pages: hashes.length });
    return done({ paperId: id, pages: hashes.length });
  },
});

/** 查看证明的一页；每次查看都留痕 */
export const showAbsencePaper = query({
  name: 'absence.paper',
  path: '/classes/:classId/absence-papers/:paperId/image',
  title: '查看请假、补签证明',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    paperId: z.uuid('证明编号不正确'),
    page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码从 1 开始').max(10, '没有这一页').default(1),
  }),
  isLogged: true,
  async handle({ paperId, page, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const paper = await context.tx
      .selectFrom('absence_papers')
      .select(['title', 'file_hashes'])
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('id', '=', paperId)
      .executeTakeFirst();
    const hash = paper?.file_hashes[page - 1];
    if (!paper || !hash) return missing('这份证明');
    const gone = await whyGone(context, hash);
    if (gone) return gone;
    noteClass(context, held, { absencePaper: paperId, page });
    return done({
      download: true as const,
      inline: true,
      mediaType: 'image/jpeg',
      fileName: `${paper.title}-${page}.jpg`,
      body: await openSealed(context.services, 'absencePaper', `${paperId}/${page}`, hash),
    });
  },
});
