import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { storeFile } from '#platform/files/store-file';
import { newId } from '#platform/identifiers';
import { job, type JobContext } from '#platform/jobs/job';
import { annexFileName, approvalAnnexes, makers } from './class-documents';
import { printedClass } from './printed-class';
import { type ClassRecord, stateOf } from './records';
import { readSnapshot } from './snapshot';
import { type FilingParts, findClass } from './store';

type Approved = (typeof approvalAnnexes)[number];

/** What was filed and approved, opened from its sealed copy and checked against its digest. */
async function approvedParts({ tx, services }: JobContext, record: ClassRecord): Promise<FilingParts> {
  const filing = await tx
    .selectFrom('filings')
    .select(['snapshot_sealed', 'digest'])
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('number', '=', record.filing_count)
    .executeTakeFirstOrThrow();
  const text = services.secrets.open('filing', `${record.id}/${record.filing_count}`, filing.snapshot_sealed);
  if (!createHash('sha256').update(text).digest().equals(filing.digest)) {
    throw new Error(`班期 ${record.id} 第 ${record.filing_count} 次申报的存档与其摘要不符，没有生成批准文件。`);
  }
  return readSnapshot(text);
}

async function missingPapers({ tx }: JobContext, record: ClassRecord): Promise<Approved[]> {
  const rows = await tx
    .selectFrom('attachments')
    .select('file_name')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('kind', '=', 'approval')
    .where('removed_at', 'is', null)
    .execute();
  const kept = new Set(rows.map((row) => row.file_name));
  return approvalAnnexes.filter((annex) => !kept.has(annexFileName(annex, record)));
}

/** Stores a paper under the signatory’s name, whose decision it is; false when another run has stored it meanwhile. */
async function keepPaper(context: JobContext, record: ClassRecord, signatory: string, name: string, bytes: Buffer) {
  const { tx, now } = context;
  const hash = await storeFile(context, 'application/pdf', bytes);
  const kept = await tx
    .insertInto('attachments')
    .values({
      region_code: record.region_code,
      class_id: record.id,
      id: newId(),
      kind: 'approval',
      file_hash: hash,
      source_digest: Buffer.from(hash, 'hex'),
      // A form has no picture of its own; it stands for itself.
      thumbnail_hash: hash,
      file_name: name,
      added_by: signatory,
      added_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return { hash, isNew: kept.numInsertedOrUpdatedRows === 1n };
}

/** 批准文件：把所批准的开班申请与花名册按当时内容存成 PDF/A，证号、电话遮盖（2021 三、附件2、附件4） */
export const approvalPapers = job({
  name: 'approval-papers',
  title: '生成并保存批准时的开班申请与花名册',
  input: z.object({ classId: z.uuid() }),
  isPatient: true,
  async run({ classId }, context) {
    const record = await findClass(context, classId);
    if (!record || stateOf(record) !== 'approved' || !record.decided_by) return '班期没有批准，没有生成。';
    const wanted = await missingPapers(context, record);
    if (wanted.length === 0) return '批准文件已在，没有重做。';
    const printed = await printedClass(context, record, await approvedParts(context, record), false);
    if (!printed) throw new Error(`班期 ${record.id} 的机构不在，没有生成批准文件。`);
    const hashes: Record<string, string> = {};
    for (const annex of wanted) {
      const bytes = await makers[annex].pdf(context, printed);
      const { hash, isNew } = await keepPaper(context, record, record.decided_by, annexFileName(annex, record), bytes);
      if (isNew) hashes[`annex${annex}`] = hash;
    }
    if (Object.keys(hashes).length === 0) return '批准文件已由另一次办理保存，没有重做。';
    await context.log({
      action: 'job.approval-papers',
      subject: { type: 'trainingClass', id: record.id },
      regionCode: record.region_code,
      institutionId: record.institution_id,
      detail: hashes,
    });
    return `${record.filing_number} 的批准文件已保存 ${Object.keys(hashes).length} 份。`;
  },
});

/** At most so many in one go; the rest follow on the next day. */
const batch = 500;

/** 补做：批准之后因故没有生成的文件（恢复备份、停用队列期间） */
export const missingApprovalPapers = job({
  name: 'missing-approval-papers',
  title: '查找并补做缺少的批准文件',
  input: z.object({}),
  async run(_input, context) {
    const { rows } = await sql<{ id: string }>`select id from training_classes c where state = 'approved'
      and (select count(*) from attachments a where a.region_code = c.region_code and a.class_id = c.id
        and a.kind = 'approval' and a.removed_at is null) < ${approvalAnnexes.length}
      order by decided_at desc limit ${batch}`.execute(context.tx);
    for (const { id } of rows) await context.enqueue(approvalPapers, { classId: id }, { key: `approval-papers/${id}` });
    return `补做 ${rows.length} 个班期的批准文件。`;
  },
});
