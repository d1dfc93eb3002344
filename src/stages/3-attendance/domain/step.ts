import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

/** What the states and actions of a record are called. */
export interface StepWords<State extends string, Action extends string> {
  readonly states: Readonly<Record<State, string>>;
  readonly actions: Readonly<Record<Action, string>>;
}

/** Why the table does not lead on by `action` from `state`, and from where it does; undefined when it does. */
export function whyNotFrom<State extends string, Action extends string>(
  { steps }: Lifecycle<State, Action, Role>,
  state: State,
  action: Action,
  { states, actions }: StepWords<State, Action>,
): string | undefined {
  const { from } = steps[action];
  if (from.includes(state)) return undefined;
  const where = from.map((each) => `“${states[each]}”`).join('、');
  return `现在是“${states[state]}”，不能办理“${actions[action]}”；须在${where}时办理。`;
}
