/** Rights over leave and corrections, and harmless input about a class that has not begun. */

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const readers = [
  ...institution,
  ...(['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const),
] as const;

export const absenceRights = {
  'absence.list': readers,
  'absence.waiting': readers,
  'absence.add-paper': institution,
  'absence.paper': readers,
  'leave.request': institution,
  'leave.approve': ['institutionPrincipal'],
  'leave.refuse': ['institutionPrincipal'],
  'leave.withdraw': ['institutionClerk'],
  'leave.annul': ['countyOfficer'],
  'correction.request': institution,
  'correction.endorse': ['institutionPrincipal'],
  'correction.approve': ['countyOfficer'],
  'correction.refuse': ['institutionPrincipal', 'countyOfficer'],
  'correction.withdraw': ['institutionClerk'],
  'correction.annul': ['countySignatory'],
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an operation on leave or corrections of a class; none of these classes is approved, so nothing is changed. */
export function absenceInput(name: string, classId: string): Record<string, unknown> | undefined {
  if (name === 'absence.waiting') return {};
  const request = { classId, row: 'r1', reason: '家中有事', paperIds: [] };
  const given: Readonly<Record<string, Record<string, unknown>>> = {
    'absence.add-paper': { classId, kind: 'sickNote' },
    'absence.paper': { classId, paperId: nobody },
    'leave.request': { ...request, kind: 'personal', from: '2026-12-14T08:00', to: '2026-12-14T11:00' },
    'correction.request': { ...request, lessonId: nobody, direction: 'out', at: '2026-12-14T11:00' },
  };
  if (given[name]) return given[name];
  const why = /\.(refuse|annul)$/.test(name) ? { reason: '经核实不符' } : {};
  if (name.startsWith('leave.')) return { classId, leaveId: nobody, version: 900, ...why };
  if (name.startsWith('correction.')) return { classId, correctionId: nobody, version: 900, ...why };
  return undefined;
}
