import { z } from 'zod';
import { later } from '#kernel/plain-date';
import { type Context, command, done, refused } from '#platform/operation';
import { levelNames } from '../../domain/institution';
import { actNames, bureauOf, decisionLifecycle, startsByItself } from '../../domain/institution/decision';
import { institutionRights } from '../../domain/institution/rights';
import { actForm, carryOut, type Decision, levelForm, lockDecision } from './carry-out';
import { occupationNameOf } from './decision-commands';
import { identityChange, renamedWords } from './identity-store';
import { type HeldDesignation, readDesignations } from './read-designations';
import { institutionId, lockInstitution, missingInstitution, noteInstitution, openWords, tellOf } from './record';

const settled = () => refused('这项决定已经办结或撤回，请刷新后再看。', 'conflict');

const settle = (context: Context, { id }: Decision, state: 'confirmed' | 'refused' | 'withdrawn', opinion: string) =>
  context.tx
    .updateTable('institution_decisions')
    .set({
      state,
      decided_by: context.actor.userId,
      decided_by_name: context.actor.name,
      decided_at: context.now,
      opinion,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();

/** What it is about, in words. */
async function aboutOf(context: Context, decision: Decision, held: HeldDesignation | undefined): Promise<string> {
  const act = actNames[actForm.parse(decision.act)];
  const code = held?.occupationCode ?? decision.occupation_code;
  const level = held?.level ?? levelForm.safeParse(decision.level).data;
  if (decision.new_name) return `${act}：${decision.new_name}`;
  if (!code || !level) return act;
  return `${act}：${(await occupationNameOf(context, code)) ?? code}（${levelNames[level]}）`;
}

/** 确认或退回对机构的决定 */
export const decideProposal = command({
  name: 'institution.decide',
  path: '/institutions/:institutionId/decisions/:decisionId/decide',
  title: '确认或退回对机构的决定',
  by: decisionLifecycle.steps.confirm.by,
  cites: ['2024.2.0', '2021.6.3', '2021.7.2'],
  input: z.object({
    institutionId,
    decisionId: z.uuid(),
    accepted: z.boolean(),
    opinion: openWords(200),
    password: z.string().max(200),
  }),
  async handle({ institutionId: id, decisionId, accepted, opinion, password }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const decision = await lockDecision(context, id, decisionId);
    if (!decision) return settled();
    if (decision.bureau !== bureauOf(context.actor.role)) {
      return refused(
        `这是${decision.bureau === 'city' ? '市局' : '县（市、区）局'}提出的，由该局负责人确认。`,
        'forbidden',
      );
    }
    if (!accepted && opinion.length < 2) return refused('退回须写明原因。', 'invalid');
    const doubt = await context.whyNotConfirmed(password);
    if (doubt) return refused(doubt, 'forbidden');
    const act = actForm.parse(decision.act);
    const held = (await readDesignations(context.tx, id)).find((each) => each.id === decision.designation_id);
    if (accepted) {
      const refusal = await carryOut(context, row, decision, act, held);
      if (refusal) return refusal;
    }
    await settle(context, decision, accepted ? 'confirmed' : 'refused', opinion);
    const about = await aboutOf(context, decision, held);
    if (accepted) {
      const renamed = act === 'changeIdentity' ? renamedWords(row, decision) : '';
      await tellOf(context, row, 'institution', `已决定${about}，依据 ${decision.document}。${renamed}`);
    }
    noteInstitution(context, row, {
      事项: about,
      决定: accepted ? '确认' : '退回',
      提出人: decision.proposed_by_name,
      ...(accepted && act === 'changeIdentity' ? identityChange(row, decision) : {}),
      from: startsByItself(act) ? decision.from_on : later(decision.from_on, context.today),
      ...(decision.until_on ? { until: decision.until_on } : {}),
      document: decision.document,
      ...(decision.reason || opinion ? { reason: [decision.reason, opinion].filter(Boolean).join('；') } : {}),
    });
    return done({ accepted });
  },
});

/** 撤回本局提出、还没有确认的决定 */
export const withdrawProposal = command({
  name: 'institution.withdraw-proposal',
  path: '/institutions/:institutionId/decisions/:decisionId/withdraw',
  title: '撤回对机构的决定',
  by: institutionRights.propose,
  cites: ['2024.2.0'],
  input: z.object({ institutionId, decisionId: z.uuid() }),
  async handle({ institutionId: id, decisionId }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const decision = await lockDecision(context, id, decisionId);
    if (!decision || decision.bureau !== bureauOf(context.actor.role)) return settled();
    const held = (await readDesignations(context.tx, id)).find((each) => each.id === decision.designation_id);
    await settle(context, decision, 'withdrawn', '');
    noteInstitution(context, row, { 事项: await aboutOf(context, decision, held) });
    return done({ withdrawn: true });
  },
});
