import { z } from 'zod';
import { checkCreditCode } from '#law/unified-credit-code';
import { newId } from '#platform/identifiers';
import { command, done, refused } from '#platform/operation';
import { institutionRights } from '../../domain/institution/rights';
import { plainDay } from '../forms';
import { institutionId, lockInstitution, missingInstitution, neededWords, noteInstitution } from './record';

/** 登记与人力资源公司的合作协议 */
export const addAgreement = command({
  name: 'institution.add-agreement',
  path: '/institutions/:institutionId/agreements',
  title: '登记人力资源公司合作协议',
  by: institutionRights.keepAgreements,
  cites: ['2021.5.1'],
  input: z.object({
    institutionId,
    agency: neededWords('公司全称', 60),
    creditCode: z.string().trim().max(30, '信用代码为 18 位'),
    signedOn: plainDay,
    validUntil: plainDay,
  }),
  async handle({ institutionId: id, agency, creditCode, signedOn, validUntil }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const code = creditCode.normalize('NFKC').toUpperCase();
    if (!checkCreditCode(code).ok)
      return refused('统一社会信用代码不正确，应为 18 位且校验位相符，请照营业执照填写。', 'invalid');
    if (code === row.credit_code) return refused('合作的公司不能是机构自己。', 'invalid');
    if (signedOn > context.today) return refused('签订日期不能晚于今天。', 'invalid');
    if (validUntil < signedOn) return refused('有效期的截止日早于签订日。', 'invalid');
    const added = await context.tx
      .insertInto('agency_agreements')
      .values({
        region_code: row.region_code,
        institution_id: id,
        id: newId(),
        agency,
        credit_code: code,
        signed_on: signedOn,
        valid_until: validUntil,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 0n) return refused('同一天与这家公司签的协议已经登记过了。', 'conflict');
    noteInstitution(context, row, { 公司: agency, 签订: signedOn, until: validUntil });
    return done({ agency });
  },
});

/** 终止一份合作协议 */
export const endAgreement = command({
  name: 'institution.end-agreement',
  path: '/institutions/:institutionId/agreements/:agreementId/end',
  title: '终止人力资源公司合作协议',
  by: institutionRights.keepAgreements,
  cites: ['2021.5.1'],
  input: z.object({ institutionId, agreementId: z.uuid() }),
  async handle({ institutionId: id, agreementId }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    const [ended] = await context.tx
      .updateTable('agency_agreements')
      .set({ ended_on: context.today })
      .where('institution_id', '=', id)
      .where('id', '=', agreementId)
      .where('ended_on', 'is', null)
      .returning('agency')
      .execute();
    if (!ended) return refused('这份协议已经终止或不存在，请刷新后再看。', 'conflict');
    noteInstitution(context, row, { 公司: ended.agency, 终止: [null, context.today] });
    return done({ endedOn: context.today });
  },
});
