import { z } from 'zod';
import { partsOf, spokenDay } from '#kernel/plain-date';
import { newId } from '#platform/identifiers';
import { type Context, command, done, missing, type Refused, refused } from '#platform/operation';
import { allRules } from '../domain/all-rules';
import { earliestStart, spokenForecast } from '../domain/application-rules';
import { checkItemNames, checkItems, unsettled } from '../domain/check-items';
import { isEditable, openingLifecycle } from '../domain/lifecycle';
import { addFirstVersion } from './change/store';
import { moveClass, tellOf } from './class-events';
import { classId, remark, text, version } from './forms';
import { approvalPapers } from './jobs-approval-papers';
import { type ClassRecord, stateOf } from './records';
import { reviewOf } from './review';
import { countStrikes } from './rule-strikes';
import { releaseSlots } from './slots';
import { holdClass, nextNumber } from './store';

const alreadyMoved = '这个班期刚被别人办过或机构改过，请刷新后再办。';

/** The class as this officer last saw it, held for a decision. */
async function takeForDecision(context: Context, id: string, seen: number): Promise<ClassRecord | Refused> {
  const record = await holdClass(context, id);
  if (!record) return missing('这个班期');
  return record.version === seen ? record : refused(alreadyMoved, 'conflict');
}

const isRefused = (value: ClassRecord | Refused): value is Refused => 'outcome' in value;

const nextVersion = (context: Context, record: ClassRecord) =>
  context.tx
    .updateTable('training_classes')
    .set({ version: record.version + 1, changed_at: context.now })
    .where('region_code', '=', record.region_code)
    .where('id', '=', record.id)
    .execute();

const noteClass = (context: Context, record: ClassRecord, detail: Record<string, string | number | boolean> = {}) =>
  context.note({
    subject: { type: 'trainingClass', id: record.id },
    regionCode: record.region_code,
    institutionId: record.institution_id,
    detail,
  });

/** 逐项认定 */
export const markCheckItem = command({
  name: 'class.mark-item',
  path: '/classes/:classId/check-marks',
  title: '认定核查项目',
  by: ['countyOfficer'],
  cites: ['2024.1.2'],
  input: z.object({
    classId,
    version,
    item: z.enum(checkItems, '核查项目不正确'),
    verdict: z.enum(['matched', 'mismatched'], '认定结果不正确'),
    note: remark(200),
  }),
  async handle(input, context) {
    const record = await takeForDecision(context, input.classId, input.version);
    if (isRefused(record)) return record;
    if (stateOf(record) !== 'filed') return refused('只有待核查的班期可以认定。', 'conflict');
    if (input.verdict === 'mismatched' && input.note === '') return refused('认定不符时，请写明情况。', 'invalid');
    const values = {
      verdict: input.verdict,
      note: input.note,
      marked_by: context.actor.userId,
      marked_at: context.now,
    };
    await context.tx
      .insertInto('check_marks')
      .values({
        region_code: record.region_code,
        class_id: record.id,
        filing_number: record.filing_count,
        item: input.item,
        ...values,
      })
      .onConflict((conflict) =>
        conflict.columns(['region_code', 'class_id', 'filing_number', 'item']).doUpdateSet(values),
      )
      .execute();
    await nextVersion(context, record);
    noteClass(context, record, { item: input.item, verdict: input.verdict });
    return done({ version: record.version + 1 });
  },
});

/** 对提醒的认定 */
export const decideWarnings = command({
  name: 'class.decide-warnings',
  path: '/classes/:classId/warning-decisions',
  title: '认定提醒',
  by: ['countyOfficer'],
  cites: ['2024.1.2'],
  input: z.object({
    classId,
    version,
    warnings: z
      .array(z.strictObject({ rule: text(80), row: text(64), field: text(40) }))
      .min(1, '请选择提醒')
      .max(500, '一次不超过 500 条'),
    accepted: z.boolean(),
    reason: remark(200).refine((value) => value.length > 0, '请写明理由'),
  }),
  async handle(input, context) {
    const record = await takeForDecision(context, input.classId, input.version);
    if (isRefused(record)) return record;
    if (stateOf(record) !== 'filed') return refused('只有待核查的班期可以认定提醒。', 'conflict');
    const values = {
      accepted: input.accepted,
      reason: input.reason,
      decided_by: context.actor.userId,
      decided_at: context.now,
    };
    for (const { rule, row, field } of input.warnings) {
      await context.tx
        .insertInto('warning_decisions')
        .values({
          region_code: record.region_code,
          class_id: record.id,
          filing_number: record.filing_count,
          rule,
          row_id: row,
          field,
          ...values,
        })
        .onConflict((conflict) =>
          conflict.columns(['region_code', 'class_id', 'filing_number', 'rule', 'row_id', 'field']).doUpdateSet(values),
        )
        .execute();
    }
    await nextVersion(context, record);
    noteClass(context, record, { warnings: input.warnings.length, accepted: input.accepted });
    return done({ version: record.version + 1 });
  },
});

