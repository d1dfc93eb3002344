import type { Lifecycle } from '#kernel/lifecycle';
import { type Role, roleNames } from '#kernel/roles';
import { type ImpersonationMove, impersonationLifecycle } from '../lifecycle';
import { impersonationMoveNames, impersonationStageNames } from '../state-names';
import { type StepWords, whyNotFrom } from '../step';
import { handlersOf, type ImpersonationCase } from './case';
import type { Actor } from './events';

/** What an event comes to: the case after it, or why it cannot be and what to do instead. */
export type Outcome =
  | { readonly isRefused: false; readonly after: ImpersonationCase }
  | { readonly isRefused: true; readonly sentence: string };

/** An event judged: why it must not happen, and the case after it had it happened all the same. */
export interface Judged {
  readonly wrong: string | undefined;
  readonly after: ImpersonationCase;
}

/** Why the table does not let `actor` do `action` now; undefined when it does. */
export function offTable<State extends string, Action extends string>(
  lifecycle: Lifecycle<State, Action, Role>,
  { state, action, actor }: { readonly state: State; readonly action: Action; readonly actor: Actor },
  words: StepWords<State, Action>,
): string | undefined {
  const step = lifecycle.steps[action];
  const name = words.actions[action];
  if (!step.by.includes(actor.role)) {
    return `${roleNames[actor.role]}不能办理“${name}”，由${step.by.map((role) => roleNames[role]).join('、')}办理。`;
  }
  return whyNotFrom(lifecycle, state, action, words);
}

/** Why the class cannot make this move now, by this person; undefined when it can. */
export const offCourse = (of: ImpersonationCase, action: ImpersonationMove, actor: Actor): string | undefined =>
  offTable(
    impersonationLifecycle,
    { state: of.stage, action, actor },
    { states: impersonationStageNames, actions: impersonationMoveNames },
  );

/** The same case in the state the table gives the move. */
export const moved = (of: ImpersonationCase, move: ImpersonationMove): ImpersonationCase => ({
  ...of,
  stage: impersonationLifecycle.steps[move].to,
});

/** Why this person may not decide; undefined for one who neither reported nor confirmed, nor decided before. */
export function notImpartial(of: ImpersonationCase, actor: Actor): string | undefined {
  if (handlersOf(of).has(actor.id)) return '报告过或确认过本班冒名顶替的人不能复核、裁决，请换一人办理。';
  return undefined;
}

export const noReason = (reason: string): string | undefined =>
  reason.trim() === '' ? '没有写明理由，请写明认定的事实和依据。' : undefined;
