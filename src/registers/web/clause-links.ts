import { type ClauseId, clauseIds } from '#law/clause-ids';
import { type FigureName, figures } from '#law/figures';
import type { StageRule } from '../../office/all-rules';
import { figureWords } from './figure-words';
import type { DescribedOperation } from './useBasis';

export interface LinkedFigure {
  readonly key: FigureName;
  readonly name: string;
  /** 5 个工作日 */
  readonly words: string;
}

/** What carries out one clause: the rules that check it, the figures it fixes, the acts that cite it. */
export interface ClauseLinks {
  readonly rules: readonly StageRule[];
  readonly figures: readonly LinkedFigure[];
  readonly operations: readonly DescribedOperation[];
}

const isFigureName = (name: string): name is FigureName => name in figures;
export const figureNames: readonly FigureName[] = Object.keys(figures).filter(isFigureName);

const figureLinks = figureNames.map((key) => {
  const [line] = figures[key];
  const cites: readonly ClauseId[] = line.cites;
  return { key, name: figureWords[key].name, words: `${line.value} ${figureWords[key].unit}`, cites };
});

/** Everything that cites a clause, clause by clause in the documents’ order. */
export const linksByClause = (
  rules: readonly StageRule[],
  operations: readonly DescribedOperation[],
): ReadonlyMap<ClauseId, ClauseLinks> =>
  new Map(
    clauseIds.map((id) => [
      id,
      {
        rules: rules.filter((rule) => rule.cites.includes(id)),
        figures: figureLinks.filter((figure) => figure.cites.includes(id)),
        operations: operations.filter((operation) => operation.cites.includes(id)),
      },
    ]),
  );
