import { addWorkingDays } from '#kernel/calendar';
import { addDays, type PlainDate, plainDate } from '#kernel/plain-date';
import { creditCheckSign } from '#law/unified-credit-code';
import { knownCalendar } from '#law/working-years';
import type { InstitutionFacts, Level } from '#registers';
import type { Application, JobPost, OpeningFacts } from './opening';
import { lessonsOf, type PatternSession, type WeeklyPattern } from './plan-pattern';
import type { RosterRow } from './roster/row';
import { samplePerson, seeded } from './roster/sample-people';

/** What a sample opening is made from; every wish gives an opening with nothing the matter. */
export interface OpeningWish {
  readonly filedOn: PlainDate;
  /** Working days between filing and the first day a lesson may fall on. */
  readonly lead: number;
  readonly occupation: (typeof sampleOccupations)[number];
  readonly level: Level;
  readonly teacherLevels: readonly [theory: Level, practice: Level];
  readonly mode: keyof typeof weeks;
  readonly practiceHours: number;
  readonly theoryHours: number;
  readonly size: number;
  readonly surplusPosts: number;
  readonly seed: number;
}

export const sampleOccupations = ['4-10-01-05', '4-10-01-06', '6-18-02-04', '4-03-02-01'] as const;
const examHours = 4;

const session = (startsMinute: number, lessonHours: number): PatternSession => ({
  startsMinute,
  endsMinute: startsMinute + lessonHours * 45,
  lessonHours,
});
const workweek = [1, 2, 3, 4, 5];
/** How classes are really held: whole days, evenings, or weekends. */
const weeks = {
  daytime: { weekdays: workweek, sessions: [session(510, 4), session(870, 4)] },
  evening: { weekdays: workweek, sessions: [session(1140, 3)] },
  holiday: { weekdays: [6, 7], sessions: [session(510, 4), session(870, 3)] },
} as const;

const wholePeriod = { validFrom: plainDate('2021-01-01'), validUntil: plainDate('2031-12-31') };

const institutionOf = ({ occupation, level, teacherLevels }: OpeningWish): InstitutionFacts => ({
  name: '温县明德职业培训学校',
  creditCode: `52410825MJY000007${creditCheckSign('52410825MJY000007') ?? ''}`,
  licenceUntil: wholePeriod.validUntil,
  suspendedOn: undefined,
  revokedOn: undefined,
  designations: [{ occupationCode: occupation, level, ...wholePeriod }],
  venues: [
    { id: 'room', name: '教室', kind: 'theory', address: '黄河路 2 号', capacity: 100 },
    { id: 'workshop', name: '实训室', kind: 'practice', address: '黄河路 2 号', capacity: 100 },
  ],
  teachers: teacherLevels.map((held, index) => ({
    id: `teacher-${index}`,
    name: index === 0 ? '李红梅' : '赵志强',
    occupationCode: occupation,
    level: held,
    qualification: '职业资格',
    personKey: `key-of-teacher-${index}`,
  })),
});

const patternOf = (wish: OpeningWish): WeeklyPattern => ({
  ...weeks[wish.mode],
  startsOn: addWorkingDays(knownCalendar, wish.filedOn, wish.lead),
  skipsHolidays: true,
  theoryHours: wish.theoryHours,
  practiceHours: wish.practiceHours,
  examHours,
  theoryTeacherId: 'teacher-0',
  practiceTeacherId: 'teacher-1',
  theoryVenueId: 'room',
  practiceVenueId: 'workshop',
  contents: { theory: '理论知识', practice: '操作技能', exam: '结业考试' },
});

/** The trainees of a class, each of sound particulars. */
export function sampleRoster(size: number, seed: number): RosterRow[] {
  const below = seeded(seed);
  return Array.from({ length: size }, (_, index) => ({ id: `row-${index}`, cells: samplePerson(below, index) }));
}

function postsFor(count: number, startsOn: PlainDate): JobPost[] {
  const shares = count > 3 ? [Math.floor(count / 3), count - Math.floor(count / 3)] : [count];
  return shares.map((headcount, index) => ({
    id: `post-${index}`,
    employer: `焦作市第 ${index + 1} 用人单位`,
    creditCode: index === 0 ? `91410800MA4000015${creditCheckSign('91410800MA4000015') ?? ''}` : '',
    address: '人民路 9 号',
    post: '操作工',
    headcount,
    wageFromFen: 300_000,
    wageToFen: 400_000,
    contact: '孙女士',
    phone: `0391356010${index}`,
    validUntil: addDays(startsOn, index * 30),
  }));
}

/** An opening with nothing the matter, as wished. */
export function openingOf(wish: OpeningWish): OpeningFacts {
  const { filedOn, occupation, level, mode, size, seed } = wish;
  let made = 0;
  const lessons = lessonsOf(patternOf(wish), knownCalendar, () => `lesson-${made++}`);
  const [first] = lessons;
  const last = lessons.at(-1);
  if (!first || !last) throw new RangeError('a wish without lesson hours');
  const application: Application = {
    occupationCode: occupation,
    level,
    startsOn: first.taughtOn,
    endsOn: last.taughtOn,
    finalExamOn: last.taughtOn,
    skillsAssessmentOn: addDays(last.taughtOn, seed % 15),
    classMode: mode,
    theoryVenueId: 'room',
    practiceVenueId: 'workshop',
    classLeadName: '周玉兰',
    classLeadPhone: seed % 2 === 0 ? '13903910001' : '0391-3560000',
  };
  const roster = sampleRoster(size, seed);
  return {
    filedOn,
    calendar: knownCalendar,
    application,
    roster,
    posts: postsFor(size * 3 + wish.surplusPosts, first.taughtOn),
    lessons,
    institution: institutionOf(wish),
    catalogue: [
      {
        occupationCode: occupation,
        occupationName: '示例职业',
        level,
        requiredHours: wish.theoryHours + wish.practiceHours + examHours,
        ...wholePeriod,
      },
    ],
    overlaps: [],
    earlierTrainings: [],
    doubleBookings: [],
    personKeys: new Map(roster.map(({ id }) => [id, `key-of-${id}`])),
  };
}
