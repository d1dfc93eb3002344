import { z } from 'zod';
import { partsOf, spokenDay } from '#kernel/plain-date';
import { actionsFor } from '#kernel/lifecycle';
import { figureLine } from '#law/figures';
import { blocked } from '#law/rule';
import { command, done, missing, refused } from '#platform/operation';
import { reviewDue } from '../domain/due-day';
import { enterEmployers } from '#registers/server';
import { countOf, judgeOpening, type OpeningFinding } from '../domain/judge-opening';
import { openingLifecycle } from '../domain/lifecycle';
import { moveClass, tellOf } from './class-events';
import { openingFacts } from './facts';
import { classId, remark, version } from './forms';
import { type ClassRecord, stateOf } from './records';
import { countWarnings, refusedBy } from './rule-strikes';
import { bookSlots, enterPeople, releaseSlots } from './slots';
import { writeSnapshot } from './snapshot';
import { type FilingParts, holdClass, holdInstitution, nextNumber, readParts } from './store';
import type { Context } from '#platform/operation';

const alreadyMoved = '这个班期的状态刚刚变了，请刷新后再办。';
const justTaken = '有学员的上课时间刚被另一个班排上，没有申报。请刷新查看是哪几名学员。';

/** The statement of truth each filing is signed under (2021 七: 真实有效的证件及资料). */
export const filingStatement =
  '本机构确认：所报培训班的学员、教师、计划、岗位和证明材料真实有效，培训期间按教学计划实施；如有虚报，愿承担追回补贴、取消定点资格等责任。';

async function filingNumberOf(context: Context, record: ClassRecord): Promise<string> {
  if (record.filing_number) return record.filing_number;
  const { year } = partsOf(context.today);
  const region = await context.tx
    .selectFrom('regions')
    .select('filing_prefix')
    .where('code', '=', record.region_code)
    .executeTakeFirstOrThrow();
  const number = await nextNumber(context, record.region_code, year, 'filing');
  return `${region.filing_prefix}-${year}-${String(number).padStart(4, '0')}`;
}

const judged = async (context: Context, record: ClassRecord, parts: FilingParts) =>
  judgeOpening(await openingFacts(context, record, context.today, parts), context.laterFigures);

const mustBeChanged = ({ today }: Context, record: ClassRecord, findings: readonly OpeningFinding[]) =>
  refusedBy(record, today, findings, '再申报');

/** 开班申报 */
export const fileClass = command({
  name: 'class.file',
  path: '/classes/:classId/file',
  title: '申报开班',
  by: openingLifecycle.steps.file.by,
  cites: ['2021.3', '2024.1.1'],
  input: z.object({
    classId,
    version,
    statementAccepted: z.literal(true, '请先确认承诺内容'),
    password: z.string().min(1, '请输入登录密码'),
  }),
  async handle(input, context) {
    const record = await holdClass(context, input.classId);
    if (!record) return missing('这个班期');
    if (!actionsFor(openingLifecycle, stateOf(record), context.actor.role).includes('file'))
      return refused(alreadyMoved, 'conflict');
    if (record.version !== input.version) return refused('这一班刚在别处改过，请刷新核对后再申报。', 'conflict');
    const unproven = await context.whyNotConfirmed(input.password);
    if (unproven) return refused(unproven, 'invalid');
    await holdInstitution(context, record);
    const parts = await readParts(context, record);
    const findings = await judged(context, record, parts);
    if (blocked(findings)) return mustBeChanged(context, record, findings);
    const number = record.filing_count + 1;
    const filingNumber = await filingNumberOf(context, record);
    const dueOn = reviewDue(context, context.today);
    const moved = await moveClass(
      context,
      record,
      'file',
      {
        filing_number: filingNumber,
        filing_count: number,
        filed_at: context.now,
        filed_on: context.today,
        filed_by: context.actor.userId,
        due_on: dueOn,
        verified_by: null,
        verified_at: null,
        blocking_count: 0,
        warning_count: countOf(findings, 'warns'),
      },
      { findings },
    );
    if (!moved) return refused(alreadyMoved, 'conflict');
    const snapshot = writeSnapshot(parts);
    await context.tx
      .insertInto('filings')
      .values({
        region_code: record.region_code,
        class_id: record.id,
        number,
        filed_at: context.now,
        filed_by: context.actor.userId,
        statement: filingStatement,
        snapshot_sealed: context.services.secrets.seal('filing', `${record.id}/${number}`, snapshot.text),
        digest: snapshot.digest,
        findings: JSON.stringify(findings.map(({ breach: _breach, ...rest }) => rest)),
        figures: JSON.stringify({
          openingNotice: figureLine('openingNotice', context.today, context.laterFigures),
          reviewPeriod: figureLine('reviewPeriod', context.today, context.laterFigures),
          postsPerTrainee: figureLine('postsPerTrainee', context.today, context.laterFigures),
        }),
      })
      .execute();
    await countWarnings(context.tx, record, context.today, findings);
    await enterPeople(context, parts);
    await enterEmployers(context, parts.posts, context.today);
    if (!(await bookSlots(context, record, parts))) {
      const since = await judged(context, record, parts);
      return blocked(since) ? mustBeChanged(context, record, since) : refused(justTaken, 'conflict');
    }
    await tellOf(
      context,
      record,
      'county',
      `${filingNumber} 已申报开班，请在${spokenDay(dueOn, context.today)}前审核。`,
    );
    return done({
      filingNumber,
      filedAt: context.now,
      dueOn,
      isDueProvisional: context.calendar.isProvisional(dueOn),
      warnings: countOf(findings, 'warns'),
    });
  },
});

/** 撤回申报 */
export const withdrawClass = command({
  name: 'class.withdraw',
  path: '/classes/:classId/withdraw',
  title: '撤回班期',
  by: openingLifecycle.steps.withdraw.by,
  cites: ['2024.1.1'],
  input: z.object({ classId, version, reason: remark(200) }),
  async handle(input, context) {
    const record = await holdClass(context, input.classId);
    if (!record) return missing('这个班期');
    if (record.version !== input.version) return refused(alreadyMoved, 'conflict');
    if (!(await moveClass(context, record, 'withdraw', {}, { reason: input.reason })))
      return refused(alreadyMoved, 'conflict');
    await releaseSlots(context, record);
    if (record.filing_number) await tellOf(context, record, 'county', `${record.filing_number} 已由机构撤回。`);
    return done({ state: openingLifecycle.steps.withdraw.to });
  },
});
