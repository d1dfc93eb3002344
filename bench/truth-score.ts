import { signalTitles } from '../src/stages/3-attendance/domain/truth-score/signal';
import {
  caughtFrom,
  measure,
  testSeed,
  trainingSeed,
} from '../src/stages/3-attendance/domain/truth-score/testing-measure';
import type { BenchReport } from './report';

const honest = 2000;
const attacked = 300;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)}%`;

/** How many cheated and honest made classes the truth score suspects, on seeds its limits were not set with. */
export function benchTruthScore(): Promise<BenchReport> {
  const began = performance.now();
  const unseen = measure(testSeed + 100_000, honest, attacked);
  const took = performance.now() - began;
  const faint = caughtFrom(testSeed + 100_000, attacked / 3, 'faintest');
  const training = measure(trainingSeed, honest / 4, attacked / 4);
  const least = Math.min(...unseen.caught.map(({ count }) => count / attacked));
  return Promise.resolve({
    claim: `真实性分值：${honest} 个诚实班误报 ${percent(unseen.falseAlarms, honest)}，每种作弊 ${attacked} 个班最少发现 ${percent(least, 1)}`,
    goal: '每种作弊发现 ≥ 95%，误报 ≤ 1%',
    met: least >= 0.95 && unseen.falseAlarms / honest <= 0.01,
    series: [
      { name: '误报', unit: '%', values: [(100 * unseen.falseAlarms) / honest] },
      ...unseen.caught.map(({ key, count }) => ({
        name: `发现：${signalTitles[key]}`,
        unit: '%',
        values: [(100 * count) / attacked],
      })),
      ...faint.map(({ key, count }) => ({
        name: `最轻的一档：${signalTitles[key]}`,
        unit: '%',
        values: [(300 * count) / attacked],
      })),
    ],
    notes: [
      `调参用的种子上：误报 ${percent(training.falseAlarms, training.honest)}。`,
      `误报的原因：${JSON.stringify(unseen.falseReasons)}；生成并评分 ${honest + 9 * attacked} 个班用 ${(took / 1000).toFixed(1)} 秒。`,
      '作弊的力度：集中签到和一机多签占四分之一以上课次、6 人起；照片重用 5% 起；画面少四成起；人员改动 4 次起；位置雷同三成起；更轻的不在此列。',
      '班级由同一人编写的生成器产生，种子未用于调参；真实班级上的误报率须用焦作的数据另行测定。',
    ],
  });
}
