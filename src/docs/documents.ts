import { type ChangeAction, changeLifecycle, changeStateNames } from '../stages/2-opening/domain/change/lifecycle';
import { type ClassAction, openingLifecycle } from '../stages/2-opening/domain/lifecycle';
import { stateNames } from '../stages/2-opening/domain/state-names';
import { operations } from '../operations';
import { clauseCoverage } from './clause-coverage';
import { clausePage } from './clause-page';
import { lifecyclePage } from './lifecycle-page';
import { readSources } from './sources';

/** A document made from the code. */
export interface MadeDocument {
  /** As typed after `docs`. */
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
  readonly summary: string;
  make(root: string): string;
}

/** What an action is called where it is done; actions are named after their operations. */
const actionName =
  (subject: string) =>
  (action: ClassAction | ChangeAction): string =>
    operations.find(({ name }) => name === `${subject}.${action}`)?.title ?? action;

/** Every document that is made, never written by hand. */
export const madeDocuments: readonly MadeDocument[] = [
  {
    name: 'clauses',
    path: 'docs/clauses.md',
    summary: '条款对照：每一条由哪些规则、标准、办理、页面和测试落实',
    make: (root) => clausePage(clauseCoverage(readSources(root))),
  },
  {
    name: 'opening-states',
    path: 'docs/states/opening.md',
    summary: '开班申报的状态图，和谁可以办理',
    make: () =>
      lifecyclePage(openingLifecycle, {
        title: '开班申报的状态',
        command: 'docs opening-states',
        states: stateNames,
        actionName: actionName('class'),
      }),
  },
  {
    name: 'change-states',
    path: 'docs/states/change.md',
    summary: '已批准班期的变更：状态图，和谁可以办理',
    make: () =>
      lifecyclePage(changeLifecycle, {
        title: '班期变更的状态',
        command: 'docs change-states',
        states: changeStateNames,
        actionName: actionName('change'),
      }),
  },
];
