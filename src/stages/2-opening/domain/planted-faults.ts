import { workingCalendarOf } from '#law/statutory-holidays';
import { addDays, partsOf, type PlainDate, plainDate } from '#kernel/plain-date';
import { knownYears } from '#law/working-years';
import type { Teacher } from '#registers';
import type { Application, JobPost, Lesson, OpeningFacts } from './opening';
import { plantedCityFaults } from './planted-city-faults';
import { sampleRoster } from './sample-openings';

type Spoiler = (facts: OpeningFacts) => OpeningFacts;

const application =
  (change: (application: Application) => Partial<Application>): Spoiler =>
  (facts) => ({ ...facts, application: { ...facts.application, ...change(facts.application) } });

const firstLesson =
  (change: (lesson: Lesson) => Partial<Lesson>): Spoiler =>
  (facts) => ({
    ...facts,
    lessons: facts.lessons.map((lesson, index) => (index === 0 ? { ...lesson, ...change(lesson) } : lesson)),
  });

const everyLesson =
  (change: (lesson: Lesson) => Partial<Lesson>): Spoiler =>
  (facts) => ({ ...facts, lessons: facts.lessons.map((lesson) => ({ ...lesson, ...change(lesson) })) });

const firstPost =
  (change: (post: JobPost, facts: OpeningFacts) => Partial<JobPost>): Spoiler =>
  (facts) => ({
    ...facts,
    posts: facts.posts.map((post, index) => (index === 0 ? { ...post, ...change(post, facts) } : post)),
  });

const before = (day: Application['startsOn']) => (day ? addDays(day, -1) : undefined);

/** The teacher of practice changed in something; `before` is the day before the class begins. */
const secondTeacher =
  (change: (teacher: Teacher, before: PlainDate) => Partial<Teacher>): Spoiler =>
  (facts) => {
    const day = before(facts.application.startsOn) ?? facts.filedOn;
    const teachers = facts.institution.teachers.map((teacher) =>
      teacher.id === 'teacher-1' ? { ...teacher, ...change(teacher, day) } : teacher,
    );
    return { ...facts, institution: { ...facts.institution, teachers } };
  };

/** A class of `size` trainees with posts for all of them. */
const ofSize =
  (size: number): Spoiler =>
  (facts) => {
    const posts = facts.posts.map((post) => ({ ...post, headcount: size * 3 }));
    return { ...facts, roster: sampleRoster(size, size), posts };
  };

/** The first lesson cut in two that share a minute. */
const cutLesson: Spoiler = (facts) => {
  const lessons = facts.lessons.flatMap((lesson, index) =>
    index > 0
      ? [lesson]
      : [
          { ...lesson, id: 'cut', lessonHours: 1, endsMinute: lesson.startsMinute + 46 },
          { ...lesson, lessonHours: lesson.lessonHours - 1, startsMinute: lesson.startsMinute + 45 },
        ],
  );
  return { ...facts, lessons };
};

/** A day of practice alone, begun so early that it has nine hours. */
const longDay: Spoiler = (facts) => {
  const ofDay = (day: string) => facts.lessons.filter(({ taughtOn }) => taughtOn === day);
  const early = facts.lessons.find(({ taughtOn }) => ofDay(taughtOn).every(({ kind }) => kind === 'practice'));
  if (!early) return facts;
  const more = 9 - ofDay(early.taughtOn).reduce((hours, lesson) => hours + lesson.lessonHours, 0);
  const lessons = facts.lessons.map((lesson) =>
    lesson === early
      ? { ...lesson, lessonHours: lesson.lessonHours + more, startsMinute: lesson.startsMinute - more * 45 }
      : lesson,
  );
  return { ...facts, lessons };
};

/** A notice that gives the last day of the course off, to a class not held on days off. */
const lastDayOff: Spoiler = (facts) => {
  const offDays = facts.lessons.slice(-1).map(({ taughtOn }) => taughtOn);
  const year = { year: partsOf(facts.filedOn).year, source: '通知', offDays, workedWeekendDays: [] };
  return application(() => ({ classMode: 'daytime' }))({
    ...facts,
    calendar: workingCalendarOf([...knownYears, year]),
  });
};

