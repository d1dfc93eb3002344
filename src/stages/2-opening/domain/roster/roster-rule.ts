import { plainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import { type AnyRule, type Place, type Rule, rule } from '#law/rule';
import type { ReadRow, RosterFacts } from './facts';
import type { RosterField } from './fields';

type Shared = 'from' | 'governedBy';

/** A rule over a whole roster: all hold since the notice of 2021 and are governed by the day of filing. */
export const rosterRule = <Breach extends object>(
  definition: Omit<Rule<RosterFacts, Breach>, Shared>,
): AnyRule<RosterFacts> => rule({ ...definition, from: plainDate('2021-01-01'), governedBy: ({ filedOn }) => filedOn });

interface RowRule<Breach extends object> extends Omit<Rule<RosterFacts, Breach>, Shared | 'check'> {
  readonly field: RosterField;
  readonly checkRow: (row: ReadRow, facts: RosterFacts, figure: FigureReader) => Breach | undefined;
}

/** A rule that looks at one row at a time and speaks of one field. */
export function rowRule<Breach extends object>({ field, checkRow, ...rest }: RowRule<Breach>): AnyRule<RosterFacts> {
  return rosterRule<Breach>({
    ...rest,
    check(facts, figure) {
      const found: (Place & Breach)[] = [];
      for (const each of facts.rows) {
        const breach = checkRow(each, facts, figure);
        if (breach) found.push({ ...breach, field, row: each.row.id });
      }
      return found;
    },
  });
}

/** How a row is called in a sentence: by its name, else by its row in the file. */
export const spokenRow = ({ row }: ReadRow): string => {
  const { source, cells } = row;
  const at = source ? `第 ${source.row + 1} 行` : cells.position === '' ? '另一行' : `序号 ${cells.position}`;
  return cells.name === '' ? at : `${at}${cells.name}`;
};
