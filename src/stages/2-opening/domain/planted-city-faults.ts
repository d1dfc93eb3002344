import { addDays } from '#kernel/plain-date';
import { findCategory } from '#law/trainee-categories';
import type { Level } from '#registers';
import type { Attachment } from './attachments';
import { type CityEvidence, type EnrolledBefore, noEvidence } from './city-evidence';
import type { JobPost, OpeningFacts } from './opening';
import { sampleRoster } from './sample-openings';

type Spoiler = (facts: OpeningFacts) => OpeningFacts;

const elsewhere = { otherClass: '另一班', otherRegion: '温县' } as const;

/** Evidence of the city added to what there is. */
const known =
  (evidence: (facts: OpeningFacts) => Partial<CityEvidence>): Spoiler =>
  (facts) => ({ ...facts, city: { ...noEvidence, ...facts.city, ...evidence(facts) } });

const startOf = ({ application, filedOn }: OpeningFacts) => application.startsOn ?? filedOn;

/** A trainee in another class of the same year, of an occupation of its own. */
const enrolment = (facts: OpeningFacts, row: string, classKey: string): EnrolledBefore => ({
  ...elsewhere,
  row,
  classKey,
  occupationCode: '9-99-99-99',
  level: 5,
  startedOn: startOf(facts),
  isApproved: true,
});

/** One trainee changed in a cell. */
const traineeWith =
  (index: number, cells: (facts: OpeningFacts) => Partial<OpeningFacts['roster'][number]['cells']>): Spoiler =>
  (facts) => ({
    ...facts,
    roster: facts.roster.map((row, at) => (at === index ? { ...row, cells: { ...row.cells, ...cells(facts) } } : row)),
  });

const occupationOf = ({ application, catalogue }: OpeningFacts): string =>
  catalogue.find(({ occupationCode }) => occupationCode === application.occupationCode)?.occupationName ?? '';
const levelWord = ({ application }: OpeningFacts): string => '一二三四五'.charAt((application.level ?? 5) - 1);

/** Photo, identity card and category paper of every trainee, as a whole filing has them. */
export function wholeProofs({ roster, application, filedOn }: OpeningFacts): Attachment[] {
  return roster.flatMap(({ id, cells }): Attachment[] => {
    const paper = findCategory(cells.category, application.startsOn ?? filedOn)?.proofs[0].code;
    return [
      { id: `${id}-photo`, kind: 'portrait', proof: undefined, row: id, hash: `photo-${id}`, unfit: [] },
      { id: `${id}-card`, kind: 'proof', proof: 'identityCard', row: id, hash: `card-${id}`, unfit: [] },
      { id: `${id}-paper`, kind: 'proof', proof: paper, row: id, hash: `paper-${id}`, unfit: [] },
    ];
  });
}

const withProofs =
  (change: (each: Attachment, facts: OpeningFacts) => Partial<Attachment> | undefined): Spoiler =>
  (facts) => {
    const whole = facts.attachments ?? wholeProofs(facts);
    const attachments = whole.flatMap((each) => {
      const changed = change(each, facts);
      return changed ? [{ ...each, ...changed }] : [];
    });
    return { ...facts, attachments };
  };

const firstRow = ({ roster }: OpeningFacts): string => roster[0]?.id ?? '';
const isOfFirst = ({ row }: Attachment, facts: OpeningFacts): boolean => row === firstRow(facts);

/** The first trainee as a worker from the country, who shows that by other papers than those of identity. */
const fromTheCountry = traineeWith(0, () => ({ category: '农村转移就业劳动者' }));

/** A class of at least `least` trainees, with posts for all. */
const ofAtLeast =
  (least: number): Spoiler =>
  (facts) => {
    if (facts.roster.length >= least) return facts;
    const posts = facts.posts.map((post) => ({ ...post, headcount: least * 3 }));
    const { attachments: _of, personKeys: _keys, ...rest } = facts;
    return { ...rest, roster: sampleRoster(least, least), posts };
  };

/** A class of the second level where it is of the first, above which there is none. */
const belowTheTop: Spoiler = (facts) => {
  if (facts.application.level !== 1) return facts;
  const second = <Entry extends { readonly level: Level }>(entries: readonly Entry[]): Entry[] =>
    entries.map((entry) => ({ ...entry, level: 2 }));
  return {
    ...facts,
    application: { ...facts.application, level: 2 },
    institution: { ...facts.institution, designations: second(facts.institution.designations) },
    catalogue: second(facts.catalogue),
  };
};

const then =
  (...spoilers: readonly Spoiler[]): Spoiler =>
  (facts) =>
    spoilers.reduce((spoiled, spoiler) => spoiler(spoiled), facts);

const longAgo = (facts: OpeningFacts) => addDays(startOf(facts), -400);

