import { addDays, plainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import type { InstitutionFacts } from '#registers';
import type { Application, JobPost, Lesson, LessonKind, OpeningFacts } from './opening';
import { emptyCells, type RosterRow } from './roster/row';

/** One opening with nothing the matter; every test spoils one thing in it. Filed on a Monday for the Monday after. */
export const filedOn = plainDate('2026-12-07');
export const startsOn = plainDate('2026-12-14');

export const soundInstitution: InstitutionFacts = {
  name: '博爱县阳光职业培训学校',
  creditCode: '52410822MJY000005M',
  licenceUntil: plainDate('2028-06-30'),
  suspendedOn: undefined,
  revokedOn: undefined,
  designations: [
    {
      occupationCode: '4-10-01-05',
      level: 4,
      validFrom: plainDate('2025-01-01'),
      validUntil: plainDate('2027-12-31'),
    },
  ],
  venues: [
    { id: 'room', name: '101 教室', kind: 'theory', address: '鸿昌路 1 号', capacity: 50 },
    { id: 'workshop', name: '护理实训室', kind: 'practice', address: '鸿昌路 1 号', capacity: 40 },
  ],
  teachers: [
    {
      id: 'li',
      name: '李红梅',
      occupationCode: '4-10-01-05',
      level: 3,
      qualification: '养老护理员三级',
      personKey: 'k-li',
    },
    { id: 'zhao', name: '赵志强', occupationCode: '4-10-01-05', level: 4, qualification: '养老护理员四级' },
  ],
};

const soundApplication: Application = {
  occupationCode: '4-10-01-05',
  level: 4,
  startsOn,
  endsOn: plainDate('2026-12-18'),
  finalExamOn: plainDate('2026-12-18'),
  skillsAssessmentOn: plainDate('2026-12-25'),
  classMode: 'daytime',
  theoryVenueId: 'room',
  practiceVenueId: 'workshop',
  classLeadName: '周玉兰',
  classLeadPhone: '13903910001',
};

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Four lesson hours on the `dayIndex`-th day of the course, 08:30–11:30 or 14:30–17:30. */
const halfDay = (dayIndex: number, starts: '08:30' | '14:30', kind: LessonKind): Lesson => ({
  id: `${dayIndex + 1}-${starts}`,
  taughtOn: addDays(startsOn, dayIndex),
  startsMinute: minuteOf(starts),
  endsMinute: minuteOf(starts) + 180,
  lessonHours: 4,
  kind,
  content: kind === 'theory' ? '照护安全' : '体位转换',
  teacherId: kind === 'theory' ? 'li' : 'zhao',
  venueId: kind === 'theory' ? 'room' : 'workshop',
});

/** Five days: 16 hours of theory, 20 of practice, 4 of exam. */
const soundLessons: readonly Lesson[] = [
  halfDay(0, '08:30', 'theory'),
  halfDay(0, '14:30', 'theory'),
  halfDay(1, '08:30', 'theory'),
  halfDay(1, '14:30', 'theory'),
  halfDay(2, '08:30', 'practice'),
  halfDay(2, '14:30', 'practice'),
  halfDay(3, '08:30', 'practice'),
  halfDay(3, '14:30', 'practice'),
  halfDay(4, '08:30', 'practice'),
  halfDay(4, '14:30', 'exam'),
];

const trainee = (id: string, cells: Partial<RosterRow['cells']>): RosterRow => ({
  id,
  cells: { ...emptyCells(), category: '农村转移就业劳动者', ...cells },
});

const soundRoster: readonly RosterRow[] = [
  trainee('wang', { name: '王伟', sex: '男', id: '410802199003070017', phone: '13812345678' }),
  trainee('chen', { name: '陈晓燕', sex: '女', id: '410811198805120022', phone: '13812345679' }),
];

/** Six posts for two trainees: just enough. */
const soundPosts: readonly JobPost[] = [
  {
    id: 'nurse',
    employer: '焦作市夕阳红老年公寓',
    creditCode: '91410800MA40000158',
    address: '解放中路 8 号',
    post: '养老护理员',
    headcount: 4,
    wageFromFen: 320_000,
    wageToFen: 420_000,
    contact: '孙女士',
    phone: '03913560001',
    validUntil: plainDate('2027-03-31'),
  },
  {
    id: 'carer',
    employer: '博爱县家和家政服务有限公司',
    creditCode: '',
    address: '',
    post: '居家照护员',
    headcount: 2,
    wageFromFen: 300_000,
    wageToFen: undefined,
    contact: '吴先生',
    phone: '13703910002',
    validUntil: plainDate('2026-12-31'),
  },
];

export const sound: OpeningFacts = {
  filedOn,
  calendar: knownCalendar,
  application: soundApplication,
  roster: soundRoster,
  posts: soundPosts,
  lessons: soundLessons,
  institution: soundInstitution,
  catalogue: [
    {
      occupationCode: '4-10-01-05',
      occupationName: '养老护理员',
      level: 4,
      requiredHours: 40,
      validFrom: plainDate('2022-01-01'),
      validUntil: undefined,
    },
  ],
  overlaps: [],
  earlierTrainings: [],
  doubleBookings: [],
  personKeys: new Map([
    ['wang', 'k-wang'],
    ['chen', 'k-chen'],
  ]),
};

/** The sound opening with some fields of its application changed. */
export const applied = (change: Partial<Application>): OpeningFacts => ({
  ...sound,
  application: { ...sound.application, ...change },
});

/** The sound opening of an institution changed in something. */
export const byInstitution = (change: Partial<InstitutionFacts>): OpeningFacts => ({
  ...sound,
  institution: { ...sound.institution, ...change },
});

/** The sound opening with one lesson changed, its first unless told. */
export const withLesson = (change: Partial<Lesson>, index = 0): OpeningFacts => ({
  ...sound,
  lessons: sound.lessons.map((lesson, at) => (at === index ? { ...lesson, ...change } : lesson)),
});

/** The sound opening with its first post changed. */
export const withPost = (change: Partial<JobPost>): OpeningFacts => ({
  ...sound,
  posts: sound.posts.map((post, at) => (at === 0 ? { ...post, ...change } : post)),
});
