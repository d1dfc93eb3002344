import { allRules as openingRules, type ListedRule } from '../stages/2-opening/domain/all-rules';
import { filingPartNames } from '../stages/2-opening/domain/opening';

export interface StageRule extends ListedRule {
  /** Where in the work it is asked: 开班 · 备案花名册. */
  readonly place: string;
}

/** Every rule of every stage, for the page that shows what carries out each clause. */
export const allRules: readonly StageRule[] = openingRules.map((rule) => ({
  ...rule,
  place: `开班 · ${filingPartNames[rule.part]}`,
}));
