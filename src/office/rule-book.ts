export { findExample, type RuleExample } from '../stages/2-opening/domain/rule-book/example';
export { ruleMeanings, ruleRuns } from '../stages/2-opening/domain/rule-book/meanings';
