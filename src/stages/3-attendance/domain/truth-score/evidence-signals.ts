import { clamp, type PatternSignal, silent } from './signal';
import type { ClassTrace, PreparedTrace, TracedCheckIn } from './trace';

/** Pictures that stand for more than one trainee or lesson; a picture sent twice for the same one does not count. */
export function photoReuse({ checkIns }: ClassTrace): PatternSignal {
  const uses = new Map<string, Map<string, TracedCheckIn>>();
  for (const each of checkIns) {
    if (each.photoHash === undefined) continue;
    const known = uses.get(each.photoHash) ?? new Map<string, TracedCheckIn>();
    uses.set(each.photoHash, known);
    known.set(`${each.traineeId}/${each.lessonId}`, each);
  }
  const lessons = new Map<string, number>();
  const photos: string[] = [];
  let again = 0;
  for (const [hash, known] of uses) {
    if (known.size < 2) continue;
    photos.push(hash);
    again += known.size - 1;
    for (const { lessonId } of known.values()) lessons.set(lessonId, clamp((lessons.get(lessonId) ?? 0.1) + 0.3));
  }
  if (again === 0) return silent('photoReuse');
  return {
    key: 'photoReuse',
    strength: clamp(again / 4),
    sentence: `${photos.length} 张照片被用了不止一次，另有 ${again} 次签到用的是已经用过的照片。`,
    evidence: photos,
    lessons,
  };
}

/** People edited on the device while the course ran: a face may have been put in another’s place. */
export function peopleChanged({ peopleChanges }: ClassTrace): PatternSignal {
  if (peopleChanges.length === 0) return silent('peopleChanged');
  const devices = [...new Set(peopleChanges.map(({ deviceId }) => deviceId))];
  return {
    key: 'peopleChanged',
    // Once or twice a face is taken anew; more often somebody exchanges people.
    strength: clamp((peopleChanges.length - 1.5) / 3.5 + 0.01),
    sentence: `开课后设备上的人员被改动 ${peopleChanges.length} 次，没有对应的变更批准。`,
    evidence: devices,
    lessons: new Map(),
  };
}

/** Places told to the last digit by several telephones: a real receiver never stands still. */
export function fixedPlace({ arrivals }: PreparedTrace): PatternSignal {
  const places = new Map<string, { count: number; trainees: Set<string> }>();
  const located: { key: string; lessonId: string }[] = [];
  for (const [lessonId, ofLesson] of arrivals) {
    for (const { placeMark: key, traineeId } of ofLesson) {
      if (key === undefined) continue;
      const known = places.get(key) ?? { count: 0, trainees: new Set() };
      places.set(key, known);
      known.count += 1;
      known.trainees.add(traineeId);
      located.push({ key, lessonId });
    }
  }
  const fixed = new Set(
    [...places].filter(([, { count, trainees }]) => count >= 4 && trainees.size >= 2).map(([key]) => key),
  );
  const hits = located.filter(({ key }) => fixed.has(key));
  const share = located.length < 20 ? 0 : hits.length / located.length;
  const strength = clamp((share - 0.05) / 0.15);
  if (strength === 0) return silent('fixedPlace');
  return {
    key: 'fixedPlace',
    strength,
    sentence: `${hits.length} 次手机签到的位置与别人一字不差，只有 ${fixed.size} 处，像是虚拟定位。`,
    evidence: [...fixed],
    lessons: new Map([...new Set(hits.map(({ lessonId }) => lessonId))].map((lessonId) => [lessonId, 0.5])),
  };
}

/** Trainees whom one telephone signs in: two or three is a flat battery, eight is somebody’s job. */
export function oneOperator({ arrivals }: PreparedTrace): PatternSignal {
  const lessons = new Map<string, number>();
  const phones = new Set<string>();
  let most = 0;
  for (const [lessonId, ofLesson] of arrivals) {
    const served = new Map<string, number>();
    for (const { isPhone, deviceId } of ofLesson) {
      if (isPhone) served.set(deviceId, (served.get(deviceId) ?? 0) + 1);
    }
    for (const [deviceId, count] of served) {
      most = Math.max(most, count);
      if (count < 5) continue;
      phones.add(deviceId);
      lessons.set(lessonId, Math.max(lessons.get(lessonId) ?? 0, clamp((count - 3) / 4)));
    }
  }
  if (lessons.size === 0) return silent('oneOperator');
  return {
    key: 'oneOperator',
    strength: clamp(Math.max(...lessons.values()) * (0.5 + lessons.size / 6)),
    sentence: `${lessons.size} 次课有一部手机替多人签到，最多一次 ${most} 人。`,
    evidence: [...phones],
    lessons,
  };
}
