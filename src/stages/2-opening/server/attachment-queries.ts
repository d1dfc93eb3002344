import { z } from 'zod';
import { done, missing, query } from '#platform/operation';
import { kindName } from '../domain/attachments';
import { findAttachment, laterPages, openPage } from './attachment-store';
import { readers } from './class-show';
import { classId } from './forms';
import { findClass, readParts } from './store';

/** 一个班期的照片与证明 */
export const listAttachments = query({
  name: 'attachment.list',
  path: '/classes/:classId/attachments',
  title: '照片与证明清单',
  by: readers,
  cites: ['2021.3.5'],
  input: z.object({ classId }),
  isLogged: true,
  async handle(input, context) {
    const record = await findClass(context, input.classId);
    if (!record) return missing('这个班期');
    context.note({
      subject: { type: 'trainingClass', id: record.id },
      regionCode: record.region_code,
      institutionId: record.institution_id,
    });
    return done({ attachments: (await readParts(context, record)).attachments });
  },
});

/** 查看照片或证明；每次查看都留痕 */
export const showAttachment = query({
  name: 'attachment.show',
  path: '/classes/:classId/attachments/:attachmentId/image',
  title: '查看照片或证明',
  by: readers,
  cites: ['2021.3.5'],
  input: z.object({
    classId,
    attachmentId: z.uuid('编号不正确'),
    size: z.enum(['thumbnail', 'whole'], '大小只有 thumbnail 与 whole 两种').default('whole'),
    page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码从 1 开始').max(50, '没有这一页').default(1),
  }),
  isLogged: true,
  async handle({ attachmentId, size, page, ...input }, context) {
    const record = await findClass(context, input.classId);
    const found = record && (await findAttachment(context, record, attachmentId));
    if (!found) return missing('这个文件');
    const pages = [found.file_hash, ...(found.page_count > 1 ? await laterPages(context, record, found.id) : [])];
    const hash = size === 'thumbnail' ? found.thumbnail_hash : pages[page - 1];
    if (!hash || !found.source_digest) return missing('这一页');
    context.note({
      subject: { type: 'attachment', id: found.id },
      regionCode: record.region_code,
      institutionId: record.institution_id,
      detail: { kind: found.kind, size, page },
    });
    const kind = found.kind === 'portrait' ? 'portrait' : found.kind === 'proof' ? 'proof' : 'other';
    return done({
      download: true as const,
      inline: true,
      mediaType: 'image/jpeg',
      fileName: `${found.holder_name || '未指定'}-${kindName(kind, found.proof ?? undefined)}.jpg`,
      body: await openPage(context.services, {
        classId: record.id,
        sourceDigest: found.source_digest,
        page: size === 'thumbnail' ? size : page,
        hash,
      }),
    });
  },
});
