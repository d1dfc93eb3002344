import { addDays, type PlainDate } from '#kernel/plain-date';
import type { PurgeState } from './purge';

/** What a class needs next of those who keep its evidence. */
export const nextSteps = [
  'finding',
  'challenge',
  'liftAsked',
  'witness',
  'start',
  'held',
  'carrying',
  'keep',
  'running',
  'purged',
] as const;
export type NextStep = (typeof nextSteps)[number];
export const nextStepNames: Record<NextStep, string> = {
  finding: '处理存证问题',
  challenge: '作答存证抽查',
  liftAsked: '确认解除保全',
  witness: '监督清除',
  start: '到期，列出清单',
  held: '保全中',
  carrying: '正在清除',
  keep: '保管中',
  running: '培训中',
  purged: '已清除',
};
/** Steps that wait for somebody. */
export const isPressing = (step: NextStep): boolean => nextSteps.indexOf(step) <= nextSteps.indexOf('start');

interface KeepingStanding {
  readonly endsOn: PlainDate;
  readonly keptUntil: PlainDate;
  readonly openFindings: number;
  readonly openChallenges: number;
  readonly liftsAsked: number;
  readonly isHeld: boolean;
  readonly purge: PurgeState | undefined;
}

/** The one thing to do next, the most pressing first. */
export function nextStepOf(of: KeepingStanding, today: PlainDate): NextStep {
  if (of.purge === 'done') return 'purged';
  if (of.purge === 'witnessed') return 'carrying';
  if (of.openFindings > 0) return 'finding';
  if (of.openChallenges > 0) return 'challenge';
  if (of.liftsAsked > 0) return 'liftAsked';
  if (of.isHeld) return 'held';
  if (of.purge === 'started') return 'witness';
  if (today >= addDays(of.keptUntil, 1)) return 'start';
  return of.endsOn < today ? 'keep' : 'running';
}
