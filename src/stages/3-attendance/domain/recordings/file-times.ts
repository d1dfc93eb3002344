import { parsePlainDate } from '#kernel/plain-date';
import { instantOf, localMinute } from '../lesson-times';

/** When a file says it was recorded, in milliseconds since the epoch. */
interface NamedTimes {
  readonly from: number;
  /** Many recorders write the end into the name as well. */
  readonly to: number | undefined;
}

const timeForm = /(20\d\d)[-_.年]?(\d\d)[-_.月]?(\d\d)[-_ T.日]{0,2}(\d\d)[-_.:时]?(\d\d)(?:[-_.:分]?(\d\d))?(?!\d)/g;

function instantOfParts([, year, month, day, hour, minute, second = '0']: RegExpMatchArray): number | undefined {
  const on = parsePlainDate(`${year}-${month}-${day}`);
  if (!on || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return instantOf(localMinute(on, Number(hour) * 60 + Number(minute))) + Number(second) * 1000;
}

/** The times in the name a recorder gives its files, as “ch01_20261123080000_20261123094000.mp4”; undefined without. */
export function timesFromName(fileName: string): NamedTimes | undefined {
  const [from, to] = [...fileName.matchAll(timeForm)].flatMap((each) => instantOfParts(each) ?? []);
  return from === undefined ? undefined : { from, to: to !== undefined && to > from ? to : undefined };
}

const beijingOffset = 8 * 3_600_000;

/**
 * Whether the time a recorder wrote into the file goes with the stated start: recorders write when they began or when
 * they ended, and many write local time as if it were Greenwich’s.
 */
export function isFileClockLike(createdAt: number, startsAt: number, lengthMs: number, slackMs: number): boolean {
  return [createdAt, createdAt - lengthMs, createdAt - beijingOffset, createdAt - beijingOffset - lengthMs].some(
    (each) => Math.abs(each - startsAt) <= slackMs,
  );
}
