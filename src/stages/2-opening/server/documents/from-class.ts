import { formatYuan, findFen } from '#kernel/money';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import { checkIdentityNumber } from '#law/identity-number';
import { findCategory, traineeCategories } from '#law/trainee-categories';
import { type InstitutionFacts, levelNames } from '#registers';
import { shownBy, shownByRow } from '../../domain/attachments';
import { clockText, type JobPost, type Lesson, lessonKindNames } from '../../domain/opening';
import { planHours } from '../../domain/plan-rules';
import type { RosterRow } from '../../domain/roster/row';
import type { FilingParts } from '../store';
import type { Annex2Input, Annex3Input, Annex4Input, Annex5Input, CategoryCounts, Opinion } from './inputs';

/** Everything a form of one class says, read and masked by the caller. */
export interface PrintedClass extends FilingParts {
  readonly institution: InstitutionFacts;
  readonly occupation: string;
  readonly madeOn: PlainDate;
  readonly isDemo: boolean;
  readonly classYear: string;
  readonly classNumber: string;
  readonly teacherPhones: ReadonlyMap<string, string>;
  readonly institutionOpinion: Opinion;
  readonly bureauOpinion: Opinion;
  readonly counted: number;
  readonly required: number;
}

const categoryOf = (row: RosterRow, day: PlainDate) => findCategory(row.cells.category, day);

function countsOf(printed: PrintedClass): CategoryCounts {
  const day = printed.application.startsOn ?? printed.madeOn;
  const of = (code: string, onlyRelief = false) =>
    printed.roster.filter((row) => categoryOf(row, day)?.code === code && (!onlyRelief || row.cells.poverty === '是'))
      .length;
  return {
    registeredUnemployed: of('registeredUnemployed'),
    ruralTransferWorker: of('ruralTransferWorker'),
    ruralTransferPovertyRegistered: of('ruralTransferWorker', true),
    finalYearGraduate: of('finalYearGraduate'),
    schoolLeaver: of('schoolLeaver'),
    poorFamilyChild: of('poorFamilyChild'),
    poorFamilyCovered: of('poorFamilyChild'),
  };
}

const levelWords = ({ application: { level } }: PrintedClass) => (level ? levelNames[level] : '');
const occupationWords = (printed: PrintedClass) =>
  [printed.occupation, levelWords(printed) && `（${levelWords(printed)}）`].join('');
const className = (printed: PrintedClass) =>
  printed.classNumber ? `${printed.classYear} 年第 ${printed.classNumber} 期` : '';
const form = ({ madeOn, isDemo }: PrintedClass) => ({ madeOn, demo: isDemo });

function dayCount({ application: { startsOn, endsOn } }: PrintedClass): string {
  return startsOn && endsOn ? String(daysBetween(startsOn, endsOn) + 1) : '';
}

const placeOf = (printed: PrintedClass, id: string | undefined) => {
  const venue = printed.institution.venues.find((each) => each.id === id);
  return venue ? `${venue.address} ${venue.name}` : '';
};

const teacherName = (printed: PrintedClass, id: string | undefined) =>
  printed.institution.teachers.find((each) => each.id === id)?.name ?? '';

export function annex2Input(printed: PrintedClass): Annex2Input {
  const { application } = printed;
  const teaching = [...new Set(printed.lessons.flatMap((lesson) => lesson.teacherId ?? []))];
  return {
    ...form(printed),
    institution: printed.institution.name,
    occupation: occupationWords(printed),
    traineeCount: printed.roster.length,
    counts: countsOf(printed),
    theoryPlace: placeOf(printed, application.theoryVenueId),
    practicePlace: placeOf(printed, application.practiceVenueId),
    classYear: printed.classYear,
    classNumber: printed.classNumber,
    startsOn: application.startsOn ?? '',
    endsOn: application.endsOn ?? '',
    dayCount: dayCount(printed),
    lessonHours: String(planHours(printed.lessons).total || ''),
    finalExamOn: application.finalExamOn ?? '',
    skillsAssessmentOn: application.skillsAssessmentOn ?? '',
    modes: {
      day: application.classMode === 'daytime',
      evening: application.classMode === 'evening',
      holiday: application.classMode === 'holiday',
      other: application.classMode === 'other',
    },
    classLead: { name: application.classLeadName, phone: application.classLeadPhone },
    teachers: teaching.map((id) => ({ name: teacherName(printed, id), phone: printed.teacherPhones.get(id) ?? '' })),
    institutionOpinion: printed.institutionOpinion,
    bureauOpinion: printed.bureauOpinion,
  };
}

