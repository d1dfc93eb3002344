import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { api } from '#ui/api';
import { spokenNumber } from '#ui/format';
import type { Tone } from '#ui/state';
import type { AssessmentStanding, AssessmentState } from '../../domain/privacy/assessment';
import { type StoredFaceLevel, storedFaceLevelNames } from '../../domain/privacy/stored-faces';

export type ProtectionView = Awaited<ReturnType<typeof api.privacy.show>>;
export type AssessmentVersion = ProtectionView['versions'][number];

export const levelTones: Record<StoredFaceLevel, Tone> = {
  calm: 'ok',
  notice: 'warn',
  warning: 'warn',
  filing: 'stop',
};
export const standingTones: Record<AssessmentStanding, Tone> = { missing: 'stop', renew: 'warn', valid: 'ok' };
export const assessmentTones: Record<AssessmentState, Tone> = {
  drafted: 'warn',
  confirmed: 'ok',
  returned: 'stop',
  withdrawn: 'calm',
};

/** What the number of people asks today, in one sentence. */
export function stockWords(
  { people, level, nextAt, filing }: ProtectionView['faces'],
  today: PlainDate | undefined,
): string {
  if (filing.kind === 'filed') return '已向省级网信部门备案；备案信息有实质变更的，30 个工作日内办理变更。';
  if (filing.kind === 'due') {
    const [reached, due] = [spokenDay(filing.reachedOn, today), spokenDay(filing.dueOn, today)];
    return filing.left >= 0
      ? `${reached} 达到备案人数，须在 ${due} 前备案，还有 ${filing.left} 个工作日。`
      : `${reached} 达到备案人数，${due} 到期，已超过 ${-filing.left} 个工作日。`;
  }
  return nextAt ? `离${level === 'calm' ? '提醒' : '下一档'}还差 ${spokenNumber(nextAt - people)} 人。` : '';
}

export const levelLabel = ({ level, filing }: Pick<ProtectionView['faces'], 'level' | 'filing'>): string =>
  filing.kind === 'filed' ? '已备案' : storedFaceLevelNames[level];
