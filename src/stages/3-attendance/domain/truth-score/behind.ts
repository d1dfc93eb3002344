import type { PatternSignal } from './signal';
import type { ClassTrace, TracedCheckIn } from './trace';

const burstSeconds = 5;

/** Check-ins of one device that came within five seconds of at least four others. */
function inBursts<Check extends TracedCheckIn>(checks: readonly Check[]): Check[] {
  const byPlace = new Map<string, Check[]>();
  for (const each of checks) {
    const key = `${each.lessonId}/${each.deviceId}`;
    const own = byPlace.get(key);
    if (own) own.push(each);
    else byPlace.set(key, [each]);
  }
  return [...byPlace.values()].flatMap((own) => {
    const ordered = own.sort((a, b) => a.at - b.at);
    const isNear = (one: Check, other: Check) => Math.abs(one.at - other.at) <= burstSeconds * 1000;
    return ordered.filter((one) => ordered.filter((other) => isNear(one, other)).length >= 5);
  });
}

/** The check-ins a reason rests on, in order of time: those of its lessons, trainees, devices, places or photographs. */
export function checkInsBehind<Check extends TracedCheckIn>(
  { checkIns }: Pick<ClassTrace, 'lessons'> & { readonly checkIns: readonly Check[] },
  { key, evidence }: Pick<PatternSignal, 'key' | 'evidence'>,
): Check[] {
  const named = new Set(evidence);
  const arrivals = checkIns.filter(({ direction }) => direction === 'in');
  const behind = {
    lesson: () => arrivals.filter(({ lessonId }) => named.has(lessonId)),
    photo: () => checkIns.filter(({ photoHash }) => photoHash !== undefined && named.has(photoHash)),
    place: () => arrivals.filter(({ placeMark }) => placeMark !== undefined && named.has(placeMark)),
    device: () => arrivals.filter(({ deviceId }) => named.has(deviceId)),
    either: () => arrivals.filter((each) => named.has(each.lessonId) || named.has(each.traineeId)),
  };
  const found = {
    burst: () => inBursts(behind.lesson()),
    constantTimes: behind.either,
    alwaysThere: behind.lesson,
    weatherBlind: behind.lesson,
    photoReuse: behind.photo,
    headCount: behind.lesson,
    peopleChanged: behind.device,
    fixedPlace: behind.place,
    oneOperator: behind.device,
  }[key]();
  return [...found].sort((a, b) => a.at - b.at);
}
