import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';
import { challengeLifecycle } from './copies';

export const repairStates = ['checking', 'asked', 'filled', 'proved', 'dropped'] as const;
export type RepairState = (typeof repairStates)[number];
type RepairAction = 'list' | 'pass' | 'fill' | 'prove' | 'check' | 'ask' | 'drop';

const institutions = challengeLifecycle.steps.prove.by;

/**
 * 副本修复: what one side lost is filled from the other, and only a fresh challenge over the filled blocks closes it
 * (2021 四：一式两份). An officer gives it up, with a reason, where neither side has the bytes.
 */
export const repairLifecycle: Lifecycle<RepairState, RepairAction, Role> = {
  start: 'checking',
  steps: {
    list: { from: ['checking'], to: 'asked', by: [] },
    pass: { from: ['checking'], to: 'filled', by: [] },
    fill: { from: ['asked'], to: 'filled', by: institutions },
    prove: { from: ['filled'], to: 'proved', by: [] },
    check: { from: ['filled'], to: 'checking', by: [] },
    ask: { from: ['filled'], to: 'asked', by: [] },
    drop: { from: ['checking', 'asked', 'filled'], to: 'dropped', by: ['countyOfficer', 'cityOfficer'] },
  },
};
export const repairStateNames: Record<RepairState, string> = {
  checking: '逐块核对中',
  asked: '待补',
  filled: '待复核',
  proved: '已修复',
  dropped: '无法修复',
};
export const repairActionNames: Record<RepairAction, string> = {
  list: '列出损坏的数据块',
  pass: '逐块核对没有损坏',
  fill: '补齐',
  prove: '重新抽查相符',
  check: '重新抽查不符，再逐块核对',
  ask: '重新抽查不符，再补',
  drop: '认定无法修复',
};

/** As many blocks as one challenge may ask for; of more that were mended so many are drawn. */
export const mostProvedBlocks = 500;
