import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

/** Who looks at what is doubtful and says what came of it; the institution is not shown its own score. */
export const doubtDeciders = ['countyOfficer', 'cityOfficer'] as const;
export const doubtReaders = [
  ...doubtDeciders,
  ...(['countySignatory', 'citySignatory', 'disciplineOfficer'] as const),
] as const;

export const truthReviewStates = ['waiting', 'substantiated', 'explained', 'sentOnSite'] as const;
export type TruthReviewState = (typeof truthReviewStates)[number];
export type TruthReviewAction = 'substantiate' | 'explain' | 'sendOnSite';

/** 存疑班级核查: a class comes into the queue by its score and leaves it by what an officer found; money never moves. */
export const truthReviewLifecycle: Lifecycle<TruthReviewState, TruthReviewAction, Role> = {
  start: 'waiting',
  steps: {
    substantiate: { from: ['waiting'], to: 'substantiated', by: doubtDeciders },
    explain: { from: ['waiting'], to: 'explained', by: doubtDeciders },
    sendOnSite: { from: ['waiting'], to: 'sentOnSite', by: doubtDeciders },
  },
};

export const truthReviewStateNames: Record<TruthReviewState, string> = {
  waiting: '待核查',
  substantiated: '属实',
  explained: '有合理解释',
  sentOnSite: '转现场检查',
};
export const truthReviewActionNames: Record<TruthReviewAction, string> = {
  substantiate: '属实，登记疑似',
  explain: '有合理解释',
  sendOnSite: '转现场检查',
};

export const facePairStates = ['waiting', 'same', 'different', 'unclear'] as const;
export type FacePairState = (typeof facePairStates)[number];
export type FacePairAction = 'same' | 'different' | 'unclear';

/** 两个身份一张脸: a likeness is shown to an officer, who alone says whether it is one person; a pair is asked once. */
export const facePairLifecycle: Lifecycle<FacePairState, FacePairAction, Role> = {
  start: 'waiting',
  steps: {
    same: { from: ['waiting', 'unclear'], to: 'same', by: doubtDeciders },
    different: { from: ['waiting', 'unclear'], to: 'different', by: doubtDeciders },
    unclear: { from: ['waiting'], to: 'unclear', by: doubtDeciders },
  },
};

export const facePairStateNames: Record<FacePairState, string> = {
  waiting: '待看',
  same: '同一人',
  different: '不是同一人',
  unclear: '看不清',
};
export const facePairActionNames: Record<FacePairAction, string> = {
  same: '同一人',
  different: '不是同一人',
  unclear: '看不清',
};
