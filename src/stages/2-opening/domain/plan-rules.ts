import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { type Lesson, type LessonKind, lessonKindNames, type OpeningFacts } from './opening';
import { enoughTeachers, venueHolds } from './plan-resource-rules';
import {
  dayLoad,
  enoughMinutes,
  holidayLesson,
  overlapInClass,
  startsWithLesson,
  withinDates,
} from './plan-time-rules';
import { teacherRules } from './teacher-rules';

const since2021 = plainDate('2021-01-01');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

/** Lesson hours of a plan, whole and by kind. */
export function planHours(lessons: readonly Lesson[]): Record<LessonKind | 'total', number> {
  const hours = { theory: 0, practice: 0, exam: 0, total: 0 };
  for (const lesson of lessons) {
    hours[lesson.kind] += lesson.lessonHours;
    hours.total += lesson.lessonHours;
  }
  return hours;
}

/** The lesson hours the catalogue requires of this class. */
export const requiredHoursOf = ({
  application,
  catalogue,
  filedOn: filed,
}: Pick<OpeningFacts, 'application' | 'catalogue' | 'filedOn'>): number | undefined => {
  const day = application.startsOn ?? filed;
  return catalogue.find(
    (entry) =>
      entry.occupationCode === application.occupationCode &&
      entry.level === application.level &&
      entry.validFrom <= day &&
      (!entry.validUntil || entry.validUntil >= day),
  )?.requiredHours;
};

const planGiven = rule({
  id: 'opening.plan-given',
  title: '教学计划',
  cites: ['2021.3.2', '2021.A3'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: ({ lessons }: OpeningFacts) => (lessons.length > 0 ? [] : [{ field: 'lessons' }]),
  says: () => '还没有教学计划。',
  fix: () => '请按每周安排生成课次，或逐次录入。',
});

const planHoursMet = rule({
  id: 'opening.plan-hours',
  title: '总课时',
  cites: ['2021.3.2', '2021.A3'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check(facts: OpeningFacts) {
    const required = requiredHoursOf(facts);
    const given = planHours(facts.lessons).total;
    return required === undefined || facts.lessons.length === 0 || given >= required
      ? []
      : [{ field: 'lessonHours', required, given }];
  },
  says: ({ required, given }) => `规定总课时 ${required}，教学计划合计 ${given} 课时。`,
  fix: ({ required, given }) => `请再排 ${required - given} 课时。`,
});

const lessonWhole = rule({
  id: 'opening.plan-complete',
  title: '课次填写完整',
  cites: ['2021.3.2', '2021.A3'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ lessons, institution }: OpeningFacts) {
    const teachers = new Set(institution.teachers.map(({ id }) => id));
    const venues = new Set(institution.venues.map(({ id }) => id));
    return lessons.flatMap(({ id: row, content, teacherId, venueId }) => {
      const missing: { field: string; row: string; label: string; isUnknown?: true }[] = [];
      if (!content) missing.push({ field: 'content', row, label: '教学内容' });
      if (!teacherId) missing.push({ field: 'teacherId', row, label: '授课教师' });
      else if (!teachers.has(teacherId)) missing.push({ field: 'teacherId', row, label: '授课教师', isUnknown: true });
      if (!venueId) missing.push({ field: 'venueId', row, label: '培训地点' });
      else if (!venues.has(venueId)) missing.push({ field: 'venueId', row, label: '培训地点', isUnknown: true });
      return missing;
    });
  },
  says: ({ label, isUnknown }) => (isUnknown ? `${label}不是本机构登记在册的。` : `没有填写${label}。`),
  fix: ({ label, isUnknown }) => (isUnknown ? `请改选本机构登记的${label}。` : `请为这次课填写${label}。`),
});

const practiceShare = rule({
  id: 'opening.plan-practice-share',
  title: '实操比例',
  cites: ['2021.3.2'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ lessons }: OpeningFacts, figure) {
    const hours = planHours(lessons);
    const required = figure('practiceShareAdvised');
    const share = hours.total === 0 ? 100 : Math.floor((hours.practice * 100) / hours.total);
    return share < required ? [{ field: 'kind', required, share }] : [];
  },
  says: ({ required, share }) => `实操占 ${share}%，低于建议的 ${required}%。`,
  fix: () => `请增加${lessonKindNames.practice}课时，或在核查时说明。`,
});

/** What must hold of the teaching plan (Annex 3). */
export const planRules: readonly AnyRule<OpeningFacts>[] = [
  planGiven,
  planHoursMet,
  withinDates,
  startsWithLesson,
  enoughMinutes,
  dayLoad,
  overlapInClass,
  lessonWhole,
  ...teacherRules,
  enoughTeachers,
  venueHolds,
  holidayLesson,
  practiceShare,
];