/** One way to break each rule of the opening, and no other, in any sound opening. */
export const plantedFaults: Readonly<Record<string, Spoiler>> = {
  'opening.filed-in-time': (facts) => ({ ...facts, filedOn: before(facts.application.startsOn) ?? facts.filedOn }),
  'opening.field-missing': application(() => ({ classLeadName: '' })),
  'opening.lead-phone-format': application(() => ({ classLeadPhone: '3560000' })),
  'opening.dates-in-order': application(({ finalExamOn }) => ({ skillsAssessmentOn: before(finalExamOn) })),
  'opening.designated': (facts) => ({ ...facts, institution: { ...facts.institution, designations: [] } }),
  'opening.in-catalogue': (facts) => ({ ...facts, catalogue: [] }),
  'opening.institution-in-good-standing': (facts) => ({
    ...facts,
    institution: { ...facts.institution, revokedOn: addDays(facts.filedOn, -30) },
  }),
  'opening.institution-catalogue': (facts) => ({
    ...facts,
    institution: {
      ...facts.institution,
      listings: [
        { documentNumber: '焦人社〔2024〕31号', from: plainDate('2024-07-18'), until: undefined, isListed: false },
      ],
    },
  }),
  'opening.plan-given': (facts) => ({ ...facts, lessons: [] }),
  'opening.plan-hours': (facts) => ({
    ...facts,
    catalogue: facts.catalogue.map((entry) => ({ ...entry, requiredHours: entry.requiredHours + 1 })),
  }),
  'opening.plan-within-dates': application(({ endsOn }) => ({ endsOn: before(endsOn) })),
  'opening.plan-first-lesson': (facts) =>
    application(({ startsOn }) => ({ startsOn: before(startsOn) }))({ ...facts, filedOn: addDays(facts.filedOn, -14) }),
  'opening.plan-minutes': firstLesson(({ endsMinute }) => ({ endsMinute: endsMinute - 1 })),
  'opening.plan-day-load': longDay,
  'opening.plan-overlap': cutLesson,
  'opening.plan-complete': firstLesson(() => ({ content: '' })),
  'opening.teacher-qualified': secondTeacher(() => ({ occupationCode: '9-99-99-99' })),
  'opening.teacher-qualification-valid': secondTeacher(({ occupationCode, level, qualification }, before) => ({
    qualifications: [
      { occupationCode, level, title: qualification, certificateNumber: '1', issuedBy: '人社局', validUntil: before },
    ],
  })),
  'opening.teacher-serving': secondTeacher((_teacher, before) => ({ leftOn: before })),
  'opening.teacher-not-stopped': secondTeacher((_teacher, before) => ({ stoppedOn: before })),
  'opening.teacher-consent': secondTeacher((_teacher, before) => ({
    outsideEmployer: { name: '温县职业中等专业学校', consents: [{ validUntil: before }] },
  })),
  'opening.teachers-enough': everyLesson(() => ({ teacherId: 'teacher-1' })),
  'opening.venue-capacity': (facts) => ({
    ...facts,
    institution: {
      ...facts.institution,
      venues: facts.institution.venues.map((venue) =>
        venue.id === 'room' ? { ...venue, capacity: facts.roster.length - 1 } : venue,
      ),
    },
  }),
  'opening.plan-holiday': lastDayOff,
  'opening.plan-practice-share': everyLesson(({ kind }) => ({ kind: kind === 'practice' ? 'theory' : kind })),
  'opening.resource-free': (facts) => ({
    ...facts,
    doubleBookings: [{ lessonId: 'lesson-0', what: 'venue', name: '教室', otherClass: '另一班' }],
  }),
  'opening.roster-given': (facts) => ({ ...facts, roster: [] }),
  'opening.class-size-limit': ofSize(61),
  'opening.class-size-advised': ofSize(51),
  'opening.no-overlap': (facts) => ({
    ...facts,
    overlaps: [{ row: 'row-0', otherClass: '另一班', otherRegion: '温县', days: [facts.filedOn] }],
  }),
  'opening.trained-before': (facts) => ({
    ...facts,
    earlierTrainings: [{ row: 'row-0', otherClass: '另一班', startedOn: addDays(facts.filedOn, -400) }],
  }),
  'opening.trainee-is-not-teacher': (facts) => ({ ...facts, personKeys: new Map([['row-0', 'key-of-teacher-1']]) }),
  'opening.same-person-twice': (facts) => ({
    ...(facts.roster.length > 1 ? facts : ofSize(2)(facts)),
    standingKeys: new Map(['row-0', 'row-1'].map((row) => [row, 'key-of-row-0'])),
  }),
  'opening.enough-posts': (facts) => {
    const lacking = firstPost(() => ({ headcount: facts.roster.length * 3 - 1 }))(facts);
    return { ...lacking, posts: lacking.posts.slice(0, 1) };
  },
  'opening.post-complete': firstPost(() => ({ contact: '' })),
  'opening.post-credit-code': firstPost(({ creditCode }) => ({ creditCode: creditCode.slice(0, 17) })),
  'opening.post-wage-range': firstPost(({ wageFromFen }) => ({ wageToFen: (wageFromFen ?? 0) - 1 })),
  'opening.post-uncounted': (facts) => ({
    ...facts,
    posts: [...facts.posts, ...facts.posts.slice(0, 1).map((post) => ({ ...post, id: 'again' }))],
  }),
  'opening.post-valid-until': firstPost(() => ({ validUntil: undefined })),
  ...plantedCityFaults,
};
