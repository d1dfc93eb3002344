import { z } from 'zod';
import { spokenDay } from '#kernel/plain-date';
import { blocked } from '#law/rule';
import { type Context, command, done, type Refused, refused } from '#platform/operation';
import { type ChangeAction, changeLifecycle } from '../../domain/change/lifecycle';
import { countOf } from '../../domain/judge-opening';
import { tellOf } from '../class-events';
import { classId, remark, version } from '../forms';
import { holdInstitution } from '../store';
import { type Applied, applyChange } from './applying';
import { changeId } from './draft-commands';
import { calledChange } from './filing-commands';
import { type JudgedChange, judgeNow } from './judging';
import { moveChange } from './moving';
import { openContent } from './store';
import { alreadyMoved, isRefusal, type TakenChange, takeChange } from './taking';

const base = { classId, changeId, version };
const given = (what: string) => remark(300).refine((value) => value.length > 0, what);
const twoPeople = '核查人与审批人须为两人，请由另一位负责人办理。';

/** Why a change can no longer be carried out as asked: a rule, or a day that has come. */
async function stillSound(context: Context, taken: TakenChange): Promise<JudgedChange | Refused> {
  const { change } = taken;
  if (!change.effective_on || change.effective_on <= context.today) {
    const day = change.effective_on ? spokenDay(change.effective_on, context.today) : '最早受影响的一天';
    return refused(`${day}已到，批准会改动已上的课。请退回机构改期，或不予批准。`);
  }
  const judged = await judgeNow(context, taken, openContent(context, change), change.filed_on ?? context.today);
  if (!blocked(judged.findings)) return judged;
  const count = countOf(judged.findings, 'blocks');
  return refused(`申请之后情况有变，有 ${count} 处不符，不能通过。请退回机构修改。`, 'blocked', judged.findings);
}

/** 变更核查通过 */
export const verifyChange = command({
  name: 'change.verify',
  path: '/classes/:classId/changes/:changeId/verify',
  title: '变更核查通过',
  by: changeLifecycle.steps.verify.by,
  cites: ['2024.1.2'],
  input: z.object({ ...base, opinion: remark(300) }),
  async handle(input, context) {
    const taken = await takeChange(context, input, 'verify');
    if (isRefusal(taken)) return taken;
    const judged = await stillSound(context, taken);
    if (isRefusal(judged)) return judged;
    const warnings = countOf(judged.findings, 'warns');
    if (warnings > 0 && input.opinion === '')
      return refused(`有 ${warnings} 项提醒，请在核查意见里写明认可的理由。`, 'invalid', judged.findings);
    const opinion = input.opinion || '经核查，情况属实，同意变更。';
    const values = {
      verified_by: context.actor.userId,
      verified_at: context.now,
      verifier_opinion: opinion,
    };
    if (!(await moveChange(context, taken, 'verify', values, { reason: opinion, findings: judged.findings })))
      return refused(alreadyMoved, 'conflict');
    await tellOf(context, taken.record, 'county', `${calledChange(taken)}核查已通过，待审批。`);
    return done({ state: changeLifecycle.steps.verify.to });
  },
});

const whyNotApplied: Record<Exclude<Applied, 'applied'>, string> = {
  'plan-moved': '教学计划已另有新版，这份申请是按旧版写的。请退回机构修改。',
  'roster-moved': '要退出的学员已不在本班。请退回机构修改。',
  'time-taken': '有学员的上课时间刚被另一个班排上，没有批准。请刷新查看，或退回机构修改。',
};

/** 批准变更 */
export const approveChange = command({
  name: 'change.approve',
  path: '/classes/:classId/changes/:changeId/approve',
  title: '批准变更',
  by: changeLifecycle.steps.approve.by,
  cites: ['2024.1.3'],
  input: z.object({ ...base, opinion: remark(300), password: z.string().min(1, '请输入登录密码') }),
  async handle(input, context) {
    const taken = await takeForDecision(context, input, 'approve');
    if (isRefusal(taken)) return taken;
    await holdInstitution(context, taken.record);
    const judged = await stillSound(context, taken);
    if (isRefusal(judged)) return judged;
    const { change, record } = taken;
    const from = change.effective_on ?? context.today;
    const outcome = await applyChange(context, taken, judged.parts, judged.change.proposal, from);
    if (outcome !== 'applied') return refused(whyNotApplied[outcome], 'conflict');
    const opinion = input.opinion || '同意变更。';
    const values = { decided_by: context.actor.userId, decided_at: context.now, opinion };
    if (!(await moveChange(context, taken, 'approve', values, { reason: opinion, findings: judged.findings })))
      return refused(alreadyMoved, 'conflict');
    const day = spokenDay(from, context.today);
    await tellOf(context, record, 'institution', `${calledChange(taken)}已批准，${day}起按变更后的安排实施。`);
    return done({ effectiveOn: from });
  },
});

async function takeForDecision(
  context: Context,
  input: { classId: string; changeId: string; version: number; password: string },
  action: ChangeAction,
): Promise<TakenChange | Refused> {
  const taken = await takeChange(context, input, action);
  if (isRefusal(taken)) return taken;
  if (taken.change.verified_by === context.actor.userId) return refused(twoPeople, 'forbidden');
  const unproven = await context.whyNotConfirmed(input.password);
  return unproven ? refused(unproven, 'invalid') : taken;
}

/** 不予批准变更 */
export const refuseChange = command({
  name: 'change.refuse',
  path: '/classes/:classId/changes/:changeId/refuse',
  title: '不予批准变更',
  by: changeLifecycle.steps.refuse.by,
  cites: ['2024.1.3'],
  input: z.object({ ...base, reason: given('请写明不予批准的理由'), password: z.string().min(1, '请输入登录密码') }),
  async handle(input, context) {
    const taken = await takeForDecision(context, input, 'refuse');
    if (isRefusal(taken)) return taken;
    const values = { decided_by: context.actor.userId, decided_at: context.now, opinion: input.reason };
    if (!(await moveChange(context, taken, 'refuse', values, { reason: input.reason })))
      return refused(alreadyMoved, 'conflict');
    await tellOf(
      context,
      taken.record,
      'institution',
      `${calledChange(taken)}不予批准：${input.reason}仍按原安排实施。`,
    );
    return done({ state: changeLifecycle.steps.refuse.to });
  },
});

/** 退回变更申请 */
export const returnChange = command({
  name: 'change.return',
  path: '/classes/:classId/changes/:changeId/return',
  title: '退回变更申请',
  by: changeLifecycle.steps.return.by,
  cites: ['2024.1.2'],
  input: z.object({ ...base, reason: given('请写明退回原因') }),
  async handle(input, context) {
    const taken = await takeChange(context, input, 'return');
    if (isRefusal(taken)) return taken;
    if (!(await moveChange(context, taken, 'return', {}, { reason: input.reason })))
      return refused(alreadyMoved, 'conflict');
    await tellOf(context, taken.record, 'institution', `${calledChange(taken)}被退回：${input.reason}`);
    return done({ state: changeLifecycle.steps.return.to });
  },
});
