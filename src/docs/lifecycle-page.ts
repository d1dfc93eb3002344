import { type Lifecycle, movesOf, statesOf } from '#kernel/lifecycle';
import { type Role, roleNames } from '#kernel/roles';

interface LifecycleWords<State extends string, Action extends string> {
  readonly title: string;
  readonly command: string;
  readonly states: Readonly<Record<State, string>>;
  readonly actionName: (action: Action) => string;
}

/** A page with the state diagram of a record and who may act in it, made from its table of steps. */
export function lifecyclePage<State extends string, Action extends string>(
  lifecycle: Lifecycle<State, Action, Role>,
  { title, command, states, actionName }: LifecycleWords<State, Action>,
): string {
  const moves = movesOf(lifecycle);
  const all = statesOf(lifecycle);
  const actors = (action: Action): string =>
    lifecycle.steps[action].by.map((role) => roleNames[role]).join('、') || '系统自动';
  const ends = all.filter((state) => !moves.some(({ from }) => from === state));
  return [
    `# ${title}`,
    '',
    `本页由 \`npm run mingxun ${command}\` 从代码生成，请勿手改；与代码不符时测试不通过。`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...all.map((state) => `  state "${states[state]}" as ${state}`),
    `  [*] --> ${lifecycle.start}`,
    ...moves.map(({ action, from, to }) => `  ${from} --> ${to}: ${actionName(action)}`),
    ...ends.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    '| 办理 | 从 | 到 | 由谁 |',
    '| --- | --- | --- | --- |',
    ...moves.map(
      ({ action, from, to }) => `| ${actionName(action)} | ${states[from]} | ${states[to]} | ${actors(action)} |`,
    ),
    '',
  ].join('\n');
}
