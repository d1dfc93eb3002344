import type { FaceManifest } from '../manifest';
import { drawnWeights, type Interval, intervalOf, seededNumbers } from './bootstrap';
import { equalErrorRate, ratesAt, thresholdFor } from './rates';
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
  readonly equalErrorRate: Interval;
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

function suggestionOf(pairs: ScoredPairs, points: readonly RocPoint[], wanted: number): Calibration['suggestion'] {
  if (pairs.persons < leastPersons) {
    return { isGiven: false, why: `只有 ${pairs.persons} 人，不足 ${leastPersons} 人，不据此改阈值。` };
  }
  const point = points.find(({ falseAccept }) => falseAccept === wanted);
  if (!point?.isReliable) {
    const need = Math.ceil(leastAbove / wanted).toLocaleString('zh-CN');
    return {
      isGiven: false,
      why: `他人对 ${pairs.impostor.length.toLocaleString('zh-CN')} 对，定误识率 ${wanted} 的阈值至少要 ${need} 对，不据此改阈值。`,
    };
  }
  const { threshold, trueAccept } = point;
  return { isGiven: true, threshold: Math.ceil(threshold.value * 1000) / 1000, falseAccept: wanted, trueAccept };
}

/** Rates, curve and suggestion of a set of pictures, with intervals over persons. */
export function calibrate(pairs: ScoredPairs, manifest: FaceManifest, settings: CalibrationSettings): Calibration {
  const { persons } = pairs;
  const next = seededNumbers(settings.seed);
  const draws = Array.from({ length: settings.draws }, () => drawnWeights(persons, next));
  const over = (measure: (weights: readonly number[]) => number): Interval => intervalOf(persons, draws, measure);
  const points = [...new Set([...curve, settings.wanted])]
    .sort((a, b) => b - a)
    .map((falseAccept): RocPoint => {
      const threshold = over((weights) => thresholdFor(pairs, falseAccept, weights));
      const impostorsAbove = pairs.impostor.filter(({ score }) => score >= threshold.value).length;
      return {
        falseAccept,
        threshold,
        trueAccept: over((weights) => ratesAt(pairs, thresholdFor(pairs, falseAccept, weights), weights).trueAccept),
        impostorsAbove,
        isReliable: falseAccept * pairs.impostor.length >= leastAbove,
      };
    });
  return {
    engine: manifest.id,
    persons,
    pictures: pairs.pictures.reduce((sum, count) => sum + count, 0),
    genuinePairs: pairs.genuine.length,
    impostorPairs: pairs.impostor.length,
    equalErrorRate: intervalOf(persons, draws.slice(0, 100), (weights) => equalErrorRate(pairs, weights)),
    atManifest: {
      threshold: manifest.threshold,
      falseAccept: over((weights) => ratesAt(pairs, manifest.threshold, weights).falseAccept),
      trueAccept: over((weights) => ratesAt(pairs, manifest.threshold, weights).trueAccept),
    },
    points,
    suggestion: suggestionOf(pairs, points, settings.wanted),
    genuineBelowMismatch: over((weights) => 1 - ratesAt(pairs, manifest.mismatchBelow, weights).trueAccept),
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
