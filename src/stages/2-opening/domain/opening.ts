import type { WorkingCalendar } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import type { CatalogueEntry, DormantEmployer, InstitutionFacts, Level } from '#registers';
import type { Attachment } from './attachments';
import type { CityEvidence } from './city-evidence';
import type { ExchangeAnswer } from './exchange/answer';
import type { RosterRow } from './roster/row';

/** Annex 2 上课方式. */
export const classModes = ['daytime', 'evening', 'holiday', 'other'] as const;
export type ClassMode = (typeof classModes)[number];
export const classModeNames: Record<ClassMode, string> = {
  daytime: '白天班',
  evening: '晚上班',
  holiday: '假日班',
  other: '其他',
};

/** 开班申请 (Annex 2), as far as it is filled in. */
export interface Application {
  readonly occupationCode: string | undefined;
  readonly level: Level | undefined;
  readonly startsOn: PlainDate | undefined;
  readonly endsOn: PlainDate | undefined;
  readonly finalExamOn: PlainDate | undefined;
  readonly skillsAssessmentOn: PlainDate | undefined;
  readonly classMode: ClassMode | undefined;
  readonly theoryVenueId: string | undefined;
  readonly practiceVenueId: string | undefined;
  readonly classLeadName: string;
  readonly classLeadPhone: string;
}

export const lessonKinds = ['theory', 'practice', 'exam'] as const;
export type LessonKind = (typeof lessonKinds)[number];
export const lessonKindNames: Record<LessonKind, string> = { theory: '理论', practice: '实操', exam: '考试' };

/** One row of the teaching plan (Annex 3): minutes count from midnight. */
export interface Lesson {
  readonly id: string;
  readonly taughtOn: PlainDate;
  readonly startsMinute: number;
  readonly endsMinute: number;
  readonly lessonHours: number;
  readonly kind: LessonKind;
  readonly content: string;
  readonly teacherId: string | undefined;
  readonly venueId: string | undefined;
}

/** One row of the job posts (Annex 5); wages in fen a month. */
export interface JobPost {
  readonly id: string;
  readonly employer: string;
  readonly creditCode: string;
  readonly address: string;
  readonly post: string;
  readonly headcount: number | undefined;
  readonly wageFromFen: number | undefined;
  readonly wageToFen: number | undefined;
  readonly contact: string;
  readonly phone: string;
  readonly validUntil: PlainDate | undefined;
}

/** A trainee of this class who sits in another class at the same time; known to the server only. */
export interface Overlap {
  readonly row: string;
  readonly otherClass: string;
  readonly otherRegion: string;
  readonly days: readonly PlainDate[];
}

/** A trainee of this class who has been through the same occupation and level before; known to the server only. */
export interface EarlierTraining {
  readonly row: string;
  readonly otherClass: string;
  readonly startedOn: PlainDate;
}

/** Teacher or room of this class in use elsewhere at the same time; known to the server only. */
export interface DoubleBooking {
  readonly lessonId: string;
  readonly what: 'teacher' | 'venue';
  readonly name: string;
  readonly otherClass: string;
  /** The teacher sits in the other class as a trainee. */
  readonly isTrainee?: boolean;
}

/** Everything the opening rules look at: facts in, findings out. */
export interface OpeningFacts {
  readonly filedOn: PlainDate;
  readonly calendar: WorkingCalendar;
  readonly application: Application;
  readonly roster: readonly RosterRow[];
  readonly posts: readonly JobPost[];
  readonly lessons: readonly Lesson[];
  readonly institution: InstitutionFacts;
  readonly catalogue: readonly CatalogueEntry[];
  readonly overlaps: readonly Overlap[];
  readonly earlierTrainings: readonly EarlierTraining[];
  readonly doubleBookings: readonly DoubleBooking[];
  /** What else the city’s records tell; the browser has none of it. */
  readonly city?: CityEvidence;
  /** Employers of these posts that offer none in truth; absent where nobody has looked. */
  readonly dormantEmployers?: readonly DormantEmployer[];
  /** Photos and papers of the trainees; undefined where nobody has looked for them. */
  readonly attachments?: readonly Attachment[];
  /** What other offices’ registers have said of the trainees; the bureaus’ own, nobody else has it. */
  readonly exchange?: readonly ExchangeAnswer[];
  /** Keyed hash of each trainee’s identity number by row; the browser has none. */
  readonly personKeys?: ReadonlyMap<string, string>;
  /** The same after records of one person were merged: two rows of one person have one. */
  readonly standingKeys?: ReadonlyMap<string, string>;
}

/** The parts of a filing, in the order of 2021 三①–⑤. */
export const filingParts = ['application', 'plan', 'roster', 'posts', 'proofs'] as const;
export type FilingPart = (typeof filingParts)[number];
export const filingPartNames: Record<FilingPart, string> = {
  application: '开班申请表',
  plan: '教学计划',
  roster: '备案花名册',
  posts: '岗位信息',
  proofs: '证明与照片',
};

/** HH:mm of minutes since midnight. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
