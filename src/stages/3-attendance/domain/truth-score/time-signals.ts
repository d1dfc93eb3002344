import { instantOf } from '../lesson-times';
import { clamp, type PatternSignal, silent, spreadOf } from './signal';
import type { PreparedTrace, TracedCheckIn } from './trace';

const burstSeconds = 5;
const burstSize = 5;
const leastSize = 8;

/** Most check-ins of one fixed device within five seconds: nobody walks through a door as fast as a script. */
function largestBurst(arrivals: readonly TracedCheckIn[]): number {
  const byDevice = new Map<string, number[]>();
  for (const { deviceId, isPhone, at } of arrivals) {
    if (isPhone) continue;
    const times = byDevice.get(deviceId);
    if (times) times.push(at);
    else byDevice.set(deviceId, [at]);
  }
  let largest = 0;
  for (const times of byDevice.values()) {
    for (let first = 0, last = 0; last < times.length; last += 1) {
      while ((times[last] ?? 0) - (times[first] ?? 0) > burstSeconds * 1000) first += 1;
      largest = Math.max(largest, last - first + 1);
    }
  }
  return largest;
}

export function burst({ arrivals }: PreparedTrace): PatternSignal {
  const lessons = new Map<string, number>();
  let largest = 0;
  for (const [lessonId, ofLesson] of arrivals) {
    const size = largestBurst(ofLesson);
    largest = Math.max(largest, size);
    if (size >= burstSize) lessons.set(lessonId, clamp((size - burstSize + 3) / 5));
  }
  if (lessons.size === 0) return silent('burst');
  return {
    key: 'burst',
    strength: clamp(Math.max(...lessons.values()) * (0.6 + lessons.size / 8)),
    sentence: `${lessons.size} 次课有人在 ${burstSeconds} 秒内集中签到，同一台设备最多 ${largest} 人，走过门口做不到这么快。`,
    evidence: [...lessons.keys()],
    lessons,
  };
}

const steadySeconds = 45;
const steadyTimes = 6;

/** Trainees who check in at the same minute and second every time; lessons at other hours are held apart. */
function steadyTrainees({ lessons, arrivals }: PreparedTrace): { steady: string[]; judged: number } {
  const offsets = new Map<string, Map<number, number[]>>();
  for (const lesson of lessons) {
    for (const { traineeId, at } of arrivals.get(lesson.id) ?? []) {
      const byHour = offsets.get(traineeId) ?? new Map<number, number[]>();
      offsets.set(traineeId, byHour);
      const ofDay = (at / 1000 + 8 * 3600) % 86_400;
      const times = byHour.get(lesson.startsMinute);
      if (times) times.push(ofDay);
      else byHour.set(lesson.startsMinute, [ofDay]);
    }
  }
  const steady: string[] = [];
  let judged = 0;
  for (const [traineeId, byHour] of offsets) {
    const series = [...byHour.values()].filter((times) => times.length >= steadyTimes);
    if (series.length === 0) continue;
    judged += 1;
    if (series.every((times) => spreadOf(times) < steadySeconds)) steady.push(traineeId);
  }
  return { steady, judged };
}

/** Whether check-ins follow each other like a clock: gaps of a queue at a door never are alike. */
function isMetronome(arrivals: readonly TracedCheckIn[]): boolean {
  if (arrivals.length < leastSize) return false;
  const gaps = arrivals.slice(1).map(({ at }, index) => at - (arrivals[index]?.at ?? at));
  const mean = gaps.reduce((sum, each) => sum + each, 0) / gaps.length;
  return mean > 0 && spreadOf(gaps) < mean * 0.25;
}

export function constantTimes(trace: PreparedTrace): PatternSignal {
  const { steady, judged } = steadyTrainees(trace);
  const ticking = [...trace.arrivals].filter(([, arrivals]) => isMetronome(arrivals)).map(([lessonId]) => lessonId);
  const steadyShare = judged < leastSize ? 0 : steady.length / judged;
  const tickingShare = ticking.length / Math.max(1, trace.arrivals.size);
  const strength = clamp(Math.max((steadyShare - 0.1) / 0.3, (tickingShare - 0.1) / 0.3));
  if (strength === 0) return silent('constantTimes');
  const steadyText = steadyShare > 0.1 ? `${steady.length} 名学员每次签到时刻相差不到一分钟` : '';
  const tickingText = tickingShare > 0.1 ? `${ticking.length} 次课的签到间隔几乎相等` : '';
  return {
    key: 'constantTimes',
    strength,
    sentence: `${[steadyText, tickingText].filter(Boolean).join('；')}，像是程序生成的。`,
    evidence: [...steady, ...ticking],
    lessons: new Map(ticking.map((lessonId) => [lessonId, 1])),
  };
}

/** How many of a lesson’s trainees stayed away or came late. */
export function missesOf(
  { arrivals, traineeIds, startMinutes }: PreparedTrace,
  lessonId: string,
  grace: number,
): number {
  const latest = instantOf((startMinutes.get(lessonId) ?? 0) + grace + 1);
  const onTime = (arrivals.get(lessonId) ?? []).filter(({ at }) => at < latest).length;
  return Math.max(0, traineeIds.length - onTime);
}
