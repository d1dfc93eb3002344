import type { PlainDate } from '#kernel/plain-date';
import type { Lesson } from '../opening';

/** The teaching plan as it holds from a day on: the first as approved, each later one by an approved change. */
export interface PlanVersion {
  readonly version: number;
  readonly fromDay: PlainDate;
  readonly lessons: readonly Lesson[];
}

/**
 * The version that holds on a day: of those that have begun the highest, before all of them the first. A later
 * version is made from the one before it, so where both have begun it says everything.
 */
export function versionOn<Version extends Pick<PlanVersion, 'version' | 'fromDay'>>(
  versions: readonly Version[],
  day: PlainDate,
): Version | undefined {
  let best: Version | undefined;
  let first: Version | undefined;
  for (const each of versions) {
    if (!first || each.version < first.version) first = each;
    if (each.fromDay <= day && (!best || each.version > best.version)) best = each;
  }
  return best ?? first;
}

/** What was or will be taught on a day, by the version that holds on it, in order of time (2024 一（三）). */
export const timetableOn = (versions: readonly PlanVersion[], day: PlainDate): Lesson[] =>
  (versionOn(versions, day)?.lessons ?? [])
    .filter(({ taughtOn }) => taughtOn === day)
    .sort((a, b) => a.startsMinute - b.startsMinute);
