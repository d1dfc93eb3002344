import { addDays, addMonths, type PlainDate } from '#kernel/plain-date';
import type { Application, JobPost, Lesson, OpeningFacts } from './opening';
import { wholeProofs } from './planted-city-faults';
import { exchangeVariants } from './planted-answers';
import { plantedFaults } from './planted-faults';
import type { RosterField } from './roster/fields';
import { identityNumber } from './roster/sample-people';
import { rosterFaults } from './rule-book/roster-faults';

type Spoiler = (facts: OpeningFacts) => OpeningFacts;
type Variants = Readonly<Record<string, readonly Spoiler[]>>;

const application =
  (change: (application: Application, facts: OpeningFacts) => Partial<Application>): Spoiler =>
  (facts) => ({ ...facts, application: { ...facts.application, ...change(facts.application, facts) } });

const trainee =
  (at: number, change: (cells: Readonly<Record<RosterField, string>>, startsOn: PlainDate) => object): Spoiler =>
  (facts) => ({
    ...facts,
    roster: facts.roster.map((row, index) =>
      index === at
        ? { ...row, cells: { ...row.cells, ...change(row.cells, facts.application.startsOn ?? facts.filedOn) } }
        : row,
    ),
  });

const lesson =
  (at: number, change: (lesson: Lesson) => Partial<Lesson>): Spoiler =>
  (facts) => ({
    ...facts,
    lessons: facts.lessons.map((each, index) => (index === at ? { ...each, ...change(each) } : each)),
  });

const post =
  (change: (post: JobPost, facts: OpeningFacts) => Partial<JobPost>): Spoiler =>
  (facts) => ({
    ...facts,
    posts: facts.posts.map((each, index) => (index === 0 ? { ...each, ...change(each, facts) } : each)),
  });

const institution =
  (change: (facts: OpeningFacts) => Partial<OpeningFacts['institution']>): Spoiler =>
  (facts) => ({ ...facts, institution: { ...facts.institution, ...change(facts) } });

const left = (day: PlainDate | undefined, by: number): PlainDate | undefined => day && addDays(day, by);

const applicationVariants: Variants = {
  'opening.filed-in-time': [0, 1, 3].map(
    (before): Spoiler =>
      (facts) => ({ ...facts, filedOn: left(facts.application.startsOn, -before) ?? facts.filedOn }),
  ),
  'opening.field-missing': [
    application(() => ({ finalExamOn: undefined })),
    application(() => ({ skillsAssessmentOn: undefined })),
    application(() => ({ theoryVenueId: undefined })),
    application(() => ({ classLeadPhone: '' })),
  ],
  'opening.lead-phone-format': [
    application(() => ({ classLeadPhone: '1390391000' })),
    application(() => ({ classLeadPhone: '23903910001' })),
    application(() => ({ classLeadPhone: '0391-356' })),
  ],
  'opening.dates-in-order': [
    application(({ endsOn }) => ({ finalExamOn: left(endsOn, -1) })),
    application(({ finalExamOn }) => ({ skillsAssessmentOn: left(finalExamOn, -30) })),
  ],
  'opening.designated': [
    institution(({ institution: { designations }, application: { endsOn } }) => ({
      designations: designations.map((held) => ({ ...held, validUntil: left(endsOn, -1) ?? held.validUntil })),
    })),
    institution(({ institution: { designations }, application: { startsOn } }) => ({
      designations: designations.map((held) => ({ ...held, validFrom: left(startsOn, 1) ?? held.validFrom })),
    })),
  ],
  'opening.in-catalogue': [
    (facts) => ({
      ...facts,
      catalogue: facts.catalogue.map((entry) => ({ ...entry, validUntil: left(facts.application.startsOn, -1) })),
    }),
  ],
  'opening.institution-in-good-standing': [
    institution(({ filedOn }) => ({ suspendedOn: filedOn })),
    institution(({ application: { endsOn }, institution: { licenceUntil } }) => ({
      licenceUntil: left(endsOn, -1) ?? licenceUntil,
    })),
  ],
};

const planVariants: Variants = {
  'opening.plan-complete': [
    lesson(1, () => ({ teacherId: undefined })),
    lesson(1, () => ({ venueId: undefined })),
    lesson(2, () => ({ venueId: 'nowhere' })),
  ],
  'opening.plan-minutes': [lesson(3, ({ startsMinute }) => ({ endsMinute: startsMinute + 30 }))],
  'opening.venue-capacity': [
    institution(({ institution: { venues }, roster }) => ({
      venues: venues.map((venue) => ({ ...venue, capacity: roster.length - 1 })),
    })),
  ],
};

