import { allChangeRules, allRules as openingRules, type ListedRule } from '../stages/2-opening/domain/all-rules';
import { filingPartNames } from '../stages/2-opening/domain/opening';
import { allRules as attendanceRules, attendancePartNames } from '../stages/3-attendance/domain/all-rules';

export interface StageRule extends Omit<ListedRule, 'part'> {
  /** Where in the work it is asked: 开班 · 备案花名册. */
  readonly place: string;
}

/** The rules of filings, each with a page of its own: what it asks, an example, how often it struck. */
export const allRules: readonly StageRule[] = [
  ...openingRules.map(({ part, ...rule }) => ({ ...rule, place: `开班 · ${filingPartNames[part]}` })),
  ...allChangeRules.map((rule) => ({ ...rule, place: '开班 · 批准后变更' })),
];

const described = new Set(allRules.map(({ id }) => id));
/** Whether a rule has a page of its own. */
export const isDescribed = (id: string): boolean => described.has(id);

/** Every rule of every stage, for the page that shows what carries out each clause. */
export const carryingRules: readonly StageRule[] = [
  ...allRules,
  ...attendanceRules.map(({ part, ...rule }) => ({ ...rule, place: `考勤 · ${attendancePartNames[part]}` })),
];
