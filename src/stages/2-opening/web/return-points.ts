import { spokenDay } from '#kernel/plain-date';
import type { ClassView } from '../server/class-show';
import { checkItemNames, decisionOn } from '../domain/check-items';
import type { OpeningFinding } from '../domain/judge-opening';
import { fieldName, type ReturnPart } from './place-words';

/** A reason for sending a class back, while it is being written. */
export interface DraftPoint {
  readonly key: string;
  readonly part: ReturnPart;
  readonly row?: string | undefined;
  readonly field?: string | undefined;
  readonly reason: string;
  /** The rule it rests on, where one found it. */
  readonly rule?: string | undefined;
}

export const pointKey = (part: string, row?: string, field?: string): string => `${part}/${row ?? ''}/${field ?? ''}`;

const pointOf = (finding: OpeningFinding): DraftPoint => ({
  key: `${finding.rule}/${pointKey(finding.part, finding.row, finding.field)}`,
  part: finding.part,
  ...(finding.row === undefined ? {} : { row: finding.row }),
  field: finding.field,
  reason: `${finding.message}${finding.fix}`,
  rule: finding.rule,
});

/** A first day that has passed is sent back with the earliest lawful one. */
function lateStart({ offeredStart }: Partial<Pick<ClassView, 'offeredStart'>>): DraftPoint[] {
  if (!offeredStart) return [];
  const forecast = offeredStart.isForecast ? '（当年放假安排未公布，按预计）' : '';
  const reason = `原定开班日期已过，请改期，今天申报最早可为${spokenDay(offeredStart.on)}${forecast}；教学计划随之顺延。`;
  return [{ key: 'late/startsOn', part: 'application', field: 'startsOn', reason }];
}

/** The points a return would begin with: what blocks, warnings not accepted, items found unsound by an officer. */
export function suggestedPoints(
  view: Pick<ClassView, 'findings' | 'decisions' | 'items'> & Partial<Pick<ClassView, 'offeredStart'>>,
): DraftPoint[] {
  const fromFindings = view.findings.flatMap((finding) => {
    if (finding.severity === 'blocks') return [pointOf(finding)];
    const decision = decisionOn(finding, view.decisions);
    if (!decision || decision.accepted) return [];
    const point = pointOf(finding);
    return [{ ...point, reason: `${point.reason}（核查意见：${decision.reason}）` }];
  });
  const fromMarks = view.items.flatMap(({ item, mark }): DraftPoint[] =>
    mark?.verdict === 'mismatched'
      ? [
          {
            key: `mark/${item}`,
            part: partOfItem[item] ?? 'roster',
            reason: `${checkItemNames[item]}不符：${mark.note}`,
          },
        ]
      : [],
  );
  return [...lateStart(view), ...fromFindings, ...fromMarks];
}

const partOfItem: Readonly<Record<string, ReturnPart>> = {
  institution: 'application',
  teachers: 'plan',
  plan: 'plan',
  posts: 'posts',
};

/** Adds the suggestions that are neither written already nor taken out before. */
export function withSuggested(
  points: readonly DraftPoint[],
  suggested: readonly DraftPoint[],
  dropped: ReadonlySet<string>,
): DraftPoint[] {
  const known = new Set(points.map((point) => point.key));
  return [...points, ...suggested.filter((point) => !known.has(point.key) && !dropped.has(point.key))];
}

/** A new point at a place, its reason still to be written; begins with the name of the field. */
export function pointAt(part: ReturnPart, row?: string, field?: string): DraftPoint {
  const name = fieldName({ part, field });
  return {
    key: `own/${pointKey(part, row, field)}`,
    part,
    ...(row === undefined ? {} : { row }),
    ...(field === undefined ? {} : { field }),
    reason: name ? `${name}须核对改正：` : '',
  };
}

/** Half a sentence is no reason: the beginning given by the field alone does not count. */
export const isWritten = ({ reason }: DraftPoint): boolean => reason.trim() !== '' && !reason.trim().endsWith('：');
