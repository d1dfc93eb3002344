import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const purgeStates = ['proposed', 'started', 'witnessed', 'done', 'withdrawn'] as const;
export type PurgeState = (typeof purgeStates)[number];
export type PurgeAction = 'start' | 'witness' | 'withdraw' | 'finish';

/**
 * 到期清除 (2021 四, 附件6 之5): proposed on its day, listed by one person, begun before another; once begun it is carried
 * out to the end, since half of it may be gone.
 */
export const purgeLifecycle: Lifecycle<PurgeState, PurgeAction, Role> = {
  start: 'proposed',
  steps: {
    start: { from: ['proposed'], to: 'started', by: ['countyOfficer', 'cityOfficer'] },
    witness: { from: ['started'], to: 'witnessed', by: ['countySignatory', 'citySignatory'] },
    withdraw: {
      from: ['proposed', 'started'],
      to: 'withdrawn',
      by: ['countyOfficer', 'cityOfficer', 'countySignatory', 'citySignatory'],
    },
    finish: { from: ['witnessed'], to: 'done', by: [] },
  },
};
export const purgeStateNames: Record<PurgeState, string> = {
  proposed: '到期待清除',
  started: '已列清单，待监督人确认',
  witnessed: '正在清除',
  done: '已清除',
  withdrawn: '已撤回',
};
export const purgeActionNames: Record<PurgeAction, string> = {
  start: '列出清单',
  witness: '监督清除',
  withdraw: '撤回',
  finish: '清除完毕',
};
