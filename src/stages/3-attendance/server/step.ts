import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';
import { type Refused, refused } from '#platform/operation';
import { type StepWords, whyNotFrom } from '../domain/step';

/** A record that moves by a table, and how it is spoken of. */
interface Stepping<State extends string, Action extends string> extends StepWords<State, Action> {
  /** 这次请假, 这项保全. */
  readonly what: string;
  readonly lifecycle: Lifecycle<State, Action, Role>;
}

/** Why a record does not take a step: it changed since it was seen, or the table does not lead on from where it stands. */
export function whyNotMoved<State extends string, Action extends string>(
  { what, lifecycle, ...words }: Stepping<State, Action>,
  found: { readonly version: number; readonly state: State },
  wish: { readonly version: number; readonly action: Action },
): Refused | undefined {
  if (found.version !== wish.version) return refused(`${what}刚有变动，请刷新后再办。`, 'conflict');
  const wrong = whyNotFrom(lifecycle, found.state, wish.action, words);
  return wrong === undefined ? undefined : refused(`${what}${wrong}`, 'conflict');
}
