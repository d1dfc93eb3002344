import { allChangeRules, allRules as openingRules, type ListedRule } from '../stages/2-opening/domain/all-rules';
import { filingPartNames } from '../stages/2-opening/domain/opening';
import { allRules as attendanceRules, attendancePartNames } from '../stages/3-attendance/domain/all-rules';

export type RuledStage = 'opening' | 'attendance';
export const ruledStageNames: Record<RuledStage, string> = { opening: '开班', attendance: '考勤' };

export interface StageRule extends Omit<ListedRule, 'part'> {
  readonly stage: RuledStage;
  /** Where in the work it is asked: 开班 · 备案花名册. */
  readonly place: string;
}

/** Every rule of every stage, each with a page of its own; those of filings with an example and how often they struck. */
export const allRules: readonly StageRule[] = [
  ...openingRules.map(
    ({ part, ...rule }) => ({ ...rule, stage: 'opening', place: `开班 · ${filingPartNames[part]}` }) as const,
  ),
  ...allChangeRules.map((rule) => ({ ...rule, stage: 'opening', place: '开班 · 批准后变更' }) as const),
  ...attendanceRules.map(
    ({ part, ...rule }) => ({ ...rule, stage: 'attendance', place: `考勤 · ${attendancePartNames[part]}` }) as const,
  ),
];
