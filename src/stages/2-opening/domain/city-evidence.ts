import type { PlainDate } from '#kernel/plain-date';
import type { Level } from '#registers';

/** Another class of the city as evidence names it; nobody in it is named. */
export interface OtherClass {
  readonly otherClass: string;
  readonly otherRegion: string;
}

/** A class a trainee of this one is or was enrolled in, filed before this one. */
export interface EnrolledBefore extends OtherClass {
  readonly row: string;
  /** Tells two classes apart. */
  readonly classKey: string;
  readonly occupationCode: string;
  readonly level: Level;
  readonly startedOn: PlainDate;
  readonly isApproved: boolean;
}

/** A trainee’s telephone given by other persons in other classes; the class is the one filed last. */
export interface PhoneElsewhere extends OtherClass {
  readonly row: string;
  readonly persons: number;
}

/** A trainee’s photo that stands for somebody else in another class, or here in another save of the same picture. */
export interface PhotoElsewhere extends OtherClass {
  readonly row: string;
  readonly isHere?: boolean;
}

/** A job post that another class counts as well, with what that class needs and offers in all. */
export interface PostElsewhere extends OtherClass {
  readonly postId: string;
  readonly headcount: number;
  readonly trainees: number;
  readonly offered: number;
}

/** The plan of another institution’s class that is most like this one: lessons alike, of all different lessons here. */
export interface LikePlan extends OtherClass {
  readonly institution: string;
  readonly startedOn: PlainDate;
  readonly alike: number;
  readonly total: number;
}

/** A trainee who is in the register of teachers. */
export interface TeachingTrainee {
  readonly row: string;
  readonly institution: string;
}

/** A trainee who at the hours of this class teaches another. */
export interface TeachesThen extends OtherClass {
  readonly row: string;
  readonly days: readonly PlainDate[];
}

/** What only the city’s records tell of a filing; the browser has none of it. */
export interface CityEvidence {
  readonly enrolments: readonly EnrolledBefore[];
  readonly phones: readonly PhoneElsewhere[];
  readonly photos: readonly PhotoElsewhere[];
  readonly posts: readonly PostElsewhere[];
  readonly plans: readonly LikePlan[];
  readonly teachers: readonly TeachingTrainee[];
  readonly teaching: readonly TeachesThen[];
}

export const noEvidence: CityEvidence = {
  enrolments: [],
  phones: [],
  photos: [],
  posts: [],
  plans: [],
  teachers: [],
  teaching: [],
};