/** 核查通过 */
export const verifyClass = command({
  name: 'class.verify',
  path: '/classes/:classId/verify',
  title: '资料核查通过',
  by: openingLifecycle.steps.verify.by,
  cites: ['2024.1.2'],
  input: z.object({ classId, version, opinion: remark(200) }),
  async handle(input, context) {
    const record = await takeForDecision(context, input.classId, input.version);
    if (isRefused(record)) return record;
    const review = await reviewOf(context, record);
    const open = unsettled(review.items);
    if (open.length > 0) {
      const names = open.map((item) => checkItemNames[item.item]).join('、');
      return refused(`还有 ${open.length} 项没有核清：${names}。请逐项认定，或退回补正。`, 'blocked', review.findings);
    }
    const moved = await moveClass(
      context,
      record,
      'verify',
      { verified_by: context.actor.userId, verified_at: context.now },
      { reason: input.opinion || '经核查，材料齐全，情况属实。', findings: review.findings },
    );
    if (!moved) return refused(alreadyMoved, 'conflict');
    await tellOf(context, record, 'county', `${record.filing_number} 资料核查已通过，待班期审核。`);
    return done({ state: openingLifecycle.steps.verify.to });
  },
});

const pointForm = z.strictObject({
  part: z.enum(['application', 'plan', 'roster', 'posts', 'proofs']),
  row: text(64).optional(),
  field: text(40).optional(),
  reason: remark(300).refine((value) => value.length > 0, '请写明退回原因'),
  /** The rule the reason rests on; none where it is the officer’s own. */
  rule: text(80)
    .refine((value) => allRules.some(({ id }) => id === value), '没有这条规则')
    .optional(),
});

/** 退回补正 */
export const returnClass = command({
  name: 'class.return',
  path: '/classes/:classId/return',
  title: '退回补正',
  by: openingLifecycle.steps.return.by,
  cites: ['2024.1.2'],
  input: z.object({
    classId,
    version,
    points: z.array(pointForm).min(1, '请至少写一处退回原因').max(500, '一次不超过 500 处'),
  }),
  async handle(input, context) {
    const record = await takeForDecision(context, input.classId, input.version);
    if (isRefused(record)) return record;
    const summary = input.points.map((point) => point.reason.replace(/。$/u, '')).join('；');
    if (!(await moveClass(context, record, 'return', {}, { reason: summary.slice(0, 500) })))
      return refused(alreadyMoved, 'conflict');
    await context.tx
      .insertInto('return_points')
      .values(
        input.points.map((point) => ({
          region_code: record.region_code,
          class_id: record.id,
          id: newId(),
          filing_number: record.filing_count,
          part: point.part,
          row_id: point.row ?? null,
          field: point.field ?? null,
          reason: point.reason,
          rule: point.rule ?? null,
        })),
      )
      .execute();
    await countStrikes(
      context.tx,
      record,
      context.today,
      'returned',
      input.points.flatMap(({ rule }) => rule ?? []),
    );
    await releaseSlots(context, record);
    await tellOf(
      context,
      record,
      'institution',
      `${record.filing_number} 被退回补正：${input.points.length} 处，请改好后重新申报。`,
    );
    return done({ state: openingLifecycle.steps.return.to });
  },
});

