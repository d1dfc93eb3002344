import { crossFaults, sharedFaults, shownFaults } from './planted-across';
import type { Planted } from './planted-fault';

const rosterFaults: readonly Planted[] = [
  ['roster.id-length', 'id', 2],
  ['roster.id-damaged', 'id', 3],
  ['roster.id-checksum', 'id', 4],
  ['roster.id-birth-date', 'id', 5],
  ['roster.duplicate-person', 'id', 6],
  ['roster.sex-mismatch', 'sex', 7],
  ['roster.birth-mismatch', 'birth', 8],
  ['roster.field-missing', 'phone', 9],
  ['roster.phone-format', 'phone', 10],
  ['roster.shared-phone', 'phone', 11],
  ['roster.category-unknown', 'category', 12],
  ['roster.under-age', 'id', 13],
  ['roster.past-retirement-age', 'id', 14],
  ['roster.category-age', 'category', 15],
].map(([rule, field, row]) => ({ story: 'draft-roster', rule: `${rule}`, field: `${field}`, row: Number(row) }));

const planFaults: readonly Planted[] = [
  ['opening.plan-minutes', 'lessonHours', 2],
  ['opening.plan-overlap', 'starts', 5],
  ['opening.plan-complete', 'venueId', 8],
  ['opening.teacher-qualified', 'teacherId', 9],
  ['opening.venue-capacity', 'venueId', 10],
  ['opening.plan-day-load', 'lessonHours', 12],
  ['opening.teacher-serving', 'teacherId', 13],
  ['opening.teacher-not-stopped', 'teacherId', 14],
  ['opening.teacher-qualification-valid', 'teacherId', 16],
  ['opening.teacher-consent', 'teacherId', 17],
  ['opening.plan-holiday', 'taughtOn', 18],
  ['opening.plan-within-dates', 'taughtOn', 22],
].map(([rule, field, row]) => ({ story: 'draft-plan', rule: `${rule}`, field: `${field}`, row: Number(row) }));

const postFaults: readonly Planted[] = [
  { story: 'draft-posts', rule: 'opening.post-complete', field: 'contact', row: 0 },
  { story: 'draft-posts', rule: 'opening.post-credit-code', field: 'creditCode', row: 1 },
  { story: 'draft-posts', rule: 'opening.post-uncounted', field: 'validUntil', row: 2 },
  {
    story: 'draft-posts',
    rule: 'opening.post-uncounted',
    field: 'employer',
    row: 6,
    from: { story: 'ended-boai', row: 0 },
  },
  { story: 'draft-posts', rule: 'opening.post-uncounted', field: 'employer', row: 4 },
  { story: 'draft-posts', rule: 'opening.post-wage-range', field: 'wageTo', row: 5 },
  { story: 'draft-posts', rule: 'opening.post-valid-until', field: 'validUntil', row: 6 },
  { story: 'draft-posts', rule: 'opening.enough-posts', field: 'headcount' },
];

const applicationFaults: readonly Planted[] = [
  { story: 'draft-late', rule: 'opening.filed-in-time', field: 'startsOn' },
  { story: 'draft-application', rule: 'opening.field-missing', field: 'classLeadName' },
  { story: 'draft-application', rule: 'opening.lead-phone-format', field: 'classLeadPhone' },
  { story: 'draft-application', rule: 'opening.dates-in-order', field: 'finalExamOn' },
  { story: 'draft-application', rule: 'opening.plan-first-lesson', field: 'taughtOn' },
  { story: 'draft-application', rule: 'opening.plan-hours', field: 'lessonHours' },
  { story: 'draft-suspended', rule: 'opening.institution-in-good-standing', field: 'institution' },
  { story: 'draft-suspended', rule: 'opening.institution-catalogue', field: 'institution' },
  { story: 'draft-licence', rule: 'opening.institution-in-good-standing', field: 'institution' },
  { story: 'draft-designation', rule: 'opening.designated', field: 'occupationCode' },
  { story: 'draft-catalogue', rule: 'opening.in-catalogue', field: 'level' },
];

const emptyParts: readonly Planted[] = [
  ...['level', 'startsOn', 'endsOn', 'finalExamOn', 'skillsAssessmentOn', 'classMode'].map((field) => ({
    story: 'draft-new',
    rule: 'opening.field-missing',
    field,
  })),
  ...['theoryVenueId', 'practiceVenueId', 'classLeadName', 'classLeadPhone'].map((field) => ({
    story: 'draft-new',
    rule: 'opening.field-missing',
    field,
  })),
  { story: 'draft-new', rule: 'opening.plan-given', field: 'lessons' },
  ...['draft-new', 'draft-half'].flatMap((story) => [
    { story, rule: 'opening.roster-given', field: 'rows' },
    { story, rule: 'opening.enough-posts', field: 'headcount' },
  ]),
  { story: 'withdrawn-draft', rule: 'opening.roster-given', field: 'rows' },
  { story: 'withdrawn-draft', rule: 'opening.enough-posts', field: 'headcount' },
];

/** Warnings do not stop a filing; officers weigh them. */
const warnings: readonly Planted[] = [
  { story: 'warned-boai', rule: 'roster.shared-phone', field: 'phone', row: 12 },
  { story: 'warned-boai', rule: 'roster.category-age', field: 'category', row: 21 },
  { story: 'warned-zhongzhan', rule: 'opening.class-size-advised', field: 'rows' },
  { story: 'warned-zhongzhan', rule: 'opening.post-valid-until', field: 'validUntil', row: 3 },
  { story: 'warned-qinyang', rule: 'roster.past-retirement-age', field: 'id', row: 6 },
  {
    story: 'warned-qinyang',
    rule: 'opening.trained-before',
    field: 'id',
    row: 15,
    from: { story: 'ended-wuzhi', row: 10 },
  },
  { story: 'warned-xiuwu', rule: 'opening.plan-practice-share', field: 'kind' },
  { story: 'warned-xiuwu', rule: 'opening.teachers-enough', field: 'teacherId' },
  { story: 'warned-xiuwu', rule: 'opening.post-uncounted', field: 'validUntil', row: 1 },
  { story: 'looked-jiefang', rule: 'roster.shared-phone', field: 'phone', row: 4 },
  { story: 'looked-jiefang', rule: 'roster.shared-phone', field: 'phone', row: 18 },
  { story: 'verified-wuzhi', rule: 'roster.past-retirement-age', field: 'id', row: 30 },
  { story: 'overdue-shifanqu', rule: 'roster.category-age', field: 'category', row: 8 },
];

/** The ground truth: everything that is the matter with the city, and nothing else is. Never shown to its users. */
export const planted: readonly Planted[] = [
  ...rosterFaults,
  ...planFaults,
  ...postFaults,
  ...applicationFaults,
  ...crossFaults,
  ...sharedFaults,
  ...shownFaults,
  ...emptyParts,
  ...warnings,
];

export const plantedIn = (story: string): readonly Planted[] => planted.filter((each) => each.story === story);
