import type { LaterLines } from '#law/figures';
import { type AnyRule, type Finding, judge } from '#law/rule';
import { applicationRules } from './application-rules';
import { crossPlanRules, crossRules } from './cross-rules';
import { exchangeRules } from './exchange/rules';
import type { FilingPart, OpeningFacts } from './opening';
import { planRules } from './plan-rules';
import { postRules } from './post-rules';
import { postUseRules } from './post-use-rules';
import { proofRules } from './proof-rules';
import { checkRoster } from './roster/check';

/** A finding with the part of the filing it belongs to. */
export interface OpeningFinding extends Finding {
  readonly part: FilingPart;
}

const tagged = (part: FilingPart, rules: readonly AnyRule<OpeningFacts>[], facts: OpeningFacts, later?: LaterLines) =>
  judge(rules, facts, later).map((finding): OpeningFinding => ({ ...finding, part }));

/** Every rule of the opening stage over one filing; the browser asks it before filing, the server decides by it. */
export function judgeOpening(facts: OpeningFacts, later?: LaterLines): OpeningFinding[] {
  const startsOn = facts.application.startsOn ?? facts.filedOn;
  const roster = checkRoster(facts.roster, { startsOn, filedOn: facts.filedOn }, later);
  return [
    ...tagged('application', applicationRules, facts, later),
    ...tagged('plan', planRules, facts, later),
    ...tagged('plan', crossPlanRules, facts, later),
    ...roster.map((finding): OpeningFinding => ({ ...finding, part: 'roster' })),
    ...tagged('roster', crossRules, facts, later),
    ...tagged('roster', exchangeRules, facts, later),
    ...tagged('posts', postRules, facts, later),
    ...tagged('posts', postUseRules, facts, later),
    ...tagged('proofs', proofRules, facts, later),
  ];
}

export const countOf = (findings: readonly Finding[], severity: Finding['severity']): number =>
  findings.filter((finding) => finding.severity === severity).length;
