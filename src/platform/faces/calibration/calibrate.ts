import type { FaceManifest } from '../manifest';
import { drawnWeights, everyoneOnce, type Interval, intervalOf, seededNumbers } from './bootstrap';
import { equalErrorRate, falseAcceptAt, thresholdFor, trueAcceptAt, type Weights } from './rates';
import type { ScoredPair, ScoredPairs } from './scored-pairs';

/** One point of the curve: what a wanted share of strangers costs. */
export interface RocPoint {
  readonly falseAccept: number;
  readonly threshold: Interval;
  readonly trueAccept: Interval;
  /** Pairs of strangers above the threshold; fewer than ten say little. */
  readonly impostorsAbove: number;
  readonly isReliable: boolean;
}

export interface Calibration {
  readonly engine: string;
  readonly persons: number;
  readonly pictures: number;
  readonly genuinePairs: number;
  readonly impostorPairs: number;
  readonly equalErrorRate: number;
  readonly atManifest: { readonly threshold: number; readonly falseAccept: Interval; readonly trueAccept: Interval };
  readonly points: readonly RocPoint[];
  /** The threshold for the wanted share, or why none is suggested. */
  readonly suggestion:
    | {
        readonly isGiven: true;
        readonly threshold: number;
        readonly falseAccept: number;
        readonly trueAccept: Interval;
      }
    | { readonly isGiven: false; readonly why: string };
  /** Right persons below the limit under which somebody is called another. */
  readonly genuineBelowMismatch: Interval;
  /** The most alike strangers and the least alike pictures of one person: wrong labels come first here. */
  readonly suspects: { readonly impostors: readonly ScoredPair[]; readonly genuine: readonly ScoredPair[] };
  readonly seed: number;
  readonly draws: number;
  readonly limits: readonly string[];
}

export interface CalibrationSettings {
  /** The share of strangers that may be accepted. */
  readonly wanted: number;
  readonly seed: number;
  readonly draws: number;
}

const curve = [0.1, 0.01, 0.001, 0.0001];
const leastPersons = 30;
/** Expected pairs of strangers above a threshold, below which it is chance. */
const leastAbove = 10;
const suspectsShown = 5;

const limits = [
  '结果只对这批照片所代表的人群、相机和光线成立；换了相机或人群须另行标定。',
  '区间按人自助抽样；同一个人的几张照片彼此相关，他人对之间也相关，区间只反映换一批人的波动。',
  '只计清楚的照片（与签到时相同）；读不出、不清楚的张数另列，它们在门口要重拍或走不刷脸的方式。',
  '照片须经本人单独同意，用完即删；本命令不保存照片和特征。',
];

const count = (value: number): string => value.toLocaleString('zh-CN');

function suggestionOf(
  pairs: ScoredPairs,
  points: readonly RocPoint[],
  wanted: number,
  current: number,
): Calibration['suggestion'] {
  const none = (why: string) => ({ isGiven: false, why }) as const;
  if (pairs.persons < leastPersons) return none(`只有 ${pairs.persons} 人，不足 ${leastPersons} 人，不据此改阈值。`);
  const point = points.find(({ falseAccept }) => falseAccept === wanted);
  if (!point?.isReliable) {
    const need = count(Math.ceil(leastAbove / wanted));
    return none(
      `他人对 ${count(pairs.impostor.length)} 对，定误识率 ${wanted} 的阈值至少要 ${need} 对，不据此改阈值。`,
    );
  }
  const threshold = Math.ceil(point.threshold.value * 1000) / 1000;
  if (threshold <= current) {
    return none(`这批照片上误识率不超过 ${wanted} 只需 ${threshold}，现用的 ${current} 已够严，不建议调低。`);
  }
  return { isGiven: true, threshold, falseAccept: wanted, trueAccept: point.trueAccept };
}

/** One point of the curve; the threshold of each drawn set is found once. */
function pointAt(pairs: ScoredPairs, draws: readonly Weights[], falseAccept: number): RocPoint {
  const found = new Map<Weights, number>();
  const thresholdOf = (weights: Weights): number => {
    const threshold = found.get(weights) ?? thresholdFor(pairs, falseAccept, weights);
    found.set(weights, threshold);
    return threshold;
  };
  const threshold = intervalOf(pairs.persons, draws, thresholdOf);
  return {
    falseAccept,
    threshold,
    trueAccept: intervalOf(pairs.persons, draws, (weights) => trueAcceptAt(pairs, thresholdOf(weights), weights)),
    impostorsAbove: pairs.impostor.filter(({ score }) => score >= threshold.value).length,
    isReliable: falseAccept * pairs.impostor.length >= leastAbove,
  };
}

/** Rates, curve and suggestion of a set of pictures, with intervals over persons. */
export function calibrate(pairs: ScoredPairs, manifest: FaceManifest, settings: CalibrationSettings): Calibration {
  const { persons } = pairs;
  const next = seededNumbers(settings.seed);
  const draws = Array.from({ length: settings.draws }, () => drawnWeights(persons, next));
  const over = (measure: (weights: Weights) => number): Interval => intervalOf(persons, draws, measure);
  const shares = [...new Set([...curve, settings.wanted])].sort((a, b) => b - a);
  const points = shares.map((falseAccept) => pointAt(pairs, draws, falseAccept));
  return {
    engine: manifest.id,
    persons,
    pictures: pairs.pictures.reduce((sum, count) => sum + count, 0),
    genuinePairs: pairs.genuine.length,
    impostorPairs: pairs.impostor.length,
    equalErrorRate: equalErrorRate(pairs, everyoneOnce(persons)),
    atManifest: {
      threshold: manifest.threshold,
      falseAccept: over((weights) => falseAcceptAt(pairs, manifest.threshold, weights)),
      trueAccept: over((weights) => trueAcceptAt(pairs, manifest.threshold, weights)),
    },
    points,
    suggestion: suggestionOf(pairs, points, settings.wanted, manifest.threshold),
    genuineBelowMismatch: over((weights) => 1 - trueAcceptAt(pairs, manifest.mismatchBelow, weights)),
    suspects: {
      impostors: pairs.impostor.filter(({ score }) => score >= manifest.threshold).slice(0, suspectsShown),
      genuine: pairs.genuine
        .filter(({ score }) => score < manifest.threshold)
        .slice(-suspectsShown)
        .reverse(),
    },
    seed: settings.seed,
    draws: settings.draws,
    limits,
  };
}
