/** Rights over what is kept, both copies of it and its end, and harmless input about classes that have not begun. */

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const officers = ['countyOfficer', 'cityOfficer'] as const;
const signatories = ['countySignatory', 'citySignatory'] as const;
const discipline = ['disciplineOfficer'] as const;
const readers = [...institution, ...officers, ...signatories, ...discipline] as const;

export const keepingRights = {
  'keeping.list': readers,
  'keeping.show': readers,
  'keeping.certificate': readers,
  'keeping.destroyed': readers,
  'keeping.place-hold': [...officers, ...discipline],
  'keeping.ask-lift': [...officers, ...discipline],
  'keeping.decide-lift': [...signatories, ...discipline],
  'keeping.start-purge': officers,
  'keeping.witness-purge': signatories,
  'keeping.withdraw-purge': [...officers, ...signatories],
  'copy.list': readers,
  'copy.show': institution,
  'copy.answer': institution,
  'copy.repairs': readers,
  'copy.repair': institution,
  'copy.send': institution,
  'copy.fetch': institution,
  'copy.recheck': institution,
  'copy.settle-finding': officers,
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an operation on what is kept of a class; none of these classes is approved, so nothing is changed. */
export function keepingInput(name: string, classId: string): Record<string, unknown> | undefined {
  if (name === 'keeping.list' || name === 'copy.list' || name === 'copy.repairs') return {};
  if (name === 'copy.repair' || name === 'copy.send' || name === 'copy.recheck') return { repairId: nobody };
  if (name === 'copy.fetch') return { repairId: nobody, blocks: [0] };
  if (name === 'copy.show') return { challengeId: nobody };
  if (name === 'copy.answer') return { challengeId: nobody, answers: [''] };
  if (name === 'copy.settle-finding') return { classId, findingId: nobody, note: '已核实' };
  if (!name.startsWith('keeping.')) return undefined;
  if (name === 'keeping.show' || name === 'keeping.destroyed') return { classId };
  if (name === 'keeping.place-hold') return { classId, reason: '核实中', document: '博人社函〔2026〕7号' };
  const hold = { classId, holdId: nobody, version: 900 };
  if (name === 'keeping.ask-lift') return { ...hold, reason: '办结' };
  if (name === 'keeping.decide-lift') return { ...hold, agreed: true, reason: '同意' };
  const purge = { classId, purgeId: nobody };
  if (name === 'keeping.certificate') return purge;
  if (name === 'keeping.witness-purge') return { ...purge, version: 900, password: 'x' };
  if (name === 'keeping.withdraw-purge') return { ...purge, version: 900, reason: '先核对' };
  return { ...purge, version: 900 };
}
