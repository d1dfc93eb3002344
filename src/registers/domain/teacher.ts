import type { PlainDate } from '#kernel/plain-date';
import type { Level } from './institution';

/** One proof that a teacher may teach: occupation, level, and the certificate that says so. */
export interface Qualification {
  readonly occupationCode: string;
  readonly level: Level;
  /** The words on the certificate, such as 养老护理员 高级工（三级）. */
  readonly title: string;
  readonly certificateNumber: string;
  readonly issuedBy: string;
  /** The last day it holds; without end where the certificate names none. */
  readonly validUntil: PlainDate | undefined;
}

/** A main employer other than the institution, and what it has agreed to. */
export interface OutsideEmployer {
  readonly name: string;
  /** Last day of each consent on file; undefined where it names none. */
  readonly consents: readonly { readonly validUntil: PlainDate | undefined }[];
}

export interface Teacher {
  readonly id: string;
  readonly name: string;
  /** Occupation, level and words of the first qualification, as lists show them. */
  readonly occupationCode: string;
  readonly level: Level;
  readonly qualification: string;
  /** Every qualification; absent of a teacher entered before certificates were kept. */
  readonly qualifications?: readonly Qualification[] | undefined;
  readonly joinedOn?: PlainDate | undefined;
  /** The last day at the institution. */
  readonly leftOn?: PlainDate | undefined;
  /** The first day on which the county does not let the teacher teach. */
  readonly stoppedOn?: PlainDate | undefined;
  /** Absent where the institution is the main employer, or nobody has said which it is. */
  readonly outsideEmployer?: OutsideEmployer | undefined;
  /** Keyed hash of the identity number, to tell a teacher among the trainees; the browser has none. */
  readonly personKey?: string | undefined;
}

type Held = Pick<Qualification, 'occupationCode' | 'level' | 'title' | 'validUntil'>;

/** What a teacher is qualified for, certificates or the one line of an older entry. */
export const qualificationsOf = (teacher: Teacher): readonly Held[] =>
  teacher.qualifications ?? [
    {
      occupationCode: teacher.occupationCode,
      level: teacher.level,
      title: teacher.qualification,
      validUntil: undefined,
    },
  ];

/** The qualifications that fit a class: the same occupation, the same level or a higher one. */
export const fittingQualifications = (teacher: Teacher, occupationCode: string, level: Level): readonly Held[] =>
  qualificationsOf(teacher).filter((held) => held.occupationCode === occupationCode && held.level <= level);

/** Whether a paper without an end, or with this one, still holds on a day. */
export const holdsOn = (validUntil: PlainDate | undefined, day: PlainDate): boolean =>
  validUntil === undefined || validUntil >= day;

/** On the staff of the institution on a day, the first and the last day included. */
export const isServingOn = ({ joinedOn, leftOn }: Teacher, day: PlainDate): boolean =>
  (joinedOn === undefined || joinedOn <= day) && (leftOn === undefined || leftOn >= day);

export const isStoppedOn = ({ stoppedOn }: Teacher, day: PlainDate): boolean =>
  stoppedOn !== undefined && stoppedOn <= day;

/** Whether the main employer agrees on a day, or is the institution itself (民办教育促进法实施条例第三十四条). */
export const isConsentedOn = ({ outsideEmployer }: Teacher, day: PlainDate): boolean =>
  outsideEmployer === undefined || outsideEmployer.consents.some(({ validUntil }) => holdsOn(validUntil, day));

export const teacherStandings = ['serving', 'coming', 'awaitingConsent', 'stopped', 'left'] as const;
export type TeacherStanding = (typeof teacherStandings)[number];
export const teacherStandingNames: Record<TeacherStanding, string> = {
  serving: '在职',
  coming: '尚未到岗',
  awaitingConsent: '待单位同意',
  stopped: '已停用',
  left: '已离任',
};

/** How a teacher stands on a day, the gravest first. */
export function teacherStandingOn(teacher: Teacher, day: PlainDate): TeacherStanding {
  if (teacher.leftOn !== undefined && teacher.leftOn < day) return 'left';
  if (isStoppedOn(teacher, day)) return 'stopped';
  if (teacher.joinedOn !== undefined && teacher.joinedOn > day) return 'coming';
  return isConsentedOn(teacher, day) ? 'serving' : 'awaitingConsent';
}

/** A teacher as a plan offers him; one already in the plan stays in the list, with the reason not to be chosen. */
export interface OfferedTeacher {
  readonly id: string;
  readonly label: string;
  /** Nothing stands in the way but what the rules say of occupation and level. */
  readonly mayTeach: boolean;
}

/** Whom a plan that begins on `day` offers: nobody who has left or is stopped, unless he is in the plan already. */
export function offeredTeachers(
  teachers: readonly Teacher[],
  inPlan: ReadonlySet<string | undefined>,
  day: PlainDate,
): OfferedTeacher[] {
  return teachers.flatMap((teacher) => {
    const standing = teacherStandingOn(teacher, day);
    const isGone = standing === 'left' || standing === 'stopped';
    if (isGone && !inPlan.has(teacher.id)) return [];
    const mayTeach = standing === 'serving';
    const label = mayTeach ? teacher.name : `${teacher.name}（${teacherStandingNames[standing]}）`;
    return [{ id: teacher.id, label, mayTeach }];
  });
}
