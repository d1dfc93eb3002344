import { inScope } from '#platform/database/scope';
import { runJob } from '#platform/jobs/run-job';
import { attendanceJobs, type ClassPast, keepDoubtedChecks, keepShownPair } from '../stages/3-attendance/server/index';
import { accountNamed } from './accounts';
import { clerkOf, type Stage } from './acting';
import { idOf } from './chance';
import type { ToldClass } from './attendance';
import { clockAt, instantAt } from './days';
import { keepDoubtedTeachers } from './doubted-teacher';

/** Which of the classes taught today was signed in by somebody with a stack of cards. */
const hurriedClass = 2;
const millisecondsApart = 700;

/** In every other lesson of one class all come within seconds of each other: what the truth score is there to see. */
export function hurried(past: ClassPast, nth: number): ClassPast {
  if (nth !== hurriedClass) return past;
  const lessons = [...new Set(past.checks.map(({ lessonId }) => lessonId))].filter((_, at) => at % 2 === 0);
  const arrivals = new Map(
    lessons.map((id) => [id, past.checks.filter((each) => each.lessonId === id && each.direction === 'in')]),
  );
  const times = new Map(
    [...arrivals.values()].flatMap((own) => {
      const first = Math.min(...own.map(({ at }) => Date.parse(at)));
      return own.map(({ id }, at) => [id, new Date(first + at * millisecondsApart).toISOString()] as const);
    }),
  );
  return { ...past, checks: past.checks.map((check) => ({ ...check, at: times.get(check.id) ?? check.at })) };
}

/**
 * What waits for the bureau in classes being taught: late check-ins, those of teachers, faces to compare, a doubtful
 * class, found in the night after the last working day, and room photos drawn of the days before.
 */
export async function tellDoubts({ platform, city }: Stage, taught: readonly ToldClass[]): Promise<void> {
  const now = platform.clock.now();
  await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    for (const { placed, classId } of taught.slice(0, 3)) {
      const username = clerkOf(placed.institution);
      const clerk = { id: idOf(city.seed, 'account', username), name: accountNamed(username).name };
      const ids = Array.from({ length: 6 }, (_, at) => idOf(city.seed, 'doubtedCheck', classId, String(at)));
      await keepDoubtedChecks(tx, { classId, clerk, now, ids });
    }
    const [first] = taught;
    if (first) await keepShownPair(tx, { id: idOf(city.seed, 'facePair'), classId: first.classId, now, nth: [2, 6] });
    await keepDoubtedTeachers({ platform, city }, tx, taught);
  });
  const lastDay = city.days.day(-1);
  const night = { ...platform, clock: clockAt(lastDay, instantAt(lastDay, 22 * 60)) };
  const run = async (wanted: string, input: object, on: Stage['platform'] = night) => {
    const job = attendanceJobs.find(({ name }) => name === wanted);
    if (job) await runJob(on, job, input, { signal: new AbortController().signal, warn: () => undefined });
  };
  for (const { classId } of taught) await run('queue-doubted-checks', { classId });
  await run('score-classes', {});
  await run('draw-room-photos', {}, platform);
}
