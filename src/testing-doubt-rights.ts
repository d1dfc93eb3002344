/** Rights over doubts: scores, faces alike and check-ins that wait, and harmless input about classes that have not begun. */

const institution = ['institutionClerk', 'institutionPrincipal'] as const;
const officers = ['countyOfficer', 'cityOfficer'] as const;
const bureau = [...officers, 'countySignatory', 'citySignatory', 'disciplineOfficer'] as const;

export const doubtRights = {
  'doubt.list': bureau,
  'doubt.show': bureau,
  'doubt.behind': bureau,
  'doubt.refresh': officers,
  'doubt.substantiate': officers,
  'doubt.explain': officers,
  'doubt.send-on-site': officers,
  'doubt.unsettled': bureau,
  'doubt.checks': [...institution, ...bureau],
  'doubt.settle-checks': ['countyOfficer'],
  'doubt.explain-checks': institution,
  'doubt.not-me': institution,
  'doubt.pairs': bureau,
  'doubt.pair': bureau,
  'doubt.open-pair': bureau,
  'doubt.pair-same': officers,
  'doubt.pair-different': officers,
  'doubt.pair-unclear': officers,
} as const;

const nobody = '01900000-0000-7000-8000-000000000000';

/** Input of an operation on doubts; none of the classes is approved and no pair exists, so nothing is changed. */
export function doubtInput(name: string, classId?: string): Record<string, unknown> | undefined {
  if (!name.startsWith('doubt.')) return undefined;
  if (['doubt.list', 'doubt.unsettled', 'doubt.pairs'].includes(name)) return {};
  const pair = { pairId: nobody };
  if (name === 'doubt.pair') return pair;
  if (name === 'doubt.open-pair') return { ...pair, reason: '核对' };
  if (name === 'doubt.pair-same') return { ...pair, version: 900, reason: '核对', follow: 'merge' };
  if (name.startsWith('doubt.pair-')) return { ...pair, version: 900, reason: '核对' };
  const of = { classId };
  const review = { ...of, reviewId: nobody, version: 900, finding: '已核对' };
  const given: Readonly<Record<string, Record<string, unknown>>> = {
    'doubt.behind': { ...of, key: 'burst' },
    'doubt.substantiate': { ...review, personTimes: [] },
    'doubt.explain': review,
    'doubt.send-on-site': review,
    'doubt.settle-checks': {
      ...of,
      checks: [{ key: nobody, seen: 0 }],
      decision: 'counts',
      basis: 'picture',
      reason: '已核对',
    },
    'doubt.explain-checks': { ...of, keys: [nobody], text: '断网补传' },
    'doubt.not-me': { ...of, stationId: nobody, checkId: nobody },
  };
  return given[name] ?? of;
}
