import type { FigureReader } from '#law/figures';
import { clamp, type PatternSignal, silent, surpriseOfSoFew } from './signal';
import { missesOf } from './time-signals';
import type { HeadCount, PreparedTrace } from './trace';

/** Of a hundred lessons of a very good class, so many are missed or late; on days of storm, so many. */
const missShare = 0.04;
const badDayMissShare = 0.12;
/** One in so many thousands, as digits, before anything is said, and until it is said at full strength. */
const [quietDigits, loudDigits] = [2.5, 4];
const leastPlaces = 150;
const leastBadPlaces = 60;

const strengthOf = (digits: number): number => clamp((digits - quietDigits) / (loudDigits - quietDigits) + 0.01);

export function alwaysThere(trace: PreparedTrace, figure: FigureReader): PatternSignal {
  const places = trace.lessons.length * trace.traineeIds.length;
  if (places < leastPlaces) return silent('alwaysThere');
  const grace = figure('lateGrace');
  const misses = trace.lessons.reduce((sum, { id }) => sum + missesOf(trace, id, grace), 0);
  const digits = surpriseOfSoFew(misses, places * missShare);
  if (digits <= quietDigits) return silent('alwaysThere');
  const what = misses === 0 ? '没有一人次缺勤、迟到' : `缺勤、迟到只有 ${misses} 人次`;
  return {
    key: 'alwaysThere',
    strength: strengthOf(digits),
    sentence: `${trace.traineeIds.length} 人 ${trace.lessons.length} 次课${what}，好的班级也极少见。`,
    evidence: trace.lessons.map(({ id }) => id),
    lessons: new Map(),
  };
}

export function weatherBlind(trace: PreparedTrace, figure: FigureReader): PatternSignal {
  const bad = trace.lessons.filter(({ taughtOn }) => trace.badDays.has(taughtOn));
  const places = bad.length * trace.traineeIds.length;
  if (places < leastBadPlaces) return silent('weatherBlind');
  const grace = figure('lateGrace');
  const misses = bad.reduce((sum, { id }) => sum + missesOf(trace, id, grace), 0);
  const digits = surpriseOfSoFew(misses, places * badDayMissShare);
  if (digits <= quietDigits) return silent('weatherBlind');
  return {
    key: 'weatherBlind',
    strength: strengthOf(digits),
    sentence: `恶劣天气或节前的 ${bad.length} 次课，${places} 人次中缺勤、迟到只有 ${misses} 人次，与平日无异。`,
    evidence: bad.map(({ id }) => id),
    lessons: new Map(),
  };
}

/** Sooner asked about than wrongly suspected: counts from behind the class alone never bring it into the queue. */
const mostFromBehind = 0.3;

/** Lessons in which far fewer were seen than had signed in, by the best of their samples. */
function lowLessons(headCounts: readonly HeadCount[], arrivals: PreparedTrace['arrivals'], share: number) {
  const best = new Map<string, number>();
  // The best of the samples counts: who bends down for a tool is not gone.
  for (const { lessonId, count } of headCounts) best.set(lessonId, Math.max(best.get(lessonId) ?? 0, count));
  const lessons = new Map<string, number>();
  let judged = 0;
  for (const [lessonId, count] of best) {
    const signedIn = arrivals.get(lessonId)?.length ?? 0;
    if (signedIn < 5) continue;
    judged += 1;
    if (count < signedIn * share) lessons.set(lessonId, clamp((share - count / signedIn) / (share / 2) + 0.3));
  }
  // One lesson may have sent half of its people into the workshop.
  return { lessons, judged, strength: judged < 3 ? 0 : clamp(((lessons.size - 1) / judged - 0.1) / 0.25) };
}

export function headCount(trace: PreparedTrace, figure: FigureReader): PatternSignal {
  const share = figure('headCountShare');
  const { arrivals } = trace;
  const inFront = trace.headCounts.filter(({ seesBacks }) => !seesBacks);
  const faced = new Set(inFront.map(({ lessonId }) => lessonId));
  const fromBehind = trace.headCounts.filter(({ seesBacks, lessonId }) => seesBacks && !faced.has(lessonId));
  const front = lowLessons(inFront, arrivals, share / 100);
  const behind = lowLessons(fromBehind, arrivals, share / 100);
  const isBehind = front.strength === 0 && behind.strength > 0;
  const { lessons, judged, strength } = isBehind ? behind : front;
  const weighed = isBehind
    ? new Map([...lessons].map(([lessonId, each]) => [lessonId, each * mostFromBehind]))
    : lessons;
  if (strength === 0) return { ...silent('headCount'), lessons: weighed };
  const where = isBehind ? '后侧镜头' : '画面';
  return {
    key: 'headCount',
    strength: isBehind ? strength * mostFromBehind : strength,
    sentence: `抽样的 ${judged} 次课中，${lessons.size} 次${where}人数不到签到人数的 ${share}%${isBehind ? '；多是背影，只作提醒' : ''}。`,
    evidence: [...lessons.keys()],
    lessons: weighed,
  };
}
