/** Rights over the impact assessment and the filing of stored faces, and harmless input. */

const administrator = ['securityAdministrator'] as const;
const signatory = ['citySignatory'] as const;
const readers = [...administrator, 'auditAdministrator', 'cityOfficer', ...signatory] as const;

export const privacyRights = {
  'privacy.show': readers,
  'privacy.assessment-document': readers,
  'privacy.draft-assessment': administrator,
  'privacy.confirm-assessment': signatory,
  'privacy.return-assessment': signatory,
  'privacy.withdraw-assessment': administrator,
  'privacy.record-filing': [...administrator, 'cityOfficer'],
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an operation on the protection of faces; days to come and unknown versions change nothing. */
export function privacyInput(name: string): Record<string, unknown> | undefined {
  if (!name.startsWith('privacy.')) return undefined;
  if (name === 'privacy.show') return {};
  if (name === 'privacy.draft-assessment')
    return { assessors: '评估组', opinion: '可行', residualRisks: '无', assessedOn: '2099-01-01' };
  if (name === 'privacy.record-filing') return { number: '豫网信备1号', filedOn: '2099-01-01', document: '备案回执' };
  const seen = { assessmentId: nobody };
  if (name === 'privacy.assessment-document') return seen;
  if (name === 'privacy.confirm-assessment') return { ...seen, version: 900, password: 'x' };
  if (name === 'privacy.return-assessment') return { ...seen, version: 900, reason: '请补充' };
  return { ...seen, version: 900 };
}
