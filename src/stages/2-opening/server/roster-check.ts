import type { PlainDate } from '#kernel/plain-date';
import { cellName } from '#kernel/sheet';
import type { ClauseId } from '#law/clauses';
import type { Finding, LaterFigures, Severity } from '#law/rule';
import { readSheets } from '#platform/spreadsheet/read';
import { cellFinder, checkRoster } from '../domain/roster/check';
import { rosterFieldLabels, rosterFields } from '../domain/roster/fields';
import { interpret, type RosterReading } from '../domain/roster/interpret';

/** A finding at its cell in the file’s own terms. */
export interface CellFinding {
  readonly cell: string;
  readonly field: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly cites: readonly ClauseId[];
  readonly fix: string;
}

export interface RosterCheck {
  readonly rows: number;
  readonly findings: readonly CellFinding[];
  /** What the clerk should know about how the file was read. */
  readonly problems: readonly string[];
}

const told = (cell: string, { field, rule, severity, message, cites, fix }: Finding): CellFinding => ({
  cell,
  field,
  rule,
  severity,
  message,
  cites,
  fix,
});

/** A column the file lacks is one cause: said once, at the heading, not at every trainee. */
function columnFindings(lacking: readonly Finding[], { header, firstRow, columns }: RosterReading): CellFinding[] {
  const left = Math.min(...Object.values(columns));
  const cell = cellName(header?.bottom ?? firstRow, left);
  return rosterFields.flatMap((field) => {
    const same = lacking.filter((finding) => finding.field === field);
    const [first] = same;
    if (!first) return [];
    const label = rosterFieldLabels[field];
    const message = `花名册没有“${label}”一栏，${same.length} 名学员都缺这一项。`;
    return [{ ...told(cell, first), message, fix: `请增加“${label}”一栏并填写；已有这一栏的，把表头改为“${label}”。` }];
  });
}

function inReadingOrder(a: CellFinding, b: CellFinding): number {
  const [, columnA = '', rowA = ''] = /^([A-Z]+)(\d+)$/.exec(a.cell) ?? [];
  const [, columnB = '', rowB = ''] = /^([A-Z]+)(\d+)$/.exec(b.cell) ?? [];
  return (
    Number(rowA) - Number(rowB) ||
    columnA.length - columnB.length ||
    (columnA < columnB ? -1 : columnA > columnB ? 1 : 0)
  );
}

/** Reads a roster file and gives every finding at its cell; says why where it cannot be read. */
export async function rosterCheck(
  bytes: Buffer,
  fileName: string,
  days: { readonly startsOn: PlainDate; readonly filedOn?: PlainDate },
  later?: LaterFigures,
): Promise<RosterCheck | { readonly unreadable: string }> {
  const read = await readSheets(bytes, fileName);
  if ('unreadable' in read) return read;
  const interpreted = interpret(read.sheets);
  if ('unreadable' in interpreted) return interpreted;
  const { roster } = interpreted;
  const { startsOn, filedOn = startsOn } = days;
  const cellOf = cellFinder(roster.rows);
  const placed: CellFinding[] = [];
  const lacking: Finding[] = [];
  for (const finding of checkRoster(roster.rows, { startsOn, filedOn }, later)) {
    const cell = cellOf(finding);
    if (cell === undefined) lacking.push(finding);
    else placed.push(told(cell, finding));
  }
  const findings = [...placed, ...columnFindings(lacking, roster)].sort(inReadingOrder);
  return { rows: roster.rows.length, findings, problems: roster.problems };
}
