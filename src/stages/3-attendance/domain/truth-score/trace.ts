import type { PlainDate } from '#kernel/plain-date';
import { startOf, type TaughtLesson } from '../lesson-times';

/** One check-in as the patterns are read from it. */
export interface TracedCheckIn {
  readonly traineeId: string;
  readonly lessonId: string;
  readonly direction: 'in' | 'out';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly deviceId: string;
  /** A telephone serves its owner; what hangs at the door serves everybody. */
  readonly isPhone: boolean;
  /** SHA-256 of the picture taken, where one was. */
  readonly photoHash?: string;
  /** Equal for equal places within the class and nothing else; only where the accuracy means anything. */
  readonly placeMark?: string;
}

/** Heads counted in one sampled picture of a lesson. */
export interface HeadCount {
  readonly lessonId: string;
  readonly count: number;
  /** Counted from behind the class, where backs hide faces: weighs little. */
  readonly seesBacks?: boolean;
}

/** People added, edited or deleted on a device while the course ran, which no approved change explains. */
export interface PeopleChange {
  readonly deviceId: string;
  readonly at: number;
}

/** All that a truth score of a class is read from. */
export interface ClassTrace {
  readonly lessons: readonly TaughtLesson[];
  readonly traineeIds: readonly string[];
  readonly checkIns: readonly TracedCheckIn[];
  readonly headCounts: readonly HeadCount[];
  readonly peopleChanges: readonly PeopleChange[];
  /** Days of storm, snow or the eve of a holiday, on which some always stay away or come late. */
  readonly badDays: ReadonlySet<PlainDate>;
}

/** The same trace laid out by lesson, once for all signals. */
export interface PreparedTrace extends ClassTrace {
  readonly arrivals: ReadonlyMap<string, readonly TracedCheckIn[]>;
  readonly startMinutes: ReadonlyMap<string, number>;
}

/** First check-ins of each trainee in each lesson, in order of time; what was sent twice counts once. */
export function prepared(trace: ClassTrace): PreparedTrace {
  const first = new Map<string, Map<string, TracedCheckIn>>();
  for (const each of trace.checkIns) {
    if (each.direction !== 'in') continue;
    const ofLesson = first.get(each.lessonId) ?? new Map<string, TracedCheckIn>();
    first.set(each.lessonId, ofLesson);
    const known = ofLesson.get(each.traineeId);
    if (!known || each.at < known.at) ofLesson.set(each.traineeId, each);
  }
  return {
    ...trace,
    arrivals: new Map(
      [...first].map(([lessonId, byTrainee]) => [lessonId, [...byTrainee.values()].sort((a, b) => a.at - b.at)]),
    ),
    startMinutes: new Map(trace.lessons.map((lesson) => [lesson.id, startOf(lesson)])),
  };
}
