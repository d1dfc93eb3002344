import { z } from 'zod';
import { dayOf } from '#platform/clock';
import { storeFile } from '#platform/files/store-file';
import { newId } from '#platform/identifiers';
import { type Context, command, done, missing, type Refused, refused } from '#platform/operation';
import {
  type AssessmentAction,
  assessmentActionNames,
  assessmentDrafters,
  assessmentLifecycle,
  assessmentStateNames,
} from '../../domain/privacy/assessment';
import { basisOf } from '../../domain/privacy/assessment-basis';
import { sectionsOf } from '../../domain/privacy/assessment-sections';
import { isRefused } from '../check-in/taught-class';
import { whyNotMoved } from '../step';
import { readSections, stateOf } from './assessment-store';
import { assessmentPdf } from './document';
import { assessmentFacts } from './facts';
import { assessmentId, assessors, opinion, password, plainDay, reason, risks, version } from './forms';
import { assessmentKey, decisionKey, raiseDecisionTask, raiseReturnedTask, settle } from './tasks';

const stepping = {
  what: '这一版',
  lifecycle: assessmentLifecycle,
  states: assessmentStateNames,
  actions: assessmentActionNames,
};

const noteAssessment = (context: Context, id: string, detail: Record<string, string | number>) =>
  context.note({ subject: { type: 'impactAssessment', id }, detail });

async function nextNumber({ tx }: Context): Promise<number> {
  const last = await tx
    .selectFrom('impact_assessments')
    .select((each) => each.fn.max('number').as('number'))
    .executeTakeFirst();
  return (last?.number ?? 0) + 1;
}

/** 起草影响评估：内容由系统的实际设置和现状生成，评估人补写意见和剩余风险 */
export const draftAssessment = command({
  name: 'privacy.draft-assessment',
  path: '/face-protection/assessments',
  title: '起草个人信息保护影响评估',
  by: assessmentDrafters,
  cites: ['2021.4.1'],
  input: z.object({ assessors, opinion, residualRisks: risks, assessedOn: plainDay }),
  async handle(input, context) {
    const { tx, now, today, actor } = context;
    if (input.assessedOn > today) return refused('评估日期不能在今天之后。', 'invalid');
    const id = newId();
    const waiting = await tx
      .selectFrom('impact_assessments')
      .select('number')
      .where('state', '=', 'drafted')
      .executeTakeFirst();
    if (waiting) return refused(`第 ${waiting.number} 版还在等负责人确认；要改的请先撤回。`, 'conflict');
    const number = await nextNumber(context);
    await context.acrossRegions(async () => {
      const facts = await assessmentFacts(context);
      await tx
        .insertInto('impact_assessments')
        .values({
          id,
          number,
          state: assessmentLifecycle.start,
          sections: JSON.stringify(sectionsOf(facts)),
          basis: JSON.stringify(basisOf(facts)),
          assessors: input.assessors,
          opinion: input.opinion,
          residual_risks: input.residualRisks,
          assessed_on: input.assessedOn,
          drafted_by: actor.userId,
          drafted_by_name: actor.name,
          drafted_at: now,
        })
        .execute();
      await settle(tx, now, assessmentKey);
      await raiseDecisionTask(tx, now, number);
    });
    noteAssessment(context, id, { number });
    return done({ id, number });
  },
});

async function takeDraft(context: Context, wish: { assessmentId: string; version: number }, action: AssessmentAction) {
  const row = await context.tx
    .selectFrom('impact_assessments')
    .selectAll()
    .where('id', '=', wish.assessmentId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return missing('这一版影响评估');
  const state = stateOf(row.state);
  const wrong = whyNotMoved(stepping, { version: row.version, state }, { version: wish.version, action });
  return wrong ?? { row };
}

type Draft = Exclude<Awaited<ReturnType<typeof takeDraft>>, Refused>['row'];

async function moveDraft(
  { tx, actor, now }: Context,
  row: Draft,
  action: AssessmentAction,
  change: { readonly reason?: string; readonly document_hash?: string },
) {
  const { to } = assessmentLifecycle.steps[action];
  await tx
    .updateTable('impact_assessments')
    .set({
      ...change,
      state: to,
      version: row.version + 1,
      decided_by: actor.userId,
      decided_by_name: actor.name,
      decided_at: now,
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .execute();
  await settle(tx, now, decisionKey);
  return done({ state: to, version: row.version + 1 });
}

async function storeDocument(context: Context, row: Draft): Promise<string> {
  const { services, now, actor } = context;
  const of = {
    number: row.number,
    sections: readSections(row.sections),
    assessors: row.assessors,
    opinion: row.opinion,
    residualRisks: row.residual_risks,
    assessedOn: row.assessed_on,
    draftedBy: row.drafted_by_name,
    confirmedBy: actor.name,
    confirmedOn: dayOf(now),
  };
  return storeFile(context, 'application/pdf', await assessmentPdf(services, of, now));
}

const seen = { assessmentId, version };

/** 确认影响评估：起草人以外的负责人，当场输入密码；确认的一版存成 PDF/A，不再改动 */
export const confirmAssessment = command({
  name: 'privacy.confirm-assessment',
  path: '/face-protection/assessments/:assessmentId/confirm',
  title: '确认个人信息保护影响评估',
  by: assessmentLifecycle.steps.confirm.by,
  cites: ['2021.4.1'],
  input: z.object({ ...seen, password }),
  async handle(input, context) {
    const found = await takeDraft(context, input, 'confirm');
    if (isRefused(found)) return found;
    if (found.row.drafted_by === context.actor.userId) return refused('起草人不能确认自己起草的评估。', 'forbidden');
    const why = await context.whyNotConfirmed(input.password);
    if (why) return refused(why, 'forbidden');
    const document = await storeDocument(context, found.row);
    noteAssessment(context, found.row.id, { number: found.row.number, document });
    return moveDraft(context, found.row, 'confirm', { document_hash: document });
  },
});

/** 退回影响评估：写明理由，由安全管理员重新起草 */
export const returnAssessment = command({
  name: 'privacy.return-assessment',
  path: '/face-protection/assessments/:assessmentId/return',
  title: '退回个人信息保护影响评估',
  by: assessmentLifecycle.steps.return.by,
  cites: ['2021.4.1'],
  input: z.object({ ...seen, reason }),
  async handle(input, context) {
    const found = await takeDraft(context, input, 'return');
    if (isRefused(found)) return found;
    if (found.row.drafted_by === context.actor.userId) return refused('起草人请撤回，不用退回。', 'forbidden');
    noteAssessment(context, found.row.id, { number: found.row.number, reason: input.reason });
    await raiseReturnedTask(context.tx, context.now, found.row.number, input.reason);
    return moveDraft(context, found.row, 'return', { reason: input.reason });
  },
});

/** 撤回影响评估：尚未确认的，由起草一方撤回重写 */
export const withdrawAssessment = command({
  name: 'privacy.withdraw-assessment',
  path: '/face-protection/assessments/:assessmentId/withdraw',
  title: '撤回个人信息保护影响评估',
  by: assessmentLifecycle.steps.withdraw.by,
  cites: ['2021.4.1'],
  input: z.object(seen),
  async handle(input, context) {
    const found = await takeDraft(context, input, 'withdraw');
    if (isRefused(found)) return found;
    noteAssessment(context, found.row.id, { number: found.row.number });
    return context.acrossRegions(() => moveDraft(context, found.row, 'withdraw', {}));
  },
});
