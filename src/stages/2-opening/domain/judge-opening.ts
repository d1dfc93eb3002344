import type { LaterLines } from '#law/figures';
import { type AnyRule, type Finding, judge } from '#law/rule';
import { applicationRules } from './application-rules';
import { crossPlanRules, crossRules } from './cross-rules';
import { exchangeRules } from './exchange/rules';
import type { FilingPart, OpeningFacts } from './opening';
import { planRules } from './plan-rules';
import { postRules } from './post-rules';
import { postUseRules } from './post-use-rules';
import { proofFacts } from './proof-facts';
import { proofRules } from './proof-rules';
import { rosterFacts } from './roster/facts';
import { rosterRules } from './roster/rules';

/** A finding with the part of the filing it belongs to. */
export interface OpeningFinding extends Finding {
  readonly part: FilingPart;
}

/** Every rule of the opening stage over one filing; the browser asks it before filing, the server decides by it. */
export function judgeOpening(facts: OpeningFacts, later?: LaterLines): OpeningFinding[] {
  const { filedOn, application } = facts;
  const roster = rosterFacts(facts.roster, { startsOn: application.startsOn ?? filedOn, filedOn });
  const found: OpeningFinding[] = [];
  const ask = <Facts>(part: FilingPart, rules: readonly AnyRule<Facts>[], about: Facts): void => {
    for (const finding of judge(rules, about, later)) found.push({ ...finding, part });
  };
  ask('application', applicationRules, facts);
  ask('plan', planRules, facts);
  ask('plan', crossPlanRules, facts);
  ask('roster', rosterRules, roster);
  ask('roster', crossRules, facts);
  ask('roster', exchangeRules, facts);
  ask('posts', postRules, facts);
  ask('posts', postUseRules, facts);
  ask('proofs', proofRules, proofFacts(facts, roster));
  return found;
}

export const countOf = (findings: readonly Finding[], severity: Finding['severity']): number =>
  findings.filter((finding) => finding.severity === severity).length;