const bornBefore =
  (years: number, days: number) => (cells: Readonly<Record<RosterField, string>>, start: PlainDate) => {
    const birth = addDays(addMonths(start, -12 * years), days);
    return { birth, id: identityNumber('410802', birth, cells.sex === '女' ? '女' : '男', 41) };
  };

const rosterVariants: Variants = {
  'roster.id-length': [
    trainee(5, ({ id }) => ({ id: `${id}1` })),
    trainee(6, ({ id }) => ({ id: `${id.slice(0, 9)}O${id.slice(10)}` })),
    trainee(7, ({ id }) => ({ id: id.slice(0, 6) + id.slice(8, 17) })),
  ],
  'roster.field-missing': (['name', 'id', 'category', 'phone'] as const).map((field) =>
    trainee(8, () => ({ [field]: '' })),
  ),
  'roster.phone-format': [
    trainee(9, ({ phone }) => ({ phone: `${phone.slice(0, 10)}O` })),
    trainee(9, ({ phone }) => ({ phone: `2${phone.slice(1)}` })),
    trainee(9, ({ phone }) => ({ phone: `${phone}0` })),
  ],
  'roster.birth-mismatch': [
    trainee(10, ({ birth }) => ({ birth: `${Number(birth.slice(0, 4)) + 1}${birth.slice(4)}` })),
    trainee(10, () => ({ birth: '不详' })),
  ],
  'roster.category-unknown': [trainee(11, () => ({ category: '退役军人' })), trainee(11, () => ({ category: '6' }))],
  'roster.under-age': [trainee(12, bornBefore(16, 1)), trainee(12, bornBefore(12, 0))],
  'roster.past-retirement-age': [
    trainee(13, (cells, start) => ({ ...bornBefore(66, 0)(cells, start), category: '农村转移就业劳动者' })),
  ],
};

const postVariants: Variants = {
  'opening.enough-posts': [
    (facts) => ({ ...facts, posts: [] }),
    (facts) => ({ ...facts, posts: facts.posts.map((each) => ({ ...each, headcount: 1 })) }),
  ],
  'opening.post-complete': [
    post(() => ({ phone: '' })),
    post(() => ({ wageFromFen: undefined, wageToFen: undefined })),
  ],
  'opening.post-credit-code': [post(({ creditCode }) => ({ creditCode: `${creditCode.slice(0, 17)}I` }))],
  'opening.post-uncounted': [
    (facts) => ({
      ...facts,
      posts: [
        ...facts.posts,
        ...facts.posts.slice(1, 2).map((each) => ({
          ...each,
          id: 'past',
          post: '保洁员',
          validUntil: left(facts.application.startsOn, -1),
        })),
      ],
    }),
    (facts) => ({
      ...facts,
      posts: [
        ...facts.posts,
        ...facts.posts.slice(1, 2).map((each) => ({ ...each, id: 'own', employer: facts.institution.name })),
      ],
    }),
  ],
};

const proofVariants: Variants = {
  'opening.portrait-missing': [
    (facts) => ({ ...facts, attachments: (facts.attachments ?? []).filter(({ kind }) => kind !== 'portrait') }),
  ],
  'opening.proof-missing': [
    (facts) => ({
      ...facts,
      roster: facts.roster.map((row) => ({ ...row, cells: { ...row.cells, category: '农村转移就业劳动者' } })),
      attachments: (facts.attachments ?? []).flatMap((each) => {
        if (each.kind !== 'proof') return [each];
        return each.proof === 'identityCard' ? [] : [{ ...each, proof: 'villageProof' }];
      }),
    }),
  ],
};

const more: readonly Variants[] = [applicationVariants, planVariants, rosterVariants, postVariants, proofVariants];
const planted: Readonly<Record<string, Spoiler>> = { ...plantedFaults, ...rosterFaults };

/** Photo and papers of whoever is in the roster now: a spoiled roster has no faults of proofs besides. */
const proven =
  (rule: string, spoil: Spoiler): Spoiler =>
  (facts) => {
    const spoilt = spoil(facts);
    return facts.attachments && !/portrait|proof/.test(rule) ? { ...spoilt, attachments: wholeProofs(spoilt) } : spoilt;
  };

/** All the ways there are to break each rule, the plainest first: every one of them breaks its rule and no other. */
export const faultVariants: Variants = Object.fromEntries([
  ...Object.entries(planted).map(([rule, spoil]): [string, Spoiler[]] => [
    rule,
    [spoil, ...more.flatMap((each) => each[rule] ?? [])].map((each) => proven(rule, each)),
  ]),
  ...Object.entries(exchangeVariants).map(([rule, spoilers]): [string, Spoiler[]] => [
    rule,
    spoilers.map((each) => proven(rule, each)),
  ]),
]);
