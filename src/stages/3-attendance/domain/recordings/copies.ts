import { addWorkingDays, type WorkingCalendar } from '#kernel/calendar';
import type { Lifecycle } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import type { FigureReader } from '#law/figures';

/** 一式两份 (2021 四): the bureau keeps one copy of every recording, the institution the other. */
const copyHolders = ['bureau', 'institution'] as const;
export type CopyHolder = (typeof copyHolders)[number];
export const copyHolderNames: Record<CopyHolder, string> = { bureau: '人社部门', institution: '培训机构' };

export const challengeStates = ['asked', 'proved', 'failed'] as const;
export type ChallengeState = (typeof challengeStates)[number];
type ChallengeAction = 'prove' | 'fail';

/** 存证抽查: proved once every block asked for has been answered rightly; what is not by its day has failed. */
export const challengeLifecycle: Lifecycle<ChallengeState, ChallengeAction, Role> = {
  start: 'asked',
  steps: {
    prove: { from: ['asked'], to: 'proved', by: ['institutionClerk', 'institutionPrincipal'] },
    fail: { from: ['asked'], to: 'failed', by: [] },
  },
};
export const challengeStateNames: Record<ChallengeState, string> = {
  asked: '待作答',
  proved: '已证明',
  failed: '未能证明',
};
export const challengeActionNames: Record<ChallengeAction, string> = { prove: '作答', fail: '到期未证明' };

/** What came of one block: `spared` where the bureau’s own copy of it is gone, so that nobody else can be judged by it. */
const blockResults = ['proved', 'missing', 'altered', 'wrong', 'spared'] as const;
export type BlockResult = (typeof blockResults)[number];

/** Results that settle a block for the institution. */
export const isSettled = (result: BlockResult | undefined): boolean => result === 'proved' || result === 'spared';

/** The last day of an answer; challenges of days off wait for the working day after them. */
export const answerDueOn = (calendar: WorkingCalendar, askedOn: PlainDate, figure: FigureReader): PlainDate =>
  addWorkingDays(calendar, askedOn, figure('copyAnswerDays'));
