import { createHash } from 'node:crypto';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { maskIdentityNumber } from '#law/masks';
import { installQueue } from '#platform/jobs/install';
import { quickly, runNow, stateOf } from '#platform/jobs/testing';
import { approvalPapers, missingApprovalPapers } from './jobs-approval-papers';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, workingDayAfter } from './testing-filings';
import { draftFor, file, inputs, verify } from './testing-steps';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
  expect(await installQueue(county.platform.database.owner)).toBeUndefined();
});
afterAll(() => county.close());

let days = 9;
async function newVerified(people = newPeople(3)) {
  const day = workingDayAfter(county.platform.clock.today(), (days += 1));
  return verify(county.officer, await file(county.principal, await draftFor(county.clerk, county.school, day, people)));
}
async function newApproved(people = newPeople(3)): Promise<string> {
  const held = await newVerified(people);
  expect((await county.signatory('class.approve', inputs.approve(held))).status).toBe(200);
  return held.classId;
}

/** The text of a PDF without blanks, as a reader's search would find it. */
async function textOf(pdf: Buffer): Promise<string> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages = [...document.pages()].map((page) => page.getText().replace(/\s/g, ''));
  document.destroy();
  library.destroy();
  return pages.join('');
}

interface Paper {
  readonly file_name: string;
  readonly file_hash: string;
  readonly added_by: string;
}
const papersOf = (classId: string) =>
  county.rows(sql<Paper>`select file_name, file_hash, added_by from attachments
    where class_id = ${classId} and kind = 'approval' order by file_name`);
const waiting = () =>
  county.rows(sql<{ key: string }>`select key from graphile_worker._private_jobs where key like 'approval-papers/%'`);
const forgetQueue = () => county.rows(sql`delete from graphile_worker._private_jobs`);

