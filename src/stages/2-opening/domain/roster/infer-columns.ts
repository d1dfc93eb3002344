import type { Sheet, SheetCell } from '#kernel/sheet';
import { findEducationLevel } from '#law/education-levels';
import { findEthnicGroup } from '#law/ethnic-groups';
import { findHouseholdType } from '#law/household-types';
import { findIdentityProof } from '#law/identity-proofs';
import { findCategory } from '#law/trainee-categories';
import { plainDate } from '#kernel/plain-date';
import { readBirth } from './birth-text';
import type { RosterField } from './fields';
import type { Columns } from './find-header';
import { tidyCell } from './tidy';

const sampled = 200;
/** Any day later than every term: what is asked is only whether the words mean a category. */
const late = plainDate('9999-12-31');

interface Likeness {
  readonly field: RosterField;
  /** Share of filled cells that must look like the field. */
  readonly share: number;
  readonly fits: (text: string, cell: SheetCell) => boolean;
}

const isId = (text: string, cell: SheetCell): boolean =>
  /^[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dX]$/.test(text) ||
  (cell.kind === 'number' && /^[1-8]\d{17}$/.test(text));

/** What a column holds tells what it is; asked in this order, so that the surest is taken first. */
const likenesses: readonly Likeness[] = [
  { field: 'id', share: 0.5, fits: isId },
  { field: 'phone', share: 0.5, fits: (text) => /^1[3-9]\d{9}$/.test(text) },
  { field: 'sex', share: 0.8, fits: (text) => text === '男' || text === '女' },
  { field: 'category', share: 0.5, fits: (text) => [...text].length > 3 && findCategory(text, late) !== undefined },
  {
    field: 'ethnicGroup',
    share: 0.8,
    fits: (text) => /\p{Script=Han}/u.test(text) && findEthnicGroup(text) !== undefined,
  },
  { field: 'birth', share: 0.6, fits: (text) => (readBirth(text)?.length ?? 0) >= 7 && text.length >= 7 },
  { field: 'proof', share: 0.8, fits: (text) => findIdentityProof(text) !== undefined },
  { field: 'householdType', share: 0.8, fits: (text) => findHouseholdType(text) !== undefined },
  {
    field: 'education',
    share: 0.8,
    fits: (text) => /\p{Script=Han}/u.test(text) && findEducationLevel(text) !== undefined,
  },
  { field: 'category', share: 0.5, fits: (text) => /^[①-⑤]$/u.test(text) },
  { field: 'address', share: 0.6, fits: (text) => [...text].length >= 6 && /[省市县区镇乡村街路号]/.test(text) },
  {
    field: 'name',
    share: 0.8,
    fits: (text) => /^(?:\p{Script=Han}{2,4}|\p{Script=Han}+(?:·\p{Script=Han}+)+)$/u.test(text),
  },
];

/** Fields whose columns can be told from content although the heading does not say so. */
export function inferColumns(sheet: Sheet, firstRow: number, known: Columns = {}): Columns {
  const rows = sheet.rows.slice(firstRow, firstRow + sampled);
  const width = Math.max(0, ...rows.map((row) => row?.length ?? 0));
  const found: Partial<Record<RosterField, number>> = { ...known };
  const taken = new Set(Object.values(known));
  const fitsColumn = ({ field, share, fits }: Likeness, column: number): boolean => {
    const cells = rows.map((row) => row?.[column]).filter((cell) => cell !== undefined);
    const filled = cells.map((cell) => ({ cell, text: readAs(field, cell) })).filter(({ text }) => text !== '');
    const hits = filled.filter(({ cell, text }) => fits(text, cell)).length;
    return hits > 0 && hits >= filled.length * share;
  };
  for (const likeness of likenesses) {
    if (found[likeness.field] !== undefined) continue;
    const free = Array.from({ length: width }, (_, column) => column).filter((column) => !taken.has(column));
    const column = free.find((each) => fitsColumn(likeness, each));
    if (column === undefined) continue;
    found[likeness.field] = column;
    taken.add(column);
  }
  return found;
}

/** Judged as written, because tidying would make a 民族 or a category of any small number. */
const readAs = (field: RosterField, cell: SheetCell): string =>
  field === 'category' || field === 'birth' || field === 'ethnicGroup' ? cell.text.trim() : tidyCell(field, cell).text;
