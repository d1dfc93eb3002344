/** Rights over impersonation cases, and harmless input about a class that has not begun. */

const bureau = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory'] as const;
const officers = ['countyOfficer', 'cityOfficer'] as const;
const signatories = ['countySignatory', 'citySignatory'] as const;
const readers = ['institutionClerk', 'institutionPrincipal', ...bureau, 'disciplineOfficer'] as const;

export const impersonationRights = {
  'impersonation.list': readers,
  'impersonation.show': readers,
  'impersonation.evidence': readers,
  'impersonation.add-evidence': officers,
  'impersonation.report': officers,
  'impersonation.confirm': officers,
  'impersonation.dismiss': officers,
  'impersonation.notify': officers,
  'impersonation.state': ['institutionPrincipal'],
  'impersonation.request-hearing': ['institutionPrincipal'],
  'impersonation.call-hearing': officers,
  'impersonation.hold-hearing': officers,
  'impersonation.lapse': officers,
  'impersonation.remand': signatories,
  'impersonation.void': signatories,
  'impersonation.appeal': ['institutionPrincipal'],
  'impersonation.suspend': ['citySignatory'],
  'impersonation.uphold': ['citySignatory'],
  'impersonation.reverse': ['citySignatory'],
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an impersonation operation about a class; none of these classes is approved, so nothing is changed. */
export function impersonationInput(name: string, classId: string): Record<string, unknown> | undefined {
  if (!name.startsWith('impersonation.')) return undefined;
  if (name === 'impersonation.list') return {};
  const seen = { classId, version: 900 };
  const personTime = { traineeId: 'r1', lessonId: nobody };
  const reasoned = { ...seen, reason: '已核实' };
  const given: Readonly<Record<string, Record<string, unknown>>> = {
    'impersonation.show': { classId },
    'impersonation.evidence': { classId, evidenceId: nobody },
    'impersonation.add-evidence': { classId, title: '考勤照片' },
    'impersonation.report': { classId, ...personTime, signal: 'inspectorFinding', evidenceIds: [nobody] },
    'impersonation.confirm': { ...reasoned, ...personTime },
    'impersonation.dismiss': { ...reasoned, ...personTime },
    'impersonation.state': { ...seen, text: '情况说明' },
    'impersonation.call-hearing': { ...seen, heldOn: '2026-12-14' },
    'impersonation.hold-hearing': { ...seen, recordId: nobody },
    'impersonation.remand': reasoned,
    'impersonation.appeal': reasoned,
    'impersonation.void': { ...reasoned, password: 'x' },
    'impersonation.suspend': { ...reasoned, password: 'x' },
    'impersonation.uphold': { ...reasoned, password: 'x' },
    'impersonation.reverse': { ...reasoned, password: 'x', struck: [personTime] },
  };
  return given[name] ?? seen;
}
