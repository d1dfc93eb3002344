import { addDays, plainDate } from '#kernel/plain-date';
import { placeText } from '../check-in/place';
import { instantOf, startOf, type TaughtLesson } from '../lesson-times';
import { type Chance, chanceOf } from './testing-chance';
import type { ClassTrace, HeadCount, PeopleChange, TracedCheckIn } from './trace';

/** What a made class is like, before anybody cheats in it. */
export interface ClassShape {
  readonly isPhone?: boolean;
  readonly leastBadDays?: number;
  /** Its camera stands behind it, as annex 6 asks, and there is no other. */
  readonly seesBacks?: boolean;
}

/** A class with its door, its people and their habits, drawn once; honest classes differ as honest classes do. */
interface Manner {
  readonly chance: Chance;
  readonly isPhone: boolean;
  readonly doorCount: number;
  readonly absence: number;
  readonly lateness: number;
  readonly badDayToll: number;
  readonly visible: number;
  /** What a camera behind the class sees of it, where that is all there is. */
  readonly backs: number | undefined;
  readonly room: { readonly latitude: number; readonly longitude: number };
}

const firstDay = plainDate('2026-03-02');
const second = 1000;
const minute = 60 * second;

function lessonsOf(chance: Chance): TaughtLesson[] {
  const days = chance.whole(8, 20);
  return Array.from({ length: days }, (_, day) => addDays(firstDay, day + 2 * Math.floor(day / 5))).flatMap(
    (taughtOn) =>
      [510, 840].map((startsMinute) => ({
        id: `${taughtOn}/${startsMinute}`,
        taughtOn,
        startsMinute,
        endsMinute: startsMinute + 180,
        lessonHours: 4,
        kind: 'theory' as const,
      })),
  );
}

function mannerOf(chance: Chance, isPhone: boolean, shape: ClassShape): Manner {
  const isExcellent = chance.isOneOf(10);
  return {
    chance,
    isPhone,
    doorCount: chance.isOneOf(20) ? 2 : 1,
    absence: isExcellent ? chance.between(0.01, 0.025) : chance.between(0.025, 0.14),
    lateness: isExcellent ? chance.between(0.015, 0.03) : chance.between(0.025, 0.1),
    // A few classes come through any weather.
    badDayToll: chance.isOneOf(3) ? 0 : chance.between(0.08, 0.28),
    visible: chance.between(0.78, 1),
    backs: shape.seesBacks ? chance.between(0, 0.6) : undefined,
    room: { latitude: 35.2 + chance.part() / 10, longitude: 113.2 + chance.part() / 10 },
  };
}

interface Habit {
  readonly traineeId: string;
  readonly reliability: number;
  readonly usually: number;
  readonly spread: number;
  readonly receiver: 'good' | 'coarse' | 'none';
}

const habitsOf = (chance: Chance): Habit[] =>
  Array.from({ length: chance.whole(15, 50) }, (_, at) => ({
    traineeId: `t${at}`,
    reliability: Math.exp(0.6 * chance.bell()),
    usually: -Math.max(1, 12 + 7 * chance.bell()),
    // Who comes by the same bus comes within a minute or two.
    spread: chance.isOneOf(10) ? chance.between(1, 2) : chance.between(2.5, 8),
    receiver: chance.isOneOf(2) ? 'coarse' : chance.isOneOf(4) ? 'none' : 'good',
  }));

/** Who comes to a lesson and when, in order: the door lets one in after the other, a few seconds each. */
function comersOf(lesson: TaughtLesson, habits: readonly Habit[], manner: Manner, isBadDay: boolean) {
  const { chance } = manner;
  const start = instantOf(startOf(lesson));
  const toll = isBadDay ? manner.badDayToll : 0;
  const comers = habits.flatMap((habit) => {
    if (chance.part() < Math.min(0.9, manner.absence * habit.reliability + toll * 0.6)) return [];
    const isLate = chance.part() < manner.lateness + toll * 0.6;
    const shift = isLate ? chance.between(11, 40) : Math.min(9, habit.usually + habit.spread * chance.bell());
    return [{ habit, at: start + Math.max(-39, shift) * minute }];
  });
  comers.sort((a, b) => a.at - b.at);
  if (manner.isPhone) return comers.map((each) => ({ ...each, door: 0 }));
  const free = Array.from({ length: manner.doorCount }, () => 0);
  return comers.map(({ habit, at }, index) => {
    const door = index % manner.doorCount;
    const entered = Math.max(at, (free[door] ?? 0) + Math.max(1.8, 3 + 1.1 * chance.bell()) * second);
    free[door] = entered;
    return { habit, at: Math.round(entered), door };
  });
}

