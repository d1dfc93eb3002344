import { earlier, type PlainDate } from '#kernel/plain-date';
import type { Application, Lesson } from '../opening';
import type { RosterRow } from '../roster/row';

/** What a change after approval may be about. */
export const changeKinds = ['time', 'place', 'teacher', 'plan', 'withdrawal', 'substitution'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export const changeKindNames: Record<ChangeKind, string> = {
  time: '时间',
  place: '地点',
  teacher: '教师',
  plan: '计划',
  withdrawal: '学员退出',
  substitution: '学员替换',
};

/** Fields of the application that a change may move. */
export const changeableDates = ['startsOn', 'endsOn', 'finalExamOn', 'skillsAssessmentOn'] as const;
export const changeablePlaces = ['theoryVenueId', 'practiceVenueId'] as const;
export type ChangedApplication = Pick<
  Application,
  (typeof changeableDates)[number] | (typeof changeablePlaces)[number]
>;

/** One trainee leaves and another takes the place. */
export interface Substitution {
  /** The row of the trainee who leaves. */
  readonly leaves: string;
  readonly joins: RosterRow;
}

/** What the institution asks for: the plan as it is to be from now on, and who leaves or joins. */
export interface ChangeProposal {
  readonly application: ChangedApplication;
  readonly lessons: readonly Lesson[];
  /** The first day without those who leave, and with those who join. */
  readonly rosterFrom: PlainDate | undefined;
  /** Rows of the trainees who leave without a substitute. */
  readonly withdrawals: readonly string[];
  readonly substitutions: readonly Substitution[];
}

/** An approved class as far as it can be changed. */
export interface Changeable {
  readonly application: Application;
  readonly lessons: readonly Lesson[];
  readonly roster: readonly RosterRow[];
}

export const changedApplicationOf = (application: Application): ChangedApplication => ({
  startsOn: application.startsOn,
  endsOn: application.endsOn,
  finalExamOn: application.finalExamOn,
  skillsAssessmentOn: application.skillsAssessmentOn,
  theoryVenueId: application.theoryVenueId,
  practiceVenueId: application.practiceVenueId,
});

/** A change that changes nothing yet. */
export const emptyProposal = ({ application, lessons }: Changeable): ChangeProposal => ({
  application: changedApplicationOf(application),
  lessons,
  rosterFrom: undefined,
  withdrawals: [],
  substitutions: [],
});

const lessonFields = [
  'taughtOn',
  'startsMinute',
  'endsMinute',
  'lessonHours',
  'kind',
  'content',
  'teacherId',
  'venueId',
] as const satisfies readonly (keyof Lesson)[];

/** A lesson before and after; one of the two is missing where a lesson is new or taken out. */
export interface TouchedLesson {
  readonly id: string;
  readonly before: Lesson | undefined;
  readonly after: Lesson | undefined;
}

const isSame = (a: Lesson, b: Lesson): boolean => lessonFields.every((field) => a[field] === b[field]);

/** The lessons a proposal changes, takes out or adds. */
export function touchedLessons(current: readonly Lesson[], proposed: readonly Lesson[]): TouchedLesson[] {
  const former = new Map(current.map((lesson) => [lesson.id, lesson]));
  const kept = new Set(proposed.map(({ id }) => id));
  return [
    ...proposed.flatMap((after): TouchedLesson[] => {
      const before = former.get(after.id);
      return before && isSame(before, after) ? [] : [{ id: after.id, before, after }];
    }),
    ...current.flatMap((before) => (kept.has(before.id) ? [] : [{ id: before.id, before, after: undefined }])),
  ];
}

/** Rows of all who leave, replaced or not. */
export const leavers = ({ withdrawals, substitutions }: ChangeProposal): string[] => [
  ...withdrawals,
  ...substitutions.map(({ leaves }) => leaves),
];

/** What a proposal is about, worked out from what it changes; never typed. */
export function kindsOf(current: Changeable, proposal: ChangeProposal): ChangeKind[] {
  const touched = touchedLessons(current.lessons, proposal.lessons);
  const differs = (...fields: (keyof Lesson)[]): boolean =>
    touched.some(({ before, after }) => before && after && fields.some((field) => before[field] !== after[field]));
  const moves = (fields: readonly (keyof ChangedApplication)[]): boolean =>
    fields.some((field) => current.application[field] !== proposal.application[field]);
  const isAbout: Record<ChangeKind, boolean> = {
    time: differs('taughtOn', 'startsMinute', 'endsMinute') || moves(changeableDates),
    place: differs('venueId') || moves(changeablePlaces),
    teacher: differs('teacherId'),
    plan: differs('lessonHours', 'kind', 'content') || touched.some(({ before, after }) => !before || !after),
    withdrawal: proposal.withdrawals.length > 0,
    substitution: proposal.substitutions.length > 0,
  };
  return changeKinds.filter((kind) => isAbout[kind]);
}

const earliestOf = (days: readonly PlainDate[]): PlainDate | undefined =>
  days.reduce<PlainDate | undefined>((first, day) => (first ? earlier(first, day) : day), undefined);

const touchedDays = (current: readonly Lesson[], proposed: readonly Lesson[]): PlainDate[] =>
  touchedLessons(current, proposed).flatMap(({ before, after }) => [
    ...(before ? [before.taughtOn] : []),
    ...(after ? [after.taughtOn] : []),
  ]);

/** The first day of which the timetable would be otherwise; undefined when no lesson is touched. */
export const firstTouchedDay = (current: readonly Lesson[], proposed: readonly Lesson[]): PlainDate | undefined =>
  earliestOf(touchedDays(current, proposed));

/** The first day on which something would be otherwise; undefined when nothing is touched that has a day. */
export function firstAffectedDay(current: Changeable, proposal: ChangeProposal): PlainDate | undefined {
  const days = touchedDays(current.lessons, proposal.lessons);
  if (leavers(proposal).length > 0 && proposal.rosterFrom) days.push(proposal.rosterFrom);
  for (const field of changeableDates) {
    const [before, after] = [current.application[field], proposal.application[field]];
    if (before !== after) days.push(...[before, after].filter((day) => day !== undefined));
  }
  return earliestOf(days);
}

/** The class as it would be: who leaves is out, who joins stands at the end. */
export function applied<Parts extends Changeable>(current: Parts, proposal: ChangeProposal): Parts {
  const gone = new Set(leavers(proposal));
  return {
    ...current,
    application: { ...current.application, ...proposal.application },
    lessons: proposal.lessons,
    roster: [...current.roster.filter(({ id }) => !gone.has(id)), ...proposal.substitutions.map(({ joins }) => joins)],
  };
}
