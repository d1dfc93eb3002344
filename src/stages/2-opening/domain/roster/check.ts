import type { PlainDate } from '#kernel/plain-date';
import { cellName } from '#kernel/sheet';
import { type Finding, judge, type LaterFigures } from '#law/rule';
import { rosterFacts } from './facts';
import { rosterFields } from './fields';
import type { RosterRow } from './row';
import { rosterRules } from './rules';

export interface RosterDays {
  /** The first day of the class, on which ages are judged. */
  readonly startsOn: PlainDate;
  /** The day of filing, which says whose figures hold. */
  readonly filedOn: PlainDate;
}

/** All rules over all rows; each finding carries the id of its row. */
export const checkRoster = (rows: readonly RosterRow[], days: RosterDays, later?: LaterFigures): Finding[] =>
  judge(rosterRules, rosterFacts(rows, days), later);

/** A look-up of the A1 name of each finding's cell in the file its rows came from. */
export function cellFinder(rows: readonly RosterRow[]): (finding: Finding) => string | undefined {
  const byId = new Map(rows.map((row) => [row.id, row.source]));
  return ({ field, row }) => {
    const source = row === undefined ? undefined : byId.get(row);
    const known = rosterFields.find((each) => each === field);
    const column = source && known ? source.columns[known] : undefined;
    return source && column !== undefined ? cellName(source.row, column) : undefined;
  };
}

/** The A1 name of one finding's cell, or undefined where the file has no such column. */
export const cellOf = (finding: Finding, rows: readonly RosterRow[]): string | undefined => cellFinder(rows)(finding);
