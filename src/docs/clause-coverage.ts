import { type ClauseId, clauseIds } from '#law/clause-ids';
import { type Dated, figures } from '#law/figures';
import type { AnyRule } from '#law/rule';
import { stages } from '#stages';
import { operations } from '../operations';
import { allRules as openingRules } from '../stages/2-opening/domain/all-rules';
import { changeRules } from '../stages/2-opening/domain/change/rules';
import { allRules as attendanceRules } from '../stages/3-attendance/domain/all-rules';
import { pageUses } from './pages';
import type { Source, Sources } from './sources';

export type CitingRule = Pick<AnyRule<never>, 'id' | 'title' | 'cites' | 'severity'>;

export interface CitingOperation {
  readonly name: string;
  readonly title: string;
  readonly cites?: readonly ClauseId[];
}

export interface CitingFigure {
  readonly name: string;
  readonly line: Dated;
}

/** What carries out one clause. */
export interface ClauseCoverage {
  readonly id: ClauseId;
  readonly stages: readonly { readonly number: number; readonly name: string; readonly isBuilt: boolean }[];
  readonly rules: readonly CitingRule[];
  readonly figures: readonly CitingFigure[];
  readonly operations: readonly CitingOperation[];
  /** Addresses of the pages that call one of the operations. */
  readonly pages: readonly string[];
  /** Files of tests that name the clause or one of its rules. */
  readonly tests: readonly string[];
}

const rulesOfAllStages: readonly CitingRule[] = [...openingRules, ...changeRules, ...attendanceRules];

const figureLines: readonly CitingFigure[] = Object.entries(figures).flatMap(([name, lines]) =>
  lines.map((line) => ({ name, line })),
);

/** A clause or rule named whole: 2021.3 is not named where 2021.3.4 is. */
function names(source: Source, id: string): boolean {
  for (let at = source.text.indexOf(id); at >= 0; at = source.text.indexOf(id, at + 1)) {
    const before = source.text[at - 1] ?? ' ';
    const after = source.text.slice(at + id.length, at + id.length + 2);
    if (!/[\w.-]/.test(before) && !/^(?:[\w-]|\.\w)/.test(after)) return true;
  }
  return false;
}

const stagesOf = (id: ClauseId, built: readonly number[]): ClauseCoverage['stages'] =>
  stages
    .filter((stage) => stage.clauses.some((clause) => clause === id))
    .map((stage) => ({
      number: stage.number,
      name: stage.name,
      isBuilt: built.includes(stage.number) && !('isUnfinished' in stage),
    }));

/** Every clause of the two documents with all that carries it out, read from the code and its tests. */
export function clauseCoverage({ tests, web, builtStages }: Sources): ClauseCoverage[] {
  const pages = pageUses(web);
  const acts: readonly CitingOperation[] = operations;
  return clauseIds.map((id): ClauseCoverage => {
    const cites = ({ cites: cited = [] }: { readonly cites?: readonly ClauseId[] }) => cited.includes(id);
    const rules = rulesOfAllStages.filter(cites);
    const citing = acts.filter(cites);
    return {
      id,
      stages: stagesOf(id, builtStages),
      rules,
      figures: figureLines.filter(({ line }) => cites(line)),
      operations: citing,
      pages: pages
        .filter((page) => citing.some(({ name }) => page.operations.includes(name)))
        .map(({ address }) => address),
      tests: tests
        .filter((test) => [id, ...rules.map((rule) => rule.id)].some((each) => names(test, each)))
        .map(({ path }) => path),
    };
  });
}