const plantedHistory: Readonly<Record<string, Spoiler>> = {
  'opening.yearly-limit': known((facts) => ({
    enrolments: ['one', 'two', 'three'].map((key) => enrolment(facts, firstRow(facts), key)),
  })),
  'opening.higher-level-before': then(
    belowTheTop,
    known((facts) => {
      const occupationCode = facts.application.occupationCode ?? '';
      const former = { ...enrolment(facts, firstRow(facts), 'higher'), startedOn: longAgo(facts) };
      return { enrolments: [{ ...former, occupationCode, level: 1 }] };
    }),
  ),
  'opening.declared-before': traineeWith(0, (facts) => ({
    priorTraining: `2022年 ${occupationOf(facts)} ${levelWord(facts)}级`,
  })),
  'opening.roster-reused': then(
    ofAtLeast(10),
    known((facts) => ({
      enrolments: facts.roster.map(({ id }) => ({ ...enrolment(facts, id, 'former'), startedOn: longAgo(facts) })),
    })),
  ),
};

const plantedSharing: Readonly<Record<string, Spoiler>> = {
  'opening.phone-elsewhere': known((facts) => ({ phones: [{ ...elsewhere, row: firstRow(facts), persons: 2 }] })),
  'opening.phone-of-lead': (facts) => ({
    ...facts,
    application: { ...facts.application, classLeadPhone: facts.roster[0]?.cells.phone ?? '' },
  }),
  'opening.address-cluster': then(
    ofAtLeast(4),
    ...[0, 1, 2, 3].map((at) => traineeWith(at, () => ({ address: '河南省焦作市温县黄河路 9 号 3 单元 101 室' }))),
  ),
  'opening.teacher-among-trainees': known((facts) => ({
    teachers: [{ row: firstRow(facts), institution: '温县另一职业培训学校' }],
  })),
  'opening.teaches-then': known((facts) => ({
    teaching: [{ ...elsewhere, row: firstRow(facts), days: [startOf(facts)] }],
  })),
  'opening.plan-copied': known((facts) => ({
    plans: [{ ...elsewhere, institution: '温县另一职业培训学校', startedOn: longAgo(facts), alike: 8, total: 10 }],
  })),
};

const firstPost =
  (change: (facts: OpeningFacts) => Partial<JobPost>): Spoiler =>
  (facts) => ({
    ...facts,
    posts: facts.posts.map((post, at) => (at === 0 ? { ...post, ...change(facts) } : post)),
  });

const plantedPosts: Readonly<Record<string, Spoiler>> = {
  'opening.post-reused': known(({ posts }) => ({
    posts: posts.map(({ id, headcount = 0 }) => ({
      ...elsewhere,
      postId: id,
      headcount,
      trainees: headcount,
      offered: headcount,
    })),
  })),
  'opening.post-minimum-wage': firstPost(() => ({ wageFromFen: 149_999 })),
  'opening.post-code-of-two': (facts) => ({
    ...facts,
    posts: [
      ...facts.posts,
      ...facts.posts.slice(0, 1).map((post) => ({ ...post, id: 'other', employer: '焦作市另一公司', post: '保洁员' })),
    ],
  }),
  'opening.post-contact-own': firstPost(({ roster }) => ({ phone: roster[0]?.cells.phone ?? '' })),
};

const plantedProofs: Readonly<Record<string, Spoiler>> = {
  'opening.portrait-missing': withProofs((each, facts) =>
    each.kind === 'portrait' && isOfFirst(each, facts) ? undefined : {},
  ),
  'opening.proof-missing': then(
    fromTheCountry,
    withProofs((each, facts) => {
      if (!isOfFirst(each, facts) || each.kind !== 'proof') return {};
      return each.proof === 'identityCard' ? undefined : { proof: 'householdRegister' };
    }),
  ),
  'opening.category-proof-missing': withProofs((each, facts) => {
    if (!isOfFirst(each, facts) || each.kind !== 'proof') return {};
    return each.proof === 'identityCard' ? { proof: 'socialSecurityCard' } : undefined;
  }),
  'opening.portrait-shared': then(
    ofAtLeast(2),
    withProofs((each, { roster }) =>
      each.kind === 'portrait' && each.row === roster[1]?.id ? { hash: `photo-${roster[0]?.id}` } : {},
    ),
  ),
  'opening.portrait-reused': known((facts) => ({ photos: [{ ...elsewhere, row: firstRow(facts) }] })),
  'opening.portrait-unfit': withProofs((each, facts) =>
    each.kind === 'portrait' && isOfFirst(each, facts) ? { unfit: ['照片太小。'] } : {},
  ),
};

/** One way to break each rule that looks past the class, at what its people share, or at what they show. */
export const plantedCityFaults: Readonly<Record<string, Spoiler>> = {
  ...plantedHistory,
  ...plantedSharing,
  ...plantedPosts,
  ...plantedProofs,
};
