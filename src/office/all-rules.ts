import { allChangeRules, allRules as openingRules, type ListedRule } from '../stages/2-opening/domain/all-rules';
import { filingPartNames } from '../stages/2-opening/domain/opening';

export interface StageRule extends Omit<ListedRule, 'part'> {
  /** Where in the work it is asked: 开班 · 备案花名册. */
  readonly place: string;
}

/** Every rule of every stage, for the page that shows what carries out each clause. */
export const allRules: readonly StageRule[] = [
  ...openingRules.map(({ part, ...rule }) => ({ ...rule, place: `开班 · ${filingPartNames[part]}` })),
  ...allChangeRules.map((rule) => ({ ...rule, place: '开班 · 批准后变更' })),
];
