import { type Refused, refused } from '#platform/operation';

/** Why a request of an absence does not move: it changed since it was seen, or the step does not lead on from there. */
export function whyNotMoved<State extends string>(
  what: '请假' | '补签',
  found: { readonly version: number; readonly state: State; readonly name: string },
  wish: { readonly version: number; readonly from: readonly State[] },
): Refused | undefined {
  if (found.version !== wish.version) return refused(`这次${what}刚有变动，请刷新后再办。`, 'conflict');
  if (!wish.from.includes(found.state)) return refused(`这次${what}${found.name}，不能这样办。`, 'conflict');
  return undefined;
}
