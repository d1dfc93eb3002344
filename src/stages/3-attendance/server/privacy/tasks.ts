import type { Transaction } from '#platform/operation';
import type { StoredFaceLevel } from '../../domain/privacy/stored-faces';
import { raiseTask, settleTask } from '../keeping/tasks';

/** Matters of the whole city stand with the city bureau. */
const cityRegion = '410800';
export const privacyAddress = '/face-protection';

export const assessmentKey = 'privacy/assessment';
export const decisionKey = 'privacy/assessment/decide';
const levelKey = (level: StoredFaceLevel): string => `privacy/stored-faces/${level}`;

const raise = (tx: Transaction, now: string, key: string, what: string, about: string) =>
  raiseTask(tx, now, { regionCode: cityRegion, audience: 'city', key, address: privacyAddress, what, about });

/** One task stands for the step reached; those of other steps are settled. */
export async function raiseLevelTask(
  tx: Transaction,
  now: string,
  level: StoredFaceLevel,
  people: number,
  due: string,
) {
  for (const other of ['notice', 'warning', 'filing'] as const)
    if (other !== level) await settleTask(tx, now, levelKey(other));
  if (level === 'calm') return;
  if (level === 'filing' && due === '') {
    await settleTask(tx, now, levelKey('filing'));
    return;
  }
  const whats = {
    notice: '现存人脸信息接近备案人数',
    warning: '现存人脸信息即将达到备案人数',
    filing: '办理人脸识别应用备案',
  } as const;
  await raise(
    tx,
    now,
    levelKey(level),
    whats[level],
    level === 'filing' ? `现有 ${people} 人，${due} 前` : `现有 ${people} 人`,
  );
}

export const raiseAssessmentTask = (tx: Transaction, now: string, standing: 'missing' | 'renew') =>
  raise(
    tx,
    now,
    assessmentKey,
    standing === 'missing' ? '还没有个人信息保护影响评估' : '个人信息保护影响评估需更新',
    standing === 'missing' ? '请安全管理员起草' : '设置已改变，请安全管理员重新评估',
  );

export const raiseDecisionTask = (tx: Transaction, now: string, number: number) =>
  raise(tx, now, decisionKey, '确认个人信息保护影响评估', `第 ${number} 版`);
