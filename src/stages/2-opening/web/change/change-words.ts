import type { ClauseId } from '#law/clause-ids';
import type { ClauseRef } from '#ui/clause';
import type { Tone } from '#ui/state';
import { type ChangeKind, changeKindNames } from '../../domain/change/change';
import type { ChangeAction, ChangeState } from '../../domain/change/lifecycle';
import type { ClassEvent } from '../../server/class-show';
import { clauseRef } from '../words';

export const changeTones: Record<ChangeState, Tone> = {
  drafted: 'calm',
  filed: 'warn',
  returned: 'stop',
  verified: 'warn',
  approved: 'ok',
  refused: 'stop',
  withdrawn: 'calm',
};

/** 时间、教师 */
export const kindWords = (kinds: readonly ChangeKind[]): string =>
  kinds.map((kind) => changeKindNames[kind]).join('、') || '还没有改动';

const happenings: Record<ChangeAction, { readonly what: string; readonly clause: ClauseId; readonly tone?: Tone }> = {
  file: { what: '申请变更', clause: '2024.1.1' },
  verify: { what: '变更核查通过', clause: '2024.1.2' },
  return: { what: '变更退回修改', clause: '2024.1.2', tone: 'stop' },
  approve: { what: '批准变更', clause: '2024.1.3', tone: 'ok' },
  refuse: { what: '变更不予批准', clause: '2024.1.3', tone: 'stop' },
  withdraw: { what: '撤回变更申请', clause: '2024.1.1' },
};
const isChangeAction = (name: string): name is ChangeAction => name in happenings;

/** A happening of a change on the timeline of its class; the event is numbered by the change. */
export function changeHappening({ action, filingNumber }: ClassEvent): {
  what: string;
  clause?: ClauseRef;
  tone?: Tone | undefined;
} {
  const name = action.replace(/^change\./, '');
  if (!action.startsWith('change.') || !isChangeAction(name)) return { what: action };
  const { what, clause, tone } = happenings[name];
  return { what: `${what}（第 ${filingNumber} 次）`, clause: clauseRef(clause), tone };
}
