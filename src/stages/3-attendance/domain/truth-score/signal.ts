export const signalKeys = [
  'burst',
  'constantTimes',
  'alwaysThere',
  'weatherBlind',
  'photoReuse',
  'headCount',
  'peopleChanged',
  'fixedPlace',
  'oneOperator',
] as const;
export type SignalKey = (typeof signalKeys)[number];

export const signalTitles: Record<SignalKey, string> = {
  burst: '数秒内集中签到',
  constantTimes: '签到时间过于固定',
  alwaysThere: '人人次次全勤',
  weatherBlind: '恶劣天气不受影响',
  photoReuse: '签到照片重复使用',
  headCount: '画面人数少于签到',
  peopleChanged: '设备人员库变动',
  fixedPlace: '手机位置一字不差',
  oneOperator: '一部手机替多人签到',
};

/** What one pattern says of a class: how strongly, in which lessons, and the sentence and records it rests on. */
export interface PatternSignal {
  readonly key: SignalKey;
  /** 0 nothing … 1 as strong as it gets. */
  readonly strength: number;
  readonly sentence: string;
  /** Lessons, trainees, devices, places or photographs to look at first. */
  readonly evidence: readonly string[];
  /** Strength within single lessons, where the pattern can be told of one. */
  readonly lessons: ReadonlyMap<string, number>;
}

export const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** A signal that says nothing. */
export const silent = (key: SignalKey): PatternSignal => ({
  key,
  strength: 0,
  sentence: '',
  evidence: [],
  lessons: new Map(),
});

/** How unlikely it is to see no more than `seen` where `expected` are, as digits: 3 is one in a thousand. */
export function surpriseOfSoFew(seen: number, expected: number): number {
  let term = Math.exp(-expected);
  let sum = term;
  for (let count = 1; count <= seen; count += 1) {
    term *= expected / count;
    sum += term;
  }
  return Math.max(0, -Math.log10(Math.min(1, Math.max(sum, 1e-300))));
}

/** Standard deviation of the values, 0 for fewer than two. */
export function spreadOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (values.length - 1));
}
