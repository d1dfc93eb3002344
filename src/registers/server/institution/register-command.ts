import { z } from 'zod';
import { isRegionCode } from '#law/regions';
import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import { command, done, refused } from '#platform/operation';
import { changedFields } from '../../domain/changed-fields';
import { codeAsKept, identityLabels, whyNotCode, whyNotName } from '../../domain/institution/identity';
import { isPhone, licenceLabels } from '../../domain/institution/profile';
import { institutionRights } from '../../domain/institution/rights';
import { regionCode } from '../forms';
import { whyTaken } from './identity-store';
import { licenceFields } from './profile-commands';
import { documentWords, neededWords, noteInstitution, tellOf } from './record';

/**
 * 登记培训机构：照登记证书和办学许可证；登记只是建档，定点职业由两人确认、对公账户由机构申报后，才能开班、领取补贴
 */
export const registerInstitution = command({
  name: 'institution.register',
  path: '/institutions',
  title: '登记培训机构',
  by: institutionRights.register,
  cites: ['2024.1.2', '2024.2.1.1'],
  input: z.object({
    regionCode: regionCode.optional(),
    name: neededWords('机构全称', 60),
    creditCode: z.string('请填写信用代码').max(40, '统一社会信用代码为 18 位').transform(codeAsKept),
    ...licenceFields,
    principalName: neededWords('负责人姓名', 20),
    phone: z
      .string('请填写联系电话')
      .trim()
      .refine(isPhone, '手机号为 1 开头的 11 位数字；固定电话带区号，如 0391-3560000'),
    document: documentWords,
  }),
  async handle({ regionCode: chosen, name, creditCode, principalName, phone, document, ...licence }, context) {
    const place = context.actor.regionCode ?? chosen;
    if (!place || !isRegionCode(place)) return refused('请选择机构所在的县（市、区）。', 'invalid');
    if (chosen && chosen !== place) return refused('只能登记本县（市、区）的机构。', 'forbidden');
    const why =
      whyNotName(name) ?? whyNotCode(creditCode) ?? (await whyTaken(context, undefined, { name, creditCode }));
    if (why) return refused(why, 'invalid');
    const id = newId();
    const { pinyin, initials } = nameKeys(name);
    const row = { id, region_code: place, name };
    await context.tx
      .insertInto('institutions')
      .values({
        ...row,
        pinyin,
        initials,
        credit_code: creditCode,
        kind: licence.kind,
        legal_representative: licence.legalRepresentative,
        address: licence.address,
        licence_number: licence.licenceNumber,
        licence_issuer: licence.licenceIssuer,
        licence_until: licence.licenceUntil,
        principal_name: principalName,
        phone_sealed: context.services.secrets.seal('phone', id, phone),
      })
      .execute();
    await tellOf(context, row, 'county', `${name}已登记；提出定点职业并由负责人确认后，才能申报开班。`);
    noteInstitution(context, row, {
      ...changedFields(undefined, { name, creditCode }, identityLabels),
      ...changedFields(undefined, licence, licenceLabels),
      负责人: principalName,
      document,
    });
    return done({ institutionId: id });
  },
});
