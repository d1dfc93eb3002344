import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { changedFields } from '../../domain/changed-fields';
import { actNames } from '../../domain/institution/decision';
import { codeAsKept, identityLabels, whyNotIdentity } from '../../domain/institution/identity';
import { institutionRights } from '../../domain/institution/rights';
import { plainDay } from '../forms';
import { whyTaken } from './identity-store';
import { propose } from './proposing';
import {
  documentWords,
  institutionId,
  lockInstitution,
  missingInstitution,
  neededWords,
  noteInstitution,
} from './record';

/** 提出变更机构名称或统一社会信用代码，由本局负责人确认 */
export const proposeIdentity = command({
  name: 'institution.propose-identity',
  path: '/institutions/:institutionId/identity',
  title: '提出变更机构名称或信用代码',
  by: institutionRights.propose,
  cites: ['2024.1.2', '2024.2.1.1'],
  input: z.object({
    institutionId,
    name: neededWords('机构全称', 60),
    creditCode: z.string('请填写信用代码').max(40, '统一社会信用代码为 18 位').transform(codeAsKept),
    from: plainDay,
    reason: neededWords('原因', 300),
    document: documentWords,
  }),
  async handle({ institutionId: id, name, creditCode, from, reason, document }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const present = { name: row.name, creditCode: row.credit_code };
    const wanted = { name, creditCode };
    const why = whyNotIdentity(wanted, present, from, context.today);
    if (why) return refused(why, 'invalid');
    const taken = await whyTaken(context, id, wanted);
    if (taken) return refused(taken, 'conflict');
    const waiting = await context.tx
      .selectFrom('institution_decisions')
      .select('id')
      .where('institution_id', '=', id)
      .where('state', '=', 'waiting')
      .where('act', '=', 'changeIdentity')
      .executeTakeFirst();
    if (waiting) return refused('已有一份名称或信用代码变更等待确认，请先办结或撤回那一份。', 'conflict');
    const decisionId = await propose(context, row, {
      act: 'changeIdentity',
      from,
      reason,
      document,
      identity: wanted,
    });
    const asked = Object.entries(changedFields(present, wanted, identityLabels));
    noteInstitution(context, row, {
      事项: actNames.changeIdentity,
      ...Object.fromEntries(asked.map(([field, [, after]]) => [`拟改${field}`, after ?? ''])),
      from,
      reason,
      document,
    });
    return done({ decisionId });
  },
});
