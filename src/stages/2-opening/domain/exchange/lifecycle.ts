import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const exchangeStates = ['exported', 'answered', 'closed'] as const;
export type ExchangeState = (typeof exchangeStates)[number];
export type ExchangeAction = 'answer' | 'close';

/** A batch goes out, is answered, perhaps anew with a newer answer, and is closed. */
export const exchangeLifecycle: Lifecycle<ExchangeState, ExchangeAction, Role> = {
  start: 'exported',
  steps: {
    answer: { from: ['exported', 'answered'], to: 'answered', by: ['countyOfficer'] },
    close: { from: ['exported', 'answered'], to: 'closed', by: ['countyOfficer'] },
  },
};

export const exchangeStateNames: Record<ExchangeState, string> = {
  exported: '待答复',
  answered: '已答复',
  closed: '已关闭',
};
