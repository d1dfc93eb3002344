import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const assessmentStates = ['drafted', 'confirmed', 'returned', 'withdrawn'] as const;
export type AssessmentState = (typeof assessmentStates)[number];
export type AssessmentAction = 'confirm' | 'return' | 'withdraw';

/**
 * 个人信息保护影响评估: drafted by the security administrator, signed for by the head of the bureau (个人信息保护法第五十五条);
 * what was drafted is never changed, a new version is drafted instead.
 */
export const assessmentLifecycle: Lifecycle<AssessmentState, AssessmentAction, Role> = {
  start: 'drafted',
  steps: {
    confirm: { from: ['drafted'], to: 'confirmed', by: ['citySignatory'] },
    return: { from: ['drafted'], to: 'returned', by: ['citySignatory'] },
    withdraw: { from: ['drafted'], to: 'withdrawn', by: ['securityAdministrator'] },
  },
};
export const assessmentDrafters = ['securityAdministrator'] as const satisfies readonly Role[];
export const assessmentStateNames: Record<AssessmentState, string> = {
  drafted: '待负责人确认',
  confirmed: '已确认',
  returned: '已退回',
  withdrawn: '已撤回',
};
export const assessmentActionNames: Record<AssessmentAction, string> = {
  confirm: '确认影响评估',
  return: '退回',
  withdraw: '撤回',
};

/** Said where faces would be taken and nobody has confirmed an assessment: who does it, where, and what goes on meanwhile. */
export const unassessedSentence =
  '个人信息保护影响评估还没有确认，暂不能采集头像。请市人社局办理：安全管理员在“人脸信息保护”起草，负责人在“我的待办”确认。在此之前都用身份证签到，同样计课时。';

/** One setting an assessment rests on; when it is another one, the assessment has to be made anew. */
export interface BasisLine {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

export interface BasisDifference {
  readonly name: string;
  readonly before: string | undefined;
  readonly now: string | undefined;
}

/** What has been changed since, in the order of what holds now; what has gone comes last. */
export function differencesOf(before: readonly BasisLine[], now: readonly BasisLine[]): BasisDifference[] {
  const earlier = new Map(before.map((line) => [line.key, line]));
  const after = new Set(now.map(({ key }) => key));
  const changed = now
    .filter(({ key, value }) => earlier.get(key)?.value !== value)
    .map(({ key, name, value }) => ({ name, before: earlier.get(key)?.value, now: value }));
  const gone = before
    .filter(({ key }) => !after.has(key))
    .map(({ name, value }) => ({ name, before: value, now: undefined }));
  return [...changed, ...gone];
}

const assessmentStandings = ['missing', 'renew', 'valid'] as const;
export type AssessmentStanding = (typeof assessmentStandings)[number];
export const assessmentStandingNames: Record<AssessmentStanding, string> = {
  missing: '还没有',
  renew: '需更新',
  valid: '有效',
};

/** How the last confirmed assessment stands against what holds today. */
export function assessmentStanding(
  confirmed: readonly BasisLine[] | undefined,
  now: readonly BasisLine[],
): AssessmentStanding {
  if (!confirmed) return 'missing';
  return differencesOf(confirmed, now).length > 0 ? 'renew' : 'valid';
}
