import { z } from 'zod';
import { command, type Context, refused } from '#platform/operation';
import type { EventOf, ImpersonationEvent } from '../../domain/impersonation/events';
import { procedure } from '../../domain/impersonation/possible';
import { isRefused } from '../check-in/taught-class';
import { record, takeCase } from './case-record';
import { classId, passage, personTime, plainDay, reason, version } from './forms';

export const wish = { classId, version } as const;
const password = z.string('请输入登录密码').min(1, '请输入登录密码').max(200, '登录密码不对');

type Wish = { readonly classId: string; readonly version: number };
export const actorOf = ({ actor }: Context) => ({ id: actor.userId, role: actor.role });
const dated = (context: Context) => ({ actor: actorOf(context), on: context.today });

/** Takes the case as the person saw it and lets the event happen. */
export async function go(context: Context, seen: Wish, event: ImpersonationEvent) {
  const found = await takeCase(context, seen);
  return isRefused(found) ? found : record(context, found, event);
}

/** The same for what changes rights: the password is asked for anew. */
async function goConfirmed(
  context: Context,
  { password: proof, ...seen }: Wish & { password: string },
  event: ImpersonationEvent,
) {
  const found = await takeCase(context, seen);
  if (isRefused(found)) return found;
  const wrong = await context.whyNotConfirmed(proof);
  return wrong ? refused(wrong, 'forbidden') : record(context, found, event);
}

/** 事先告知：写明所依据的人次，开始陈述申辩期限 */
export const notifyImpersonation = command({
  name: 'impersonation.notify',
  path: '/impersonations/:classId/notify',
  title: '冒名顶替事先告知',
  by: procedure.notify.by,
  cites: ['2021.4.3'],
  input: z.object(wish),
  handle: (seen, context) => go(context, seen, { kind: 'notify', ...dated(context) }),
});

/** 陈述申辩 */
export const stateImpersonation = command({
  name: 'impersonation.state',
  path: '/impersonations/:classId/statement',
  title: '冒名顶替陈述申辩',
  by: procedure.state.by,
  cites: ['2021.4.3'],
  input: z.object({ ...wish, text: passage(2000, '请写明陈述申辩的内容') }),
  handle: ({ text, ...seen }, context) => go(context, seen, { kind: 'state', ...dated(context), text }),
});

/** 要求听证 */
export const requestImpersonationHearing = command({
  name: 'impersonation.request-hearing',
  path: '/impersonations/:classId/hearing-request',
  title: '冒名顶替要求听证',
  by: procedure.requestHearing.by,
  cites: ['2021.4.3'],
  input: z.object(wish),
  handle: (seen, context) => go(context, seen, { kind: 'requestHearing', ...dated(context) }),
});

/** 通知听证 */
export const callImpersonationHearing = command({
  name: 'impersonation.call-hearing',
  path: '/impersonations/:classId/hearing-call',
  title: '冒名顶替通知听证',
  by: procedure.callHearing.by,
  cites: ['2021.4.3'],
  input: z.object({ ...wish, heldOn: plainDay }),
  handle: ({ heldOn, ...seen }, context) => go(context, seen, { kind: 'callHearing', ...dated(context), heldOn }),
});

/** 登记听证：附双方签字的笔录 */
export const holdImpersonationHearing = command({
  name: 'impersonation.hold-hearing',
  path: '/impersonations/:classId/hearing',
  title: '冒名顶替登记听证',
  by: procedure.holdHearing.by,
  cites: ['2021.4.3'],
  input: z.object({ ...wish, recordId: z.uuid('请附双方签字的听证笔录') }),
  async handle({ recordId, ...seen }, context) {
    const found = await takeCase(context, seen);
    if (isRefused(found)) return found;
    const paper = await context.tx
      .selectFrom('impersonation_evidence')
      .select('id')
      .where('class_id', '=', seen.classId)
      .where('id', '=', recordId)
      .executeTakeFirst();
    if (!paper) return refused('没有找到这份笔录，请重新上传。', 'invalid');
    return record(context, found, { kind: 'holdHearing', ...dated(context), recordId });
  },
});