function placeOf({ receiver }: Habit, { chance, room }: Manner): string | undefined {
  if (receiver === 'none') return undefined;
  const metre = 1 / 111_195;
  const off = () => chance.between(3, 20) * chance.bell() * metre;
  const round = receiver === 'coarse' ? (value: number) => Math.round(value * 1e4) / 1e4 : (value: number) => value;
  return placeText({ latitude: round(room.latitude + off()), longitude: round(room.longitude + off()) });
}

function checkInsOf(lesson: TaughtLesson, comers: ReturnType<typeof comersOf>, manner: Manner): TracedCheckIn[] {
  const { chance, isPhone } = manner;
  let lent = 0;
  return comers.map(({ habit, at, door }, index): TracedCheckIn => {
    // Flat batteries: at most three of a lesson use a friend’s telephone.
    const borrows = isPhone && lent < 2 && chance.isOneOf(3);
    if (borrows) lent += 1;
    const owner = borrows ? (comers[0]?.habit.traineeId ?? habit.traineeId) : habit.traineeId;
    const placeMark = isPhone ? placeOf(habit, manner) : undefined;
    return {
      traineeId: habit.traineeId,
      lessonId: lesson.id,
      direction: 'in',
      at,
      deviceId: isPhone ? `phone-${owner}` : `door-${door}`,
      isPhone,
      ...(chance.isOneOf(10) ? {} : { photoHash: `${lesson.id}/${habit.traineeId}/${index}` }),
      ...(placeMark ? { placeMark } : {}),
    };
  });
}

/** A glitch of a device: now and then the picture before is sent again for the next person. */
function withGlitch(checkIns: readonly TracedCheckIn[], chance: Chance): TracedCheckIn[] {
  const glitches = chance.isOneOf(2) ? chance.whole(1, 2) : 0;
  const at = new Set(Array.from({ length: glitches }, () => chance.whole(1, checkIns.length - 1)));
  return checkIns.map((each, index) => {
    const before = checkIns[index - 1]?.photoHash;
    return at.has(index) && before !== undefined ? { ...each, photoHash: before } : each;
  });
}

function headCountsOf(lessons: readonly TaughtLesson[], signedIn: (id: string) => number, manner: Manner): HeadCount[] {
  const { chance, backs } = manner;
  const visible = backs ?? manner.visible;
  const sampled = chance.between(0.25, 0.7);
  return lessons.flatMap(({ id }) => {
    if (chance.part() > sampled) return [];
    // Some lessons send half of the class into the workshop next door.
    const inRoom = chance.isOneOf(4) ? 0.5 : 1;
    return Array.from({ length: chance.whole(1, 3) }, () => ({
      lessonId: id,
      count: Math.max(0, Math.round(signedIn(id) * inRoom * visible * (1 + 0.05 * chance.bell()))),
      ...(backs === undefined ? {} : { seesBacks: true }),
    }));
  });
}

function peopleChangesOf(chance: Chance, lessons: readonly TaughtLesson[]): PeopleChange[] {
  const drawn = chance.part();
  const count = drawn < 0.01 ? 3 : drawn < 0.05 ? 2 : drawn < 0.17 ? 1 : 0;
  const days = lessons.length;
  return Array.from({ length: count }, () => {
    const lesson = lessons[chance.whole(0, days - 1)];
    return { deviceId: 'door-0', at: lesson ? instantOf(startOf(lesson)) : 0 };
  });
}

/** An honest class; the same seed and shape give the same class. */
export function honestClass(seed: number, shape: ClassShape = {}): ClassTrace {
  const chance = chanceOf(seed);
  const lessons = lessonsOf(chance);
  const drawnPhone = chance.isOneOf(35);
  const manner = mannerOf(chance, shape.isPhone ?? drawnPhone, shape);
  const habits = habitsOf(chance);
  const days = [...new Set(lessons.map(({ taughtOn }) => taughtOn))];
  const badCount = Math.max(shape.leastBadDays ?? 0, chance.isOneOf(20) ? 0 : chance.whole(1, 4));
  const badDays = new Set(
    days.filter((_, at) => at % Math.max(1, Math.floor(days.length / Math.max(1, badCount))) === 1).slice(0, badCount),
  );
  const checkIns = withGlitch(
    lessons.flatMap((lesson) =>
      checkInsOf(lesson, comersOf(lesson, habits, manner, badDays.has(lesson.taughtOn)), manner),
    ),
    chance,
  );
  const counts = new Map<string, number>();
  for (const { lessonId } of checkIns) counts.set(lessonId, (counts.get(lessonId) ?? 0) + 1);
  return {
    lessons,
    traineeIds: habits.map(({ traineeId }) => traineeId),
    checkIns,
    headCounts: headCountsOf(lessons, (id) => counts.get(id) ?? 0, manner),
    peopleChanges: peopleChangesOf(chance, lessons),
    badDays,
  };
}
