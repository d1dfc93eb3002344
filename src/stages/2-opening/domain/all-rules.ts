import type { AnyRule } from '#law/rule';
import { applicationRules } from './application-rules';
import { changeRules } from './change/rules';
import { crossPlanRules, crossRules } from './cross-rules';
import { exchangeRules } from './exchange/rules';
import type { FilingPart } from './opening';
import { planRules } from './plan-rules';
import { postRules } from './post-rules';
import { postUseRules } from './post-use-rules';
import { proofRules } from './proof-rules';
import { rosterRules } from './roster/rules';

/** A rule as a list shows it: what it is called, what it cites and how hard it is. */
export interface ListedRule extends Omit<AnyRule<never>, 'findings'> {
  readonly part: FilingPart;
}

const listed = (part: FilingPart, rules: readonly Omit<AnyRule<never>, 'findings'>[]): ListedRule[] =>
  rules.map(({ id, title, cites, severity, from }) => ({ id, title, cites, severity, from, part }));

/** Every rule of the opening stage in the order of its parts, for those who ask what carries out a clause. */
export const allRules: readonly ListedRule[] = [
  ...listed('application', applicationRules),
  ...listed('plan', planRules),
  ...listed('plan', crossPlanRules),
  ...listed('roster', rosterRules),
  ...listed('roster', crossRules),
  ...listed('roster', exchangeRules),
  ...listed('posts', postRules),
  ...listed('posts', postUseRules),
  ...listed('proofs', proofRules),
];

/** The rules of a change after approval, which has no part of its own in a filing. */
export const allChangeRules: readonly Omit<AnyRule<never>, 'findings'>[] = changeRules.map(
  ({ id, title, cites, severity, from }) => ({ id, title, cites, severity, from }),
);
