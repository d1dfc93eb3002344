import {
  ruleMeanings as openingMeanings,
  ruleRuns as openingRuns,
} from '../stages/2-opening/domain/rule-book/meanings';
import {
  ruleMeanings as attendanceMeanings,
  ruleRuns as attendanceRuns,
} from '../stages/3-attendance/domain/rule-book/meanings';

export { findExample, type RuleExample } from '../stages/2-opening/domain/rule-book/example';

export const ruleMeanings: Readonly<Record<string, string>> = { ...openingMeanings, ...attendanceMeanings };

/** Where and when a rule is asked. */
export const ruleRuns = (rule: string): string => attendanceRuns(rule) ?? openingRuns(rule);
