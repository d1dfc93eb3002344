import { placeText } from '../check-in/place';
import { instantOf, startOf, type TaughtLesson } from '../lesson-times';
import type { SignalKey } from './signal';
import { type Chance, chanceOf } from './testing-chance';
import { honestClass } from './testing-classes';
import type { ClassTrace, TracedCheckIn } from './trace';

/** How hard somebody cheats, between the faintest and the boldest that is looked for. */
type Force = (faintest: number, boldest: number) => number;
type Attack = (trace: ClassTrace, chance: Chance, force: Force) => ClassTrace;

const chosen = <Item>(items: readonly Item[], share: number, chance: Chance): Set<Item> =>
  new Set(items.filter(() => chance.part() < share));

const lessonOf = (trace: ClassTrace): ReadonlyMap<string, TaughtLesson> =>
  new Map(trace.lessons.map((lesson) => [lesson.id, lesson]));

const startInstant = (lesson: TaughtLesson | undefined): number => (lesson ? instantOf(startOf(lesson)) : 0);

/** Rewrites the check-ins of some lessons, lesson by lesson. */
function perLesson(
  trace: ClassTrace,
  struck: ReadonlySet<TaughtLesson>,
  rewrite: (own: TracedCheckIn[], lesson: TaughtLesson) => TracedCheckIn[],
): ClassTrace {
  const own = new Map([...struck].map(({ id }): [string, TracedCheckIn[]] => [id, []]));
  const rest: TracedCheckIn[] = [];
  for (const each of trace.checkIns) (own.get(each.lessonId) ?? rest).push(each);
  const rewritten = [...struck].flatMap((lesson) => rewrite(own.get(lesson.id) ?? [], lesson));
  return { ...trace, checkIns: [...rest, ...rewritten] };
}

/** Everybody who is missing or late is written in, a few minutes before the lesson. */
function filledIn(trace: ClassTrace, struck: ReadonlySet<TaughtLesson>, slips: number, chance: Chance): ClassTrace {
  return perLesson(trace, struck, (own, lesson) => {
    const known = new Map(own.map((each) => [each.traineeId, each]));
    const start = startInstant(lesson);
    return trace.traineeIds.flatMap((traineeId, at): TracedCheckIn[] => {
      const each = known.get(traineeId);
      if (chance.part() < slips || (each && each.at <= start)) return each ? [each] : [];
      const made = { traineeId, lessonId: lesson.id, direction: 'in', deviceId: 'door-0', isPhone: false } as const;
      return [{ ...(each ?? made), at: start - Math.round(chance.between(2, 25) * 60_000) + at }];
    });
  });
}

/** The attacks of domain.md §8 as somebody would carry them out, weakly or boldly as the draw has it. */
export const attacks: Record<SignalKey, Attack> = {
  burst: (trace, chance, force) =>
    perLesson(trace, chosen(trace.lessons, force(0.25, 1), chance), (own, lesson) => {
      const size = Math.round(force(6, Math.max(6, own.length)));
      let at = startInstant(lesson) - Math.round(chance.between(3, 15) * 60_000);
      return own.map((each, index) => {
        if (index >= size) return each;
        at += Math.round(chance.between(100, 900));
        return { ...each, at, deviceId: 'door-0', isPhone: false };
      });
    }),

  constantTimes(trace, chance, force) {
    if (chance.isOneOf(50)) {
      return perLesson(trace, chosen(trace.lessons, force(0.4, 1), chance), (own, lesson) => {
        const step = chance.between(3, 8) * 1000;
        const from = startInstant(lesson) - 15 * 60_000;
        return own.map((each, index) => ({ ...each, at: Math.round(from + step * (index + chance.between(0, 0.06))) }));
      });
    }
    const steady = chosen(trace.traineeIds, force(0.45, 1), chance);
    const shift = new Map([...steady].map((traineeId) => [traineeId, -chance.between(2, 25) * 60_000]));
    const jitter = force(25, 5) * 1000;
    const lessons = lessonOf(trace);
    const moved = (each: TracedCheckIn): TracedCheckIn => {
      const own = shift.get(each.traineeId);
      if (own === undefined) return each;
      return { ...each, at: Math.round(startInstant(lessons.get(each.lessonId)) + own + jitter * chance.bell()) };
    };
    return { ...trace, checkIns: trace.checkIns.map(moved) };
  },

  alwaysThere: (trace, chance, force) => filledIn(trace, new Set(trace.lessons), force(0.005, 0), chance),

  weatherBlind(trace, chance, force) {
    const bad = new Set(trace.lessons.filter(({ taughtOn }) => trace.badDays.has(taughtOn)));
    return filledIn(trace, bad, force(0.01, 0), chance);
  },

  photoReuse(trace, chance, force) {
    const share = force(0.05, 0.5);
    const pool = trace.checkIns.slice(0, chance.whole(3, 30)).flatMap(({ photoHash }) => photoHash ?? []);
    const again = (each: TracedCheckIn): TracedCheckIn => {
      const photoHash = pool[chance.whole(0, pool.length - 1)];
      return photoHash !== undefined && chance.part() < share ? { ...each, photoHash } : each;
    };
    return { ...trace, checkIns: trace.checkIns.map(again) };
  },

  headCount(trace, chance, force) {
    const there = force(0.6, 0.3);
    const struck = new Set([...chosen(trace.lessons, force(0.6, 1), chance)].map(({ id }) => id));
    return {
      ...trace,
      headCounts: trace.headCounts.map((each) =>
        struck.has(each.lessonId) ? { ...each, count: Math.round(each.count * there) } : each,
      ),
    };
  },

  peopleChanged: (trace, chance, force) => ({
    ...trace,
    peopleChanges: Array.from({ length: Math.round(force(4, 12)) }, () => ({
      deviceId: 'door-0',
      at: startInstant(trace.lessons[chance.whole(0, trace.lessons.length - 1)]) - 30 * 60_000,
    })),
  }),

  fixedPlace(trace, chance, force) {
    const share = force(0.3, 1);
    const points = Array.from({ length: chance.whole(1, 3) }, () =>
      placeText({ latitude: 35.2 + chance.part() / 10, longitude: 113.2 + chance.part() / 10 }),
    );
    const faked = (each: TracedCheckIn): TracedCheckIn => {
      const placeMark = points[chance.whole(0, points.length - 1)];
      return placeMark && chance.part() < share ? { ...each, placeMark } : each;
    };
    return { ...trace, checkIns: trace.checkIns.map(faked) };
  },

  oneOperator: (trace, chance, force) =>
    perLesson(trace, chosen(trace.lessons, force(0.3, 1), chance), (own) => {
      const size = Math.round(force(6, 20));
      return own.map((each, index) => (index < size ? { ...each, deviceId: 'phone-x', isPhone: true } : each));
    }),
};

export type Boldness = 'any' | 'faintest';

/** A class that would be honest but for one attack, as hard as the draw has it or as faint as is looked for. */
export function attackedClass(seed: number, attack: SignalKey, boldness: Boldness = 'any'): ClassTrace {
  const isPhone = attack === 'fixedPlace' || attack === 'oneOperator' ? true : attack === 'burst' ? false : undefined;
  const shape = { ...(isPhone === undefined ? {} : { isPhone }), leastBadDays: attack === 'weatherBlind' ? 3 : 0 };
  const chance = chanceOf(seed + 0x5bd1e995);
  const force: Force = (faintest, boldest) =>
    boldness === 'faintest' ? faintest : faintest + chance.part() * (boldest - faintest);
  return attacks[attack](honestClass(seed, shape), chance, force);
}