describe('the papers of an approval', () => {
  it('are asked for by the approval itself, and by no refused one', async () => {
    const held = await newVerified();
    await county.signatory('class.approve', { ...inputs.approve(held), password: 'wrong-Password-1' });
    expect(await waiting()).toEqual([]);
    await county.signatory('class.approve', inputs.approve(held));
    expect(await waiting()).toEqual([{ key: `approval-papers/${held.classId}` }]);
  });

  it('are the application and the roster as PDF/A, kept by the queue under the name of the signatory', async () => {
    await forgetQueue();
    const classId = await newApproved();
    const jobs = quickly(county.platform, [approvalPapers]);
    await vi.waitFor(async () => expect(await papersOf(classId)).toHaveLength(2), { timeout: 40_000, interval: 200 });
    await vi.waitFor(async () => expect((await stateOf(county.platform)).runningCount).toBe(0));
    await jobs.stop();
    const papers = await papersOf(classId);
    const [{ decided_by: decidedBy, filing_number: number } = {}] = await county.rows(
      sql<{ decided_by: string; filing_number: string }>`
        select decided_by, filing_number from training_classes where id = ${classId}`,
    );
    expect(papers.map((paper) => paper.file_name)).toEqual([
      `附件2开班申请-${number}.pdf`,
      `附件4备案花名册-${number}.pdf`,
    ]);
    expect(new Set(papers.map((paper) => paper.added_by))).toEqual(new Set([decidedBy]));
    for (const paper of papers) {
      const bytes = await county.platform.services.files.get(paper.file_hash);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(paper.file_hash);
      expect(bytes.includes('pdfaid:part')).toBe(true);
    }
  });

  it('show the names of trainees and mask their numbers', async () => {
    const people = newPeople(3);
    const classId = await newApproved(people);
    await runNow(county.platform, approvalPapers, { classId });
    const [, roster] = await papersOf(classId);
    const text = await textOf(await county.platform.services.files.get(roster?.file_hash ?? ''));
    for (const { name, id, phone } of people) {
      expect(text).toContain(name);
      expect(text).toContain(maskIdentityNumber(id));
      expect(text).not.toContain(id);
      expect(text).not.toContain(phone);
    }
  });

  it('are downloaded by both sides with both opinions, once they are made', async () => {
    const classId = await newApproved();
    const input = { classId, annex: '2' };
    const early = await county.clerk('class.approval-paper', input);
    expect([early.status, early.body.message]).toEqual([409, expect.stringContaining('正在生成')]);
    await runNow(county.platform, approvalPapers, { classId });
    for (const caller of [county.clerk, county.principal, county.officer, county.signatory]) {
      const { status, bytes } = await caller('class.approval-paper', input);
      expect(status).toBe(200);
      const text = await textOf(bytes);
      for (const words of ['材料真实有效，申请开班。', '孙经办', '周校长', '钱科员', '吴局长'])
        expect(text).toContain(words);
    }
    const { classId: waitingClass } = await newVerified();
    expect((await county.officer('class.approval-paper', { ...input, classId: waitingClass })).status).toBe(409);
  });

  it('are made once, however often they are asked for, and logged with their digests', async () => {
    const classId = await newApproved();
    await Promise.all([1, 2].map(() => runNow(county.platform, approvalPapers, { classId })));
    expect(await runNow(county.platform, approvalPapers, { classId })).toBe('批准文件已在，没有重做。');
    const papers = await papersOf(classId);
    expect(papers).toHaveLength(2);
    const entries = await county.rows(
      sql<{ detail: Record<string, string> }>`select detail from log_events
        where action = 'job.approval-papers' and subject_id = ${classId}`,
    );
    expect(entries).toHaveLength(1);
    const digests = entries.flatMap(({ detail }) => Object.values(detail));
    expect(digests.toSorted()).toEqual(papers.map((paper) => paper.file_hash).toSorted());
  });

  it('hold what was approved, not what the class has become since', async () => {
    const classId = await newApproved();
    await county.rows(sql`update roster_rows set name = '后来的人' where class_id = ${classId}`);
    await runNow(county.platform, approvalPapers, { classId });
    const first = await papersOf(classId);
    await county.rows(
      sql`update attachments set removed_at = now(), removed_by = added_by where class_id = ${classId}`,
    );
    await county.rows(sql`update roster_rows set name = '郝桂花' where class_id = ${classId}`);
    await runNow(county.platform, approvalPapers, { classId });
    const again = (await papersOf(classId)).slice(0, 4).map((paper) => paper.file_hash);
    expect(new Set(again)).toEqual(new Set(first.map((paper) => paper.file_hash)));
  });

  it('are not made from a filing that was altered after it was sealed', async () => {
    const classId = await newApproved();
    const superuser = new Client(county.platform.database.superuser);
    await superuser.connect();
    await superuser.query(`set session_replication_role = replica`);
    await superuser.query(`update filings set digest = decode(repeat('00', 32), 'hex') where class_id = $1`, [classId]);
    await superuser.end();
    await expect(runNow(county.platform, approvalPapers, { classId })).rejects.toThrow('与其摘要不符');
    expect(await papersOf(classId)).toEqual([]);
  });

  it('are not made for a class that is not approved', async () => {
    const { classId } = await newVerified();
    expect(await runNow(county.platform, approvalPapers, { classId })).toBe('班期没有批准，没有生成。');
  });

  it('that were lost with the queue are found missing and asked for again', async () => {
    const classId = await newApproved();
    await forgetQueue();
    await runNow(county.platform, missingApprovalPapers, {});
    expect(await waiting()).toContainEqual({ key: `approval-papers/${classId}` });
    await forgetQueue();
    await runNow(county.platform, approvalPapers, { classId });
    await runNow(county.platform, missingApprovalPapers, {});
    expect(await waiting()).not.toContainEqual({ key: `approval-papers/${classId}` });
  });
});

describe('an approval without a queue', () => {
  it('is an approval all the same', async () => {
    const bare = await openCounty();
    const day = workingDayAfter(bare.platform.clock.today(), 10);
    const held = await verify(
      bare.officer,
      await file(bare.principal, await draftFor(bare.clerk, bare.school, day, newPeople(2))),
    );
    expect((await bare.signatory('class.approve', inputs.approve(held))).status).toBe(200);
    expect((await stateOf(bare.platform)).isInstalled).toBe(false);
    await bare.close();
  });
});
