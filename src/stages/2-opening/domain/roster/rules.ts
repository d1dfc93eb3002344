import type { AnyRule } from '#law/rule';
import { eligibilityRules } from './eligibility-rules';
import type { RosterFacts } from './facts';
import { identityRules } from './identity-rules';

/** What a filed roster is held to: one cause gives one finding, at its own cell. */
export const rosterRules: readonly AnyRule<RosterFacts>[] = [...identityRules, ...eligibilityRules];
