import { z } from 'zod';
import { type Context, done, missing, query, type Reading, type Refused, refused } from '#platform/operation';
import { TypesettingRefusal } from '#platform/typesetting/typesetter';
import { isEditable } from '../domain/lifecycle';
import { readers } from './class-show';
import { annex2, annex3, annex4, annex5 } from './documents';
import { annex2Input, annex3Input, annex4Input, annex5Input, type PrintedClass } from './documents/from-class';
import { classId } from './forms';
import { printedClass } from './printed-class';
import { type ClassRecord, stateOf } from './records';
import { findClass, readParts } from './store';

const annexForm = z.enum(['2', '3', '4', '5'], '附件号应为 2 至 5');
type Annex = z.output<typeof annexForm>;

const annexNames: Record<Annex, string> = {
  '2': '开班申请',
  '3': '教学计划',
  '4': '备案花名册',
  '5': '就业岗位信息统计表',
};
/** 附件2开班申请-JF-2026-0001.pdf */
export const annexFileName = (annex: Annex, record: ClassRecord): string =>
  `附件${annex}${annexNames[annex]}-${record.filing_number ?? '草稿'}.pdf`;

/** 开班申请与备案花名册：批准所依据、批准时存档的两份表 */
export const approvalAnnexes = ['2', '4'] as const satisfies readonly Annex[];

export const makers = {
  '2': {
    pdf: (c: Reading, p: PrintedClass) => annex2(c.services.typesetter, annex2Input(p)),
    pages: (c: Reading, p: PrintedClass) => annex2.pages(c.services.typesetter, annex2Input(p)),
  },
  '3': {
    pdf: (c: Reading, p: PrintedClass) => annex3(c.services.typesetter, annex3Input(p)),
    pages: (c: Reading, p: PrintedClass) => annex3.pages(c.services.typesetter, annex3Input(p)),
  },
  '4': {
    pdf: (c: Reading, p: PrintedClass) => annex4(c.services.typesetter, annex4Input(p)),
    pages: (c: Reading, p: PrintedClass) => annex4.pages(c.services.typesetter, annex4Input(p)),
  },
  '5': {
    pdf: (c: Reading, p: PrintedClass) => annex5(c.services.typesetter, annex5Input(p)),
    pages: (c: Reading, p: PrintedClass) => annex5.pages(c.services.typesetter, annex5Input(p)),
  },
};

async function typeset<Result>(
  context: Context,
  id: string,
  make: (printed: PrintedClass, record: ClassRecord) => Promise<Result>,
): Promise<Result | Refused> {
  const record = await findClass(context, id);
  if (!record) return missing('这个班期');
  const isOwn = context.actor.institutionId === record.institution_id && isEditable(stateOf(record));
  const printed = await printedClass(context, record, await readParts(context, record), isOwn);
  if (!printed) return missing('这家机构');
  context.note({
    subject: { type: 'trainingClass', id: record.id },
    regionCode: record.region_code,
    institutionId: record.institution_id,
  });
  try {
    return await make(printed, record);
  } catch (error) {
    if (error instanceof TypesettingRefusal) return refused(error.message);
    throw error;
  }
}

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'outcome' in value && value.outcome === 'refused';

/** 附件2–5 的 PDF/A */
export const classDocument = query({
  name: 'class.document',
  path: '/classes/:classId/documents/:annex',
  title: '下载附件',
  by: readers,
  cites: ['2021.A2', '2021.A3', '2021.A4', '2021.A5'],
  input: z.object({ classId, annex: annexForm }),
  isLogged: true,
  async handle(input, context) {
    const made = await typeset(context, input.classId, async (printed, record) => ({
      download: true as const,
      mediaType: 'application/pdf',
      fileName: annexFileName(input.annex, record),
      body: await makers[input.annex].pdf(context, printed),
    }));
    return isRefused(made) ? made : done(made);
  },
});

/** 附件预览：逐页图形 */
export const classDocumentPages = query({
  name: 'class.document-pages',
  path: '/classes/:classId/documents/:annex/pages',
  title: '预览附件',
  by: readers,
  cites: ['2021.A2', '2021.A3', '2021.A4', '2021.A5'],
  input: z.object({ classId, annex: annexForm }),
  isLogged: true,
  async handle(input, context) {
    const made = await typeset(context, input.classId, (printed) => makers[input.annex].pages(context, printed));
    return isRefused(made) ? made : done({ pages: made });
  },
});

/** 批准时存档的开班申请（附双方意见）与备案花名册；此后的变更不改动它 */
export const approvalPaper = query({
  name: 'class.approval-paper',
  path: '/classes/:classId/approval-papers/:annex',
  title: '下载批准文件',
  by: readers,
  cites: ['2021.A2', '2021.A4', '2024.1.3'],
  input: z.object({ classId, annex: z.enum(approvalAnnexes, '批准文件只有附件 2 与附件 4') }),
  isLogged: true,
  async handle(input, context) {
    const record = await findClass(context, input.classId);
    if (!record) return missing('这个班期');
    if (stateOf(record) !== 'approved') return refused('这个班期还没有批准，没有批准文件。', 'conflict');
    const fileName = annexFileName(input.annex, record);
    const kept = await context.tx
      .selectFrom('attachments')
      .select('file_hash')
      .where('region_code', '=', record.region_code)
      .where('class_id', '=', record.id)
      .where('kind', '=', 'approval')
      .where('file_name', '=', fileName)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (!kept) return refused('批准文件正在生成，通常不到一分钟，请稍后再下载。', 'conflict');
    context.note({
      subject: { type: 'trainingClass', id: record.id },
      regionCode: record.region_code,
      institutionId: record.institution_id,
      detail: { annex: input.annex, file: kept.file_hash },
    });
    return done({
      download: true as const,
      mediaType: 'application/pdf',
      fileName: `批准文件-${fileName}`,
      body: await context.services.files.get(kept.file_hash),
    });
  },
});
