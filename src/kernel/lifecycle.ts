/** One action of a record: from which states, to which, by whom. */
export interface Step<State extends string, Role extends string> {
  readonly from: readonly State[];
  readonly to: State;
  readonly by: readonly Role[];
}

/** Everything that may happen to a record; the guard, the buttons, the diagram and the tests all read it. */
export interface Lifecycle<State extends string, Action extends string, Role extends string> {
  readonly start: State;
  readonly steps: Readonly<Record<Action, Step<State, Role>>>;
}

const actionNames = <Action extends string>(steps: Readonly<Record<Action, unknown>>) => Object.keys(steps) as Action[];

/** What `role` may do with a record in `state`, in the table's order. */
export function actionsFor<State extends string, Action extends string, Role extends string>(
  lifecycle: Lifecycle<State, Action, Role>,
  state: State,
  role: Role,
): Action[] {
  return actionNames(lifecycle.steps).filter((action) => {
    const step = lifecycle.steps[action];
    return step.from.includes(state) && step.by.includes(role);
  });
}

/** Every state the table names, the start first. */
export function statesOf<State extends string, Action extends string, Role extends string>(
  lifecycle: Lifecycle<State, Action, Role>,
): State[] {
  const states = new Set<State>([lifecycle.start]);
  for (const action of actionNames(lifecycle.steps)) {
    for (const state of lifecycle.steps[action].from) states.add(state);
    states.add(lifecycle.steps[action].to);
  }
  return [...states];
}

/** Each allowed move once, as the database trigger wants them. */
export function movesOf<State extends string, Action extends string, Role extends string>(
  lifecycle: Lifecycle<State, Action, Role>,
): { action: Action; from: State; to: State }[] {
  return actionNames(lifecycle.steps).flatMap((action) =>
    lifecycle.steps[action].from.map((from) => ({ action, from, to: lifecycle.steps[action].to })),
  );
}
