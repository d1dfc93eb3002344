import type { Planted } from './planted-fault';

/** Somebody of another class who comes again, or whose telephone does: by itself nothing is the matter with that. */
export interface Returning {
  readonly story: string;
  readonly row: number;
  /** `misnumbered`: the same person under a number with two digits the wrong way round. */
  readonly what: 'person' | 'phone' | 'misnumbered';
  readonly from: { readonly story: string; readonly row: number };
}

/** People entered under two numbers: one pair is made one, the other waits for the second person. */
export const twoNumbers = {
  merged: { story: 'running-shifanqu', row: 10, what: 'misnumbered', from: { story: 'ended-shanyang', row: 12 } },
  waiting: { story: 'coming-boai', row: 9, what: 'misnumbered', from: { story: 'ended-boai', row: 21 } },
} as const satisfies Readonly<Record<string, Returning>>;

/** One woman in three classes of a year, each in its own part of the day, and one telephone of two friends. */
export const returning: readonly Returning[] = [
  { story: 'running-qinyang', row: 5, what: 'person', from: { story: 'running-shifanqu', row: 6 } },
  { story: 'coming-xiuwu', row: 7, what: 'person', from: { story: 'running-shifanqu', row: 6 } },
  { story: 'filed-wuzhi', row: 9, what: 'phone', from: { story: 'ended-boai', row: 3 } },
  ...Object.values(twoNumbers),
];

/** Seen only by looking across classes, counties and registers. */
export const crossFaults: readonly Planted[] = [
  { story: 'draft-twice', rule: 'opening.no-overlap', field: 'id', row: 9, from: { story: 'filed-boai', row: 11 } },
  { story: 'draft-twice', rule: 'opening.no-overlap', field: 'id', row: 20, from: { story: 'filed-boai', row: 30 } },
  { story: 'draft-twice', rule: 'opening.teaches-then', field: 'id', row: 25, from: { story: 'filed-boai', row: 4 } },
  { story: 'draft-twice', rule: 'opening.teacher-among-trainees', field: 'id', row: 25 },
  {
    story: 'draft-rooms',
    rule: 'opening.resource-free',
    field: 'teacherId',
    row: 4,
    from: { story: 'filed-boai', row: 4 },
  },
  {
    story: 'draft-rooms',
    rule: 'opening.resource-free',
    field: 'venueId',
    row: 7,
    from: { story: 'filed-boai', row: 7 },
  },
  { story: 'draft-large', rule: 'opening.class-size-limit', field: 'rows' },
  { story: 'draft-large', rule: 'opening.trainee-is-not-teacher', field: 'id', row: 17 },
  {
    story: 'draft-history',
    rule: 'opening.yearly-limit',
    field: 'id',
    row: 6,
    from: { story: 'running-shifanqu', row: 6 },
  },
  { story: 'draft-history', rule: 'opening.declared-before', field: 'priorTraining', row: 9 },
  {
    story: 'draft-lower',
    rule: 'opening.higher-level-before',
    field: 'id',
    row: 5,
    from: { story: 'ended-shanyang', row: 7 },
  },
  ...[twoNumbers.merged.from, { story: twoNumbers.merged.story, row: twoNumbers.merged.row }].map((from, index) => ({
    story: 'draft-history',
    rule: 'opening.same-person-twice',
    field: 'id',
    row: 15 + index,
    from,
  })),
  { story: 'draft-reunion', rule: 'opening.roster-reused', field: 'rows', from: { story: 'ended-wuzhi', row: 0 } },
  { story: 'draft-copied', rule: 'opening.plan-copied', field: 'content', from: { story: 'ended-wuzhi', row: 0 } },
];

/** Telephones, doors and posts that several share. */
export const sharedFaults: readonly Planted[] = [
  {
    story: 'draft-shared',
    rule: 'opening.phone-elsewhere',
    field: 'phone',
    row: 4,
    from: { story: 'ended-boai', row: 3 },
  },
  { story: 'draft-shared', rule: 'opening.phone-of-lead', field: 'phone', row: 8 },
  { story: 'draft-shared', rule: 'opening.address-cluster', field: 'address', row: 12 },
  { story: 'draft-copied', rule: 'opening.post-minimum-wage', field: 'wageFrom', row: 0 },
  { story: 'draft-copied', rule: 'opening.post-code-of-two', field: 'creditCode', row: 2 },
  { story: 'draft-copied', rule: 'opening.post-contact-own', field: 'phone', row: 3 },
  {
    story: 'draft-reposted',
    rule: 'opening.post-reused',
    field: 'headcount',
    from: { story: 'filed-wuzhi', row: 0 },
  },
];

/** Photos and papers that are missing, unfit or somebody else’s. */
export const shownFaults: readonly Planted[] = [
  { story: 'draft-shown', rule: 'opening.portrait-missing', field: 'portrait', row: 2 },
  { story: 'draft-shown', rule: 'opening.proof-missing', field: 'proofs', row: 5 },
  { story: 'draft-shown', rule: 'opening.category-proof-missing', field: 'proofs', row: 8 },
  { story: 'draft-shown', rule: 'opening.portrait-shared', field: 'portrait', row: 11 },
  {
    story: 'draft-shown',
    rule: 'opening.portrait-reused',
    field: 'portrait',
    row: 14,
    from: { story: 'ended-boai', row: 2 },
  },
  { story: 'draft-shown', rule: 'opening.portrait-unfit', field: 'portrait', row: 17 },
];
