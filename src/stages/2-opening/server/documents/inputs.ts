/** What every form carries. Texts are printed as given: formatted, and masked where the reader may not see the whole. */
interface Form {
  /** The day the form was made, `YYYY-MM-DD`; it becomes the date of the file. */
  readonly madeOn: string;
  /** Prints 演示数据 across every page. */
  readonly demo?: boolean;
}

/** A day as `YYYY-MM-DD`, or empty where a hand is to write it. */
type DayText = string;

/** Trainees by category, with the 其中 of the two categories that have one. */
export interface CategoryCounts {
  readonly registeredUnemployed: number;
  readonly ruralTransferWorker: number;
  readonly ruralTransferPovertyRegistered: number;
  readonly finalYearGraduate: number;
  readonly schoolLeaver: number;
  readonly poorFamilyChild: number;
  readonly poorFamilyCovered: number;
}

export interface Opinion {
  readonly opinion: string;
  readonly officer: string;
  readonly signatory: string;
  readonly on: DayText;
}

export interface NamedPhone {
  readonly name: string;
  readonly phone: string;
}

/** 附件2 开班申请 */
export interface Annex2Input extends Form {
  readonly institution: string;
  readonly occupation: string;
  readonly traineeCount: number;
  readonly counts: CategoryCounts;
  readonly theoryPlace: string;
  readonly practicePlace: string;
  /** 期数, filled in by the bureau on approval; empty before. */
  readonly classYear: string;
  readonly classNumber: string;
  readonly startsOn: DayText;
  readonly endsOn: DayText;
  readonly dayCount: string;
  readonly lessonHours: string;
  readonly finalExamOn: DayText;
  readonly skillsAssessmentOn: DayText;
  readonly modes: Readonly<Record<'day' | 'evening' | 'holiday' | 'other', boolean>>;
  readonly classLead: NamedPhone;
  readonly teachers: readonly NamedPhone[];
  readonly institutionOpinion: Opinion;
  readonly bureauOpinion: Opinion;
}

export interface LessonLine {
  readonly on: string;
  readonly time: string;
  readonly hours: string;
  readonly content: string;
  readonly kind: string;
  readonly teacher: string;
  readonly place: string;
}

/** 附件3 教学计划 */
export interface Annex3Input extends Form {
  readonly institution: string;
  readonly occupation: string;
  readonly level: string;
  readonly className: string;
  readonly traineeCount: string;
  readonly startsOn: DayText;
  readonly endsOn: DayText;
  readonly dayCount: string;
  readonly totalHours: string;
  readonly theoryHours: string;
  readonly practiceHours: string;
  readonly examHours: string;
  readonly textbooks: string;
  readonly examMethod: string;
  readonly classLead: string;
  readonly lessons: readonly LessonLine[];
  readonly preparedBy: string;
  readonly approvedBy: string;
  readonly on: DayText;
}

export interface RosterLine {
  readonly name: string;
  readonly sex: string;
  readonly ethnicity: string;
  readonly bornOn: string;
  readonly identityNumber: string;
  readonly education: string;
  readonly household: string;
  readonly address: string;
  readonly category: string;
  readonly proofKind: string;
  readonly proofNumber: string;
  readonly phone: string;
  readonly insured: string;
  readonly relief: string;
  readonly formerTraining: string;
  readonly photo: string;
  readonly voucher: string;
  readonly remark: string;
}

/** 附件4 备案花名册 */
export interface Annex4Input extends Form {
  readonly institution: string;
  readonly occupation: string;
  readonly className: string;
  readonly period: string;
  readonly trainees: readonly RosterLine[];
  readonly counts: readonly {
    readonly category: string;
    readonly male: number;
    readonly female: number;
    readonly total: number;
  }[];
  readonly officer: string;
  readonly reviewer: string;
  readonly on: DayText;
}

export interface PostLine {
  readonly employer: string;
  readonly creditCode: string;
  readonly address: string;
  readonly title: string;
  readonly occupation: string;
  readonly headcount: string;
  readonly wage: string;
  readonly insurance: string;
  readonly education: string;
  readonly contact: string;
  readonly phone: string;
  readonly validUntil: string;
}

/** 附件5 岗位信息统计表 */
export interface Annex5Input extends Form {
  readonly institution: string;
  readonly occupation: string;
  readonly className: string;
  readonly traineeCount: string;
  readonly posts: readonly PostLine[];
  readonly totalHeadcount: string;
  /** 1:3.4, and the least the notice allows. */
  readonly ratio: string;
  readonly requiredRatio: string;
  /** 符合要求 or 不足, or nothing. */
  readonly verdict: string;
  readonly preparedBy: string;
  readonly approvedBy: string;
  readonly on: DayText;
}
