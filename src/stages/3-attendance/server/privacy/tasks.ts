import { city } from '#law/regions';
import type { Transaction } from '#platform/operation';
import type { StoredFaceLevel } from '../../domain/privacy/stored-faces';
import { raiseTask, settleTask } from '../keeping/tasks';

const privacyAddress = '/face-protection';

export const assessmentKey = 'privacy/assessment';
export const decisionKey = 'privacy/assessment/decide';
const levelKey = (level: StoredFaceLevel): string => `privacy/stored-faces/${level}`;

type Desk = 'city' | 'security';
const desks: readonly Desk[] = ['city', 'security'];
/** The security administrator’s task is a line of its own: it is settled with that of the city. */
const deskKey = (desk: Desk, key: string): string => (desk === 'city' ? key : `${key}/security`);

async function raise(tx: Transaction, now: string, key: string, what: string, about: string, by: readonly Desk[]) {
  for (const desk of by) {
    const own = { key: deskKey(desk, key), audience: desk, address: privacyAddress };
    await raiseTask(tx, now, { regionCode: city.code, what, about, ...own });
  }
}

/** Takes a matter away from every desk it stands on. */
export async function settle(tx: Transaction, now: string, key: string): Promise<void> {
  for (const desk of desks) await settleTask(tx, now, deskKey(desk, key));
}

/** One task stands for the step reached; those of other steps are settled. */
export async function raiseLevelTask(
  tx: Transaction,
  now: string,
  level: StoredFaceLevel,
  people: number,
  due: string,
) {
  for (const other of ['notice', 'warning', 'filing'] as const)
    if (other !== level) await settle(tx, now, levelKey(other));
  if (level === 'calm') return;
  if (level === 'filing' && due === '') {
    await settle(tx, now, levelKey('filing'));
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
    desks,
  );
}

export const raiseAssessmentTask = (tx: Transaction, now: string, standing: 'missing' | 'renew') =>
  raise(
    tx,
    now,
    assessmentKey,
    standing === 'missing' ? '还没有个人信息保护影响评估' : '个人信息保护影响评估需更新',
    standing === 'missing' ? '请安全管理员起草' : '设置已改变，请安全管理员重新评估',
    desks,
  );

export const raiseDecisionTask = (tx: Transaction, now: string, number: number) =>
  raise(tx, now, decisionKey, '确认个人信息保护影响评估', `第 ${number} 版`, ['city']);

export const raiseReturnedTask = (tx: Transaction, now: string, number: number, reason: string) =>
  raise(tx, now, assessmentKey, '个人信息保护影响评估被退回', `第 ${number} 版：${reason}`, ['security']);

const unpurgedKey = 'privacy/unpurged';

/** What should have been erased with a withdrawn consent and still lies here. */
export const raiseUnpurgedTask = (tx: Transaction, now: string, people: number) =>
  people > 0
    ? raise(tx, now, unpurgedKey, '撤回同意后人脸信息没有清除', `${people} 人，请查明原因`, ['security'])
    : settle(tx, now, unpurgedKey);