const lessonLine = (printed: PrintedClass, lesson: Lesson) => ({
  on: lesson.taughtOn,
  time: `${clockText(lesson.startsMinute)}–${clockText(lesson.endsMinute)}`,
  hours: String(lesson.lessonHours),
  content: lesson.content,
  kind: lessonKindNames[lesson.kind],
  teacher: teacherName(printed, lesson.teacherId),
  place: printed.institution.venues.find((venue) => venue.id === lesson.venueId)?.name ?? '',
});

export function annex3Input(printed: PrintedClass): Annex3Input {
  const hours = planHours(printed.lessons);
  return {
    ...form(printed),
    institution: printed.institution.name,
    occupation: printed.occupation,
    level: levelWords(printed),
    className: className(printed),
    traineeCount: String(printed.roster.length),
    startsOn: printed.application.startsOn ?? '',
    endsOn: printed.application.endsOn ?? '',
    dayCount: dayCount(printed),
    totalHours: String(hours.total),
    theoryHours: String(hours.theory),
    practiceHours: String(hours.practice),
    examHours: String(hours.exam),
    textbooks: '',
    examMethod: hours.exam > 0 ? '结业考试' : '',
    classLead: printed.application.classLeadName,
    lessons: printed.lessons.map((lesson) => lessonLine(printed, lesson)),
    preparedBy: printed.institutionOpinion.officer,
    approvedBy: printed.institutionOpinion.signatory,
    on: printed.institutionOpinion.on,
  };
}

const rosterLine = ({ cells }: RosterRow, hasPhoto: boolean) => ({
  name: cells.name,
  sex: cells.sex,
  ethnicity: cells.ethnicGroup,
  bornOn: cells.birth,
  identityNumber: cells.id,
  education: cells.education,
  household: cells.householdType,
  address: cells.address,
  category: cells.category,
  proofKind: cells.proof,
  proofNumber: '',
  phone: cells.phone,
  insured: cells.insured,
  relief: cells.poverty,
  formerTraining: cells.priorTraining,
  photo: hasPhoto ? '有' : '无',
  voucher: cells.voucher,
  remark: cells.note,
});

/** Sex as written, else as the identity number tells it. */
function sexOf({ cells }: RosterRow): '男' | '女' | undefined {
  if (cells.sex === '男' || cells.sex === '女') return cells.sex;
  const checked = checkIdentityNumber(cells.id);
  return checked.ok ? checked.sex : undefined;
}

export function annex4Input(printed: PrintedClass): Annex4Input {
  const shown = shownByRow(printed.attachments);
  const day = printed.application.startsOn ?? printed.madeOn;
  return {
    ...form(printed),
    institution: printed.institution.name,
    occupation: occupationWords(printed),
    className: className(printed),
    period: [printed.application.startsOn, printed.application.endsOn].filter(Boolean).join(' 至 '),
    trainees: printed.roster.map((row) => rosterLine(row, shownBy(shown, row.id).portraits.length > 0)),
    counts: traineeCategories.map((category) => {
      const own = printed.roster.filter((row) => categoryOf(row, day)?.code === category.code);
      const male = own.filter((row) => sexOf(row) === '男').length;
      const female = own.filter((row) => sexOf(row) === '女').length;
      return { category: category.shortName, male, female, total: own.length };
    }),
    officer: printed.institutionOpinion.officer,
    reviewer: printed.bureauOpinion.officer,
    on: printed.institutionOpinion.on,
  };
}

function wageText(post: JobPost): string {
  const words = [post.wageFromFen, post.wageToFen].flatMap((amount) => {
    const fen = amount === undefined ? undefined : findFen(amount);
    return fen === undefined ? [] : [formatYuan(fen).replace(/\.00$/, '')];
  });
  return words.length > 0 ? `${words.join('–')} 元/月` : '';
}

export function annex5Input(printed: PrintedClass): Annex5Input {
  const trainees = printed.roster.length;
  return {
    ...form(printed),
    institution: printed.institution.name,
    occupation: occupationWords(printed),
    className: className(printed),
    traineeCount: String(trainees),
    posts: printed.posts.map((post) => ({
      employer: post.employer,
      creditCode: post.creditCode,
      address: post.address,
      title: post.post,
      occupation: printed.occupation,
      headcount: post.headcount === undefined ? '' : String(post.headcount),
      wage: wageText(post),
      insurance: '',
      education: '',
      contact: post.contact,
      phone: post.phone,
      validUntil: post.validUntil ?? '',
    })),
    totalHeadcount: String(printed.counted),
    ratio: trainees > 0 ? `1:${Math.floor((printed.counted * 10) / trainees) / 10}` : '',
    requiredRatio: `1:${printed.required}`,
    verdict: trainees === 0 ? '' : printed.counted >= printed.required * trainees ? '符合要求' : '不足',
    preparedBy: printed.institutionOpinion.officer,
    approvedBy: printed.institutionOpinion.signatory,
    on: printed.institutionOpinion.on,
  };
}
