import { z } from 'zod';
import { addWorkingDays } from '#kernel/calendar';
import { spokenDay } from '#kernel/plain-date';
import { figureLine, figuresOn } from '#law/figures';
import { blocked } from '#law/rule';
import { type Context, command, done, refused } from '#platform/operation';
import { firstAffectedDay } from '../../domain/change/change';
import { changeLifecycle } from '../../domain/change/lifecycle';
import { changeDue } from '../../domain/due-day';
import { countOf } from '../../domain/judge-opening';
import { tellOf } from '../class-events';
import { classId, remark, version } from '../forms';
import { countWarnings, refusedBy } from '../rule-strikes';
import { holdInstitution } from '../store';
import { type ChangeContent, digestOf, writeContent } from './content';
import { changeId } from './draft-commands';
import { type JudgedChange, judgeNow } from './judging';
import { keptFindings, moveChange } from './moving';
import { openContent } from './store';
import { alreadyMoved, isRefusal, type TakenChange, takeChange } from './taking';

/** The statement each change is signed under. */
export const changeStatement =
  '本机构确认：变更内容和理由属实，未经批准仍按原计划实施；批准后按变更后的计划实施。如有虚报，愿承担追回补贴、取消定点资格等责任。';

export const calledChange = ({ record, change }: TakenChange): string =>
  `${record.filing_number ?? '本班'} 第 ${change.number} 次变更申请`;

function figuresUsed({ today, laterFigures }: Context): string {
  const line = (name: Parameters<typeof figureLine>[0]) => figureLine(name, today, laterFigures);
  return JSON.stringify({
    changeNotice: line('changeNotice'),
    substitutionLimit: line('substitutionLimit'),
    reviewPeriod: line('reviewPeriod'),
    classSizeLimit: line('classSizeLimit'),
  });
}

async function keepFiling(
  context: Context,
  { change }: TakenChange,
  content: ChangeContent,
  { findings }: JudgedChange,
): Promise<void> {
  const number = change.filing_count + 1;
  const snapshot = writeContent(content);
  await context.tx
    .insertInto('change_filings')
    .values({
      region_code: change.region_code,
      class_id: change.class_id,
      change_id: change.id,
      number,
      filed_at: context.now,
      filed_by: context.actor.userId,
      statement: changeStatement,
      snapshot_sealed: context.services.secrets.seal('filing', `${change.class_id}/${change.id}/${number}`, snapshot),
      digest: digestOf(snapshot),
      findings: JSON.stringify(keptFindings(findings)),
      figures: figuresUsed(context),
    })
    .execute();
}

/** 申请变更 */
export const fileChange = command({
  name: 'change.file',
  path: '/classes/:classId/changes/:changeId/file',
  title: '提交变更申请',
  by: changeLifecycle.steps.file.by,
  cites: ['2024.1.1', '2024.1.3'],
  input: z.object({
    classId,
    changeId,
    version,
    statementAccepted: z.literal(true, '请先确认承诺内容'),
    password: z.string().min(1, '请输入登录密码'),
  }),
  async handle(input, context) {
    const taken = await takeChange(context, input, 'file');
    if (isRefusal(taken)) return taken;
    const unproven = await context.whyNotConfirmed(input.password);
    if (unproven) return refused(unproven, 'invalid');
    await holdInstitution(context, taken.record);
    const content = openContent(context, taken.change);
    const judged = await judgeNow(context, taken, content, context.today);
    const { findings, parts } = judged;
    if (blocked(findings)) return refusedBy(taken.record, context.today, findings, '再提交');
    const notice = figuresOn(context.today, context.laterFigures)('changeNotice');
    const effectiveOn =
      firstAffectedDay(parts, content.proposal) ?? addWorkingDays(context.calendar, context.today, notice);
    const dueOn = changeDue(context, context.today, effectiveOn);
    const { change } = taken;
    const moved = await moveChange(
      context,
      taken,
      'file',
      {
        effective_on: effectiveOn,
        filing_count: change.filing_count + 1,
        filed_by: context.actor.userId,
        filed_at: context.now,
        filed_on: context.today,
        due_on: dueOn,
        verified_by: null,
        verified_at: null,
        verifier_opinion: null,
      },
      { reason: change.reason, findings },
    );
    if (!moved) return refused(alreadyMoved, 'conflict');
    await keepFiling(context, taken, content, judged);
    await countWarnings(context.tx, taken.record, context.today, findings);
    await tellOf(
      context,
      taken.record,
      'county',
      `${calledChange(taken)}，${spokenDay(effectiveOn, context.today)}起生效，请在${spokenDay(dueOn, context.today)}前办结。`,
    );
    return done({ effectiveOn, dueOn, filedAt: context.now, warnings: countOf(findings, 'warns') });
  },
});

/** 撤回变更申请 */
export const withdrawChange = command({
  name: 'change.withdraw',
  path: '/classes/:classId/changes/:changeId/withdraw',
  title: '撤回变更申请',
  by: changeLifecycle.steps.withdraw.by,
  cites: ['2024.1.1'],
  input: z.object({ classId, changeId, version, reason: remark(200) }),
  async handle(input, context) {
    const taken = await takeChange(context, input, 'withdraw');
    if (isRefusal(taken)) return taken;
    if (!(await moveChange(context, taken, 'withdraw', {}, { reason: input.reason })))
      return refused(alreadyMoved, 'conflict');
    if (taken.change.filed_on) await tellOf(context, taken.record, 'county', `${calledChange(taken)}已由机构撤回。`);
    return done({ state: changeLifecycle.steps.withdraw.to });
  },
});
