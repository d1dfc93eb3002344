import { figuresOn } from '../src/law/figures';
import { plainDate } from '../src/kernel/plain-date';
import {
  chanceOf,
  cutTurn,
  honestTurn,
  turnOnce,
  type Turning,
  turnSpeeds,
} from '../src/stages/3-attendance/domain/check-in/testing-turns';
import { movementLimits } from '../src/stages/3-attendance/domain/check-in/movement';
import { type BenchReport, shareOf } from './report';
import { turnsThroughEngine } from './turns-engine';

const trials = 20_000;
const rates = [30, 15, 10, 5] as const;
const goalShare = 1;
const limits = movementLimits(figuresOn(plainDate('2026-11-23')));

/** How many of those that passed the challenge get a verdict that should not be. */
function wrongOf(make: () => Turning, isWrong: (movement: string) => boolean, next: () => number) {
  let [wrong, passed] = [0, 0];
  for (let trial = 0; trial < trials; trial += 1) {
    const movement = turnOnce(make(), limits, next);
    if (movement === undefined) continue;
    passed += 1;
    if (isWrong(movement)) wrong += 1;
  }
  return shareOf(wrong, passed);
}

/** Turns of made heads: how often an honest one is called a jump, and how often two photographs are not. */
export async function benchTurns(): Promise<BenchReport> {
  const next = chanceOf(20_261_122);
  const isJump = (movement: string): boolean => movement === 'jumped';
  const marked = rates.map((rate) => ({
    rate,
    found: turnSpeeds.map((speed) => wrongOf(() => honestTurn(speed, rate, next), isJump, next)),
  }));
  const missed = [0, 0.05, 0.3].map((shake) =>
    wrongOf(
      () => cutTurn(15, shake, next),
      (movement) => !isJump(movement),
      next,
    ),
  );
  // Unhurried to quick, at the rates of a tablet in order; a jerk and a slow camera are told apart below.
  const ordinary = marked.filter(({ rate }) => rate >= 15).flatMap(({ found }) => found.slice(0, 3));
  const worst = Math.max(...ordinary.map(({ high }) => high));
  const most = Math.max(...missed.map(({ high }) => high));
  const engine = await turnsThroughEngine(limits);
  return {
    claim: `慢、平常、快的转头（每秒 15 帧以上）误标跳变至多 ${worst.toFixed(2)}%，两张照片换着举漏过至多 ${most.toFixed(2)}%（95% 区间上限）`,
    goal: `两者都 ≤ ${goalShare}%`,
    met: worst <= goalShare && most <= goalShare,
    series: engine.series,
    notes: [
      `误标（每格 ${trials} 次，${turnSpeeds.map(({ name }) => name).join('、')}）：`,
      ...marked.map(({ rate, found }) => `每秒 ${rate} 帧：${found.map(({ words }) => words).join('、')}`),
      `漏过：两张照片不动、微动、大动着换：${missed.map(({ words }) => words).join('、')}`,
      ...engine.notes,
      '头的运动是按最小加加速度造的，不是真人；急转和每秒 5 帧的相机会误标，所以只作提示，页面请人慢慢转。',
    ],
  };
}