/** 答复退回原因 */
export const answerReturnPoint = command({
  name: 'class.answer-return',
  path: '/classes/:classId/return-points/:pointId/answer',
  title: '答复退回原因',
  by: ['institutionClerk', 'institutionPrincipal'],
  cites: ['2024.1.1'],
  input: z.object({
    classId,
    pointId: z.uuid(),
    answer: remark(300).refine((value) => value.length > 0, '请写明答复'),
  }),
  async handle(input, context) {
    const record = await holdClass(context, input.classId);
    if (!record) return missing('这个班期');
    if (!isEditable(stateOf(record))) return refused(alreadyMoved, 'conflict');
    const answered = await context.tx
      .updateTable('return_points')
      .set({ answer: input.answer, answered_at: context.now })
      .where('region_code', '=', record.region_code)
      .where('class_id', '=', record.id)
      .where('id', '=', input.pointId)
      .executeTakeFirst();
    if (answered.numUpdatedRows !== 1n) return missing('这条退回原因');
    noteClass(context, record);
    return done({ answeredAt: context.now });
  },
});

/** 批准开班 */
export const approveClass = command({
  name: 'class.approve',
  path: '/classes/:classId/approve',
  title: '批准开班',
  by: openingLifecycle.steps.approve.by,
  cites: ['2024.1.3', '2021.3'],
  input: z.object({ classId, version, opinion: remark(200), password: z.string().min(1, '请输入登录密码') }),
  async handle(input, context) {
    const record = await takeForDecision(context, input.classId, input.version);
    if (isRefused(record)) return record;
    if (record.verified_by === context.actor.userId)
      return refused('核查人与批准人须为两人，请由另一位负责人批准。', 'forbidden');
    const unproven = await context.whyNotConfirmed(input.password);
    if (unproven) return refused(unproven, 'invalid');
    if (stateOf(record) !== 'verified') return refused(alreadyMoved, 'conflict');
    if (record.starts_on && record.starts_on < context.today) {
      const earliest = earliestStart(context.calendar, context.today, context.laterFigures);
      return refused(
        `原定开班日期${spokenDay(record.starts_on, context.today)}已过，不能批准。请退回机构改期，最早可为${spokenForecast(context.calendar, earliest, context.today)}。`,
      );
    }
    const review = await reviewOf(context, record);
    const open = unsettled(review.items);
    if (open.length > 0) {
      const names = open.map((item) => checkItemNames[item.item]).join('、');
      return refused(`核查通过后情况有变，${names}不再相符，不能批准。请退回重新核查。`, 'blocked', review.findings);
    }
    const { year } = partsOf(context.today);
    const number = await nextNumber(context, record.region_code, year, 'class');
    const moved = await moveClass(
      context,
      record,
      'approve',
      {
        decided_by: context.actor.userId,
        decided_at: context.now,
        decision_opinion: input.opinion || '同意开班。',
        class_year: year,
        class_number: number,
      },
      { reason: input.opinion || '同意开班。', findings: review.findings },
    );
    if (!moved) return refused(alreadyMoved, 'conflict');
    await addFirstVersion(context, record, review.parts.lessons);
    await tellOf(context, record, 'institution', `${record.filing_number} 已批准开班：${year} 年第 ${number} 期。`);
    await context.enqueue(approvalPapers, { classId: record.id }, { key: `approval-papers/${record.id}` });
    return done({ classYear: year, classNumber: number });
  },
});

/** 不予批准 */
export const refuseClass = command({
  name: 'class.refuse',
  path: '/classes/:classId/refuse',
  title: '不予批准开班',
  by: openingLifecycle.steps.refuse.by,
  cites: ['2024.1.3'],
  input: z.object({
    classId,
    version,
    reason: remark(300).refine((value) => value.length > 0, '请写明不予批准的理由'),
    password: z.string().min(1, '请输入登录密码'),
  }),
  async handle(input, context) {
    const record = await takeForDecision(context, input.classId, input.version);
    if (isRefused(record)) return record;
    if (record.verified_by === context.actor.userId)
      return refused('核查人与审批人须为两人，请由另一位负责人办理。', 'forbidden');
    const unproven = await context.whyNotConfirmed(input.password);
    if (unproven) return refused(unproven, 'invalid');
    const values = { decided_by: context.actor.userId, decided_at: context.now, decision_opinion: input.reason };
    if (!(await moveClass(context, record, 'refuse', values, { reason: input.reason })))
      return refused(alreadyMoved, 'conflict');
    await releaseSlots(context, record);
    await tellOf(context, record, 'institution', `${record.filing_number} 不予批准：${input.reason}`);
    return done({ state: openingLifecycle.steps.refuse.to });
  },
});
