/** Rights over spot roll calls, and harmless input about a class that has not begun. */

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const officers = ['countyOfficer', 'cityOfficer'] as const;
const bureau = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory', 'disciplineOfficer'] as const;
const readers = [...institution, ...bureau] as const;

export const rollCallRights = {
  'roll-call.wall': bureau,
  'roll-call.list': readers,
  'roll-call.show': readers,
  'roll-call.picture': readers,
  'roll-call.like-picture': bureau,
  'roll-call.call': officers,
  'roll-call.open': institution,
  'roll-call.answer': institution,
  'roll-call.take-evidence': officers,
  'roll-call.review': officers,
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an operation on a roll call of a class; none of these classes is approved, so nothing is changed. */
export function rollCallInput(name: string, classId: string): Record<string, unknown> | undefined {
  if (!name.startsWith('roll-call.')) return undefined;
  if (name === 'roll-call.wall' || name === 'roll-call.list') return {};
  if (name === 'roll-call.call') return { classId };
  const seen = { classId, callId: nobody };
  if (name === 'roll-call.like-picture') return { ...seen, otherId: nobody };
  if (name === 'roll-call.review') return { ...seen, version: 900, note: '已核对' };
  if (name === 'roll-call.answer')
    return { ...seen, code: '123456', picture: 'A'.repeat(200), told: [{ row: 'r1', isPresent: true, reason: '' }] };
  return seen;
}