/** 登记期满：没有要求听证的，陈述申辩期限过后进入决定 */
export const lapseImpersonation = command({
  name: 'impersonation.lapse',
  path: '/impersonations/:classId/lapse',
  title: '冒名顶替陈述申辩期满',
  by: procedure.lapse.by,
  cites: ['2021.4.3'],
  input: z.object(wish),
  handle: (seen, context) => go(context, seen, { kind: 'lapse', ...dated(context) }),
});

const decision = z.object({ ...wish, reason, password });
type DecisionKind = 'remand' | 'void' | 'appeal' | 'suspend' | 'uphold';

const decided = (context: Context, kind: DecisionKind, why: string): EventOf<DecisionKind> => ({
  kind,
  ...dated(context),
  reason: why,
});

/** 退回补充核实 */
export const remandImpersonation = command({
  name: 'impersonation.remand',
  path: '/impersonations/:classId/remand',
  title: '冒名顶替退回补充核实',
  by: procedure.remand.by,
  cites: ['2021.4.3'],
  input: z.object({ ...wish, reason }),
  handle: ({ reason: why, ...seen }, context) => go(context, seen, decided(context, 'remand', why)),
});

/** 取消该期所有人员的培训补贴：由没有报告、确认过的第二人决定 */
export const voidClassSubsidy = command({
  name: 'impersonation.void',
  path: '/impersonations/:classId/void',
  title: '取消全班培训补贴',
  by: procedure.void.by,
  cites: ['2021.4.3'],
  input: decision,
  handle: ({ reason: why, ...seen }, context) => goConfirmed(context, seen, decided(context, 'void', why)),
});

/** 异议与申诉 */
export const appealImpersonation = command({
  name: 'impersonation.appeal',
  path: '/impersonations/:classId/appeal',
  title: '冒名顶替异议或申诉',
  by: procedure.appeal.by,
  cites: ['2021.4.3'],
  input: z.object({ ...wish, reason: passage(2000, '请写明异议或申诉的理由') }),
  handle: ({ reason: why, ...seen }, context) => go(context, seen, decided(context, 'appeal', why)),
});

/** 停止执行 */
export const suspendImpersonation = command({
  name: 'impersonation.suspend',
  path: '/impersonations/:classId/suspend',
  title: '冒名顶替决定停止执行',
  by: procedure.suspend.by,
  cites: ['2021.4.3'],
  input: decision,
  handle: ({ reason: why, ...seen }, context) => goConfirmed(context, seen, decided(context, 'suspend', why)),
});

/** 维持：异议不成立，或维持取消的决定 */
export const upholdImpersonation = command({
  name: 'impersonation.uphold',
  path: '/impersonations/:classId/uphold',
  title: '冒名顶替维持决定',
  by: procedure.uphold.by,
  cites: ['2021.4.3'],
  input: decision,
  handle: ({ reason: why, ...seen }, context) => goConfirmed(context, seen, decided(context, 'uphold', why)),
});

/** 撤销决定或解除冻结：写明剔除的人次 */
export const reverseImpersonation = command({
  name: 'impersonation.reverse',
  path: '/impersonations/:classId/reverse',
  title: '冒名顶替撤销决定或解除冻结',
  by: procedure.reverse.by,
  cites: ['2021.4.3'],
  input: z.object({
    ...wish,
    reason,
    password,
    struck: z.array(z.object(personTime)).min(1, '请选择剔除哪些人次').max(200, '一次最多剔除 200 人次'),
  }),
  handle: ({ reason: why, struck, ...seen }, context) =>
    goConfirmed(context, seen, { kind: 'reverse', ...dated(context), reason: why, struck }),
});
