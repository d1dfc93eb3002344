import { z } from 'zod';
import { command, done } from '#platform/operation';
import { changedFields } from '../../domain/changed-fields';
import {
  contactLabels,
  type InstitutionContact,
  institutionKinds,
  type InstitutionLicence,
  isPhone,
  licenceLabels,
} from '../../domain/institution/profile';
import { institutionRights } from '../../domain/institution/rights';
import { plainDay } from '../forms';
import {
  documentWords,
  institutionId,
  lockInstitution,
  missingInstitution,
  neededWords,
  noteInstitution,
  openWords,
  stale,
  version,
} from './record';

const orNothing = (words: string): string | undefined => words || undefined;
const kindForm = z.enum(institutionKinds, '请选择机构类别');

/** What the licence says, as it is typed. */
export const licenceFields = {
  kind: kindForm,
  legalRepresentative: neededWords('法定代表人', 20),
  address: neededWords('地址', 120),
  licenceNumber: neededWords('办学许可证号', 40),
  licenceIssuer: neededWords('发证机关', 60),
  licenceUntil: plainDay,
};

/** 修改联系方式；电话不填则不改 */
export const changeContact = command({
  name: 'institution.change-contact',
  path: '/institutions/:institutionId/contact',
  title: '修改机构联系方式',
  by: institutionRights.changeContact,
  cites: ['2021.A10'],
  input: z.object({
    institutionId,
    version,
    principalName: neededWords('负责人姓名', 20),
    contactName: openWords(20).transform(orNothing),
    phone: z
      .string()
      .trim()
      .refine((text) => text === '' || isPhone(text), '手机号为 1 开头的 11 位数字；固定电话带区号，如 0391-3560000')
      .transform(orNothing),
    email: z
      .string()
      .trim()
      .max(80, '不超过 80 个字符')
      .refine((text) => text === '' || z.email().safeParse(text).success, '邮箱格式不对，形如 office@example.cn')
      .transform(orNothing),
  }),
  async handle({ institutionId: id, version: seen, principalName, contactName, phone, email }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    if (row.version !== seen) return stale('机构档案');
    const { secrets } = context.services;
    const before: InstitutionContact = {
      principalName: row.principal_name,
      contactName: row.contact_name ?? undefined,
      phone: secrets.open('phone', row.id, row.phone_sealed),
      email: row.contact_email ?? undefined,
    };
    const after: InstitutionContact = { principalName, contactName, phone: phone ?? before.phone, email };
    await context.tx
      .updateTable('institutions')
      .set({
        principal_name: principalName,
        contact_name: contactName ?? null,
        contact_email: email ?? null,
        ...(phone ? { phone_sealed: secrets.seal('phone', row.id, phone) } : {}),
        version: seen + 1,
      })
      .where('id', '=', id)
      .execute();
    noteInstitution(context, row, changedFields(before, after, contactLabels));
    return done({ version: seen + 1 });
  },
});

/** 修改许可与登记事项，附依据 */
export const changeLicence = command({
  name: 'institution.change-licence',
  path: '/institutions/:institutionId/licence',
  title: '修改机构许可与登记事项',
  by: institutionRights.changeLicence,
  cites: ['2024.1.2', '2024.2.1.1'],
  input: z.object({
    institutionId,
    version,
    ...licenceFields,
    document: documentWords,
  }),
  async handle({ institutionId: id, version: seen, document, ...after }, context) {
    const row = await lockInstitution(context, id);
    if (!row) return missingInstitution();
    if (row.version !== seen) return stale('机构档案');
    const before: InstitutionLicence = {
      kind: kindForm.safeParse(row.kind).data,
      legalRepresentative: row.legal_representative ?? undefined,
      address: row.address,
      licenceNumber: row.licence_number,
      licenceIssuer: row.licence_issuer ?? undefined,
      licenceUntil: row.licence_until,
    };
    await context.tx
      .updateTable('institutions')
      .set({
        kind: after.kind,
        legal_representative: after.legalRepresentative,
        address: after.address,
        licence_number: after.licenceNumber,
        licence_issuer: after.licenceIssuer,
        licence_until: after.licenceUntil,
        version: seen + 1,
      })
      .where('id', '=', id)
      .execute();
    noteInstitution(context, row, { ...changedFields(before, after, licenceLabels), document });
    return done({ version: seen + 1 });
  },
});
