import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, command, done, type Refused, refused } from '#platform/operation';
import { levelNames, levels } from '../../domain/institution';
import {
  actNames,
  designationActs,
  institutionActs,
  whyNotGranted,
  whyNotMeasure,
  whyNotOnDesignation,
} from '../../domain/institution/decision';
import { institutionRights } from '../../domain/institution/rights';
import { plainDay } from '../forms';
import { propose, waits } from './proposing';
import { readDesignations } from './read-designations';
import {
  documentWords,
  institutionId,
  lockInstitution,
  missingInstitution,
  neededWords,
  noteInstitution,
} from './record';

const levelForm = z.union(levels.map((level) => z.literal(level)));

const tooEarly = (from: PlainDate, { today }: Pick<Context, 'today'>): Refused | undefined =>
  from < today ? refused('生效日不能早于今天：已经发生的申报和审批不因此改变。', 'invalid') : undefined;

export const occupationNameOf = async ({ tx }: Pick<Context, 'tx'>, code: string): Promise<string | undefined> =>
  (await tx.selectFrom('occupations').select('name').where('code', '=', code).executeTakeFirst())?.name;

/** 提出新增定点资格，由本局负责人确认 */
export const proposeDesignation = command({
  name: 'institution.propose-designation',
  path: '/institutions/:institutionId/designations',
  title: '提出新增定点资格',
  by: institutionRights.propose,
  cites: ['2021.3', '2024.1.2', '2024.2.0'],
  input: z.object({
    institutionId,
    occupationCode: z.string().max(20, '职业编码不正确'),
    level: levelForm,
    validFrom: plainDay,
    validUntil: plainDay,
    grantingBureau: neededWords('授予单位', 60),
    document: documentWords,
  }),
  async handle({ institutionId: id, occupationCode, level, validFrom, validUntil, ...grant }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const held = await readDesignations(context.tx, id);
    const why = whyNotGranted({ occupationCode, level, validFrom, validUntil }, held);
    if (why) return refused(why, 'invalid');
    const name = await occupationNameOf(context, occupationCode);
    if (!name) return refused('职业目录里没有这个职业，目录外的职业不能定点。', 'invalid');
    if (row.revoked_on) return refused('机构资格已取消，不能新增定点资格。');
    const decisionId = await propose(context, row, {
      act: 'grant',
      occupationCode,
      level,
      from: validFrom,
      until: validUntil,
      reason: '',
      ...grant,
    });
    noteInstitution(context, row, {
      事项: `${actNames.grant}：${name}（${levelNames[level]}）`,
      from: validFrom,
      until: validUntil,
      授予单位: grant.grantingBureau,
      document: grant.document,
    });
    return done({ decisionId });
  },
});

const alreadyWaits = () => refused('这一项已有一份决定等待确认，请先办结或撤回那一份。', 'conflict');

const measureInput = {
  institutionId,
  from: plainDay,
  until: plainDay.optional(),
  reason: neededWords('原因', 300),
  document: documentWords,
};

/** 提出对一项定点资格的决定：终止、中止、恢复、取消 */
export const proposeOnDesignation = command({
  name: 'institution.propose-on-designation',
  path: '/institutions/:institutionId/designations/:designationId',
  title: '提出中止、恢复、终止或取消定点资格',
  by: institutionRights.propose,
  cites: ['2021.4.3', '2021.6.3', '2021.7.2', '2024.2.0'],
  input: z.object({
    ...measureInput,
    designationId: z.uuid(),
    act: z.enum(designationActs, '没有这种决定'),
  }),
  async handle({ institutionId: id, designationId, act, from, until, reason, document }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const held = (await readDesignations(context.tx, id)).find((each) => each.id === designationId);
    if (!held) return refused('这家机构没有这项定点资格，请刷新后再选。', 'conflict');
    const early = tooEarly(from, context);
    if (early) return early;
    if (until && (act !== 'suspendDesignation' || until < from)) {
      return refused(until < from ? '截止日早于起始日。' : '只有中止才有截止日。', 'invalid');
    }
    const why = whyNotOnDesignation(act, held, from, until);
    if (why) return refused(why, 'invalid');
    if (await waits(context, id, designationId)) return alreadyWaits();
    const decisionId = await propose(context, row, { act, designationId, from, until, reason, document });
    const name = (await occupationNameOf(context, held.occupationCode)) ?? held.occupationCode;
    noteInstitution(context, row, {
      事项: `${actNames[act]}：${name}（${levelNames[held.level]}）`,
      from,
      ...(until ? { until } : {}),
      reason,
      document,
    });
    return done({ decisionId });
  },
});

/** 提出对机构的决定：中止、恢复、取消资格 */
export const proposeOnInstitution = command({
  name: 'institution.propose-measure',
  path: '/institutions/:institutionId/measures',
  title: '提出中止、恢复或取消机构资格',
  by: institutionRights.propose,
  cites: ['2021.4.3', '2021.6.3', '2021.7.2', '2024.3'],
  input: z.object({
    institutionId,
    act: z.enum(institutionActs, '没有这种决定'),
    from: plainDay,
    reason: measureInput.reason,
    document: documentWords,
  }),
  async handle({ institutionId: id, act, from, reason, document }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const early = tooEarly(from, context);
    if (early) return early;
    const why = whyNotMeasure(act, {
      suspendedOn: row.suspended_on ?? undefined,
      revokedOn: row.revoked_on ?? undefined,
    });
    if (why) return refused(why, 'conflict');
    if (act === 'restore' && from !== context.today) {
      return refused('恢复自确认之日起生效，生效日请填今天。', 'invalid');
    }
    if (await waits(context, id, null)) return alreadyWaits();
    const decisionId = await propose(context, row, { act, from, reason, document });
    noteInstitution(context, row, { 事项: actNames[act], from, reason, document });
    return done({ decisionId });
  },
});
