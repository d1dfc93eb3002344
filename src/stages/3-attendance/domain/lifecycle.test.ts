import { describe, expect, it } from 'vitest';
import { actionsFor, type Lifecycle, movesOf, statesOf } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';
import {
  correctionLifecycle,
  correctionStates,
  impersonationLifecycle,
  impersonationStages,
  leaveLifecycle,
  leaveStates,
  personTimeLifecycle,
  personTimeStates,
} from './lifecycle';
import { correctionStateNames, impersonationStageNames, leaveStateNames, personTimeStateNames } from './state-names';

function reachable<State extends string, Action extends string>(lifecycle: Lifecycle<State, Action, Role>): State[] {
  const reached = new Set<State>([lifecycle.start]);
  for (let before = 0; before !== reached.size; ) {
    before = reached.size;
    for (const { from, to } of movesOf(lifecycle)) if (reached.has(from)) reached.add(to);
  }
  return [...reached].sort();
}

describe('the lives of leave, correction, person-time and impersonation', () => {
  it('name every state once, reach each, and call no two alike', () => {
    const check = <State extends string, Action extends string>(
      lifecycle: Lifecycle<State, Action, Role>,
      states: readonly State[],
      names: Readonly<Record<State, string>>,
    ) => {
      expect([...statesOf(lifecycle)].sort()).toEqual([...states].sort());
      expect(reachable(lifecycle)).toEqual([...states].sort());
      expect(new Set(Object.values(names)).size).toBe(states.length);
    };
    check(leaveLifecycle, leaveStates, leaveStateNames);
    check(correctionLifecycle, correctionStates, correctionStateNames);
    check(personTimeLifecycle, personTimeStates, personTimeStateNames);
    check(impersonationLifecycle, impersonationStages, impersonationStageNames);
  });

  it('let the institution grant leave, and only the bureau a correction, which earns hours', () => {
    expect(leaveLifecycle.steps.approve.by).toEqual(['institutionPrincipal']);
    expect(correctionLifecycle.steps.approve.by).toEqual(['countyOfficer']);
    expect(actionsFor(correctionLifecycle, 'requested', 'countyOfficer')).toEqual(['refuse']);
  });

  it('keep institutions and devices from confirming, dismissing, voiding and reversing', () => {
    const { confirm, dismiss, strike } = personTimeLifecycle.steps;
    const { notify, void: voids, uphold, reverse } = impersonationLifecycle.steps;
    for (const { by } of [confirm, dismiss, strike, notify, voids, uphold, reverse]) {
      expect(by.filter((role) => !/^(?:county|city)/.test(role))).toEqual([]);
    }
  });

  it('lead to a void class only over freeze, notice and hearing', () => {
    const ways = (state: (typeof impersonationStages)[number]) =>
      movesOf(impersonationLifecycle)
        .filter(({ to }) => to === state)
        .map(({ from }) => from);
    expect(ways('voided')).toEqual(['heard']);
    expect(ways('heard')).toEqual(['notified']);
    expect(ways('notified')).toEqual(['frozen']);
  });
});
