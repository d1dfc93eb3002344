import type { ListReading, TidiedCell } from '../lists/interpret';
import type { ListRow } from '../lists/row';
import type { TidyReason } from '../lists/tidy';
import { type PostColumn, type PostField, postFields } from './fields';
import { tidyPostCell } from './tidy';

type Cells = Readonly<Record<PostField, string>>;

/** A job post of a file, in the fields of the filing. */
export interface ReadPostRow {
  readonly id: string;
  readonly cells: Cells;
}

export interface PostReading {
  readonly rows: readonly ReadPostRow[];
  readonly tidied: readonly TidiedCell<PostField>[];
}

const bounds = /^(\d+(?:\.\d+)?)?-(\d+(?:\.\d+)?)$/;
const withNumber = /^(\D{1,20}?)[\s:：,，、/-]*([+0(（]?\d[\d\-—()（） ]{6,})$/;

/** Wages in one cell as their two bounds; what is no amount stands at the lower one, to be seen there. */
function wagesOf(cells: Readonly<Record<PostColumn, string>>): readonly [string, string] {
  const lower = cells.wageFrom || cells.wage;
  if (cells.wageTo !== '') return [lower, cells.wageTo];
  const parts = bounds.exec(lower);
  return parts ? [parts[1] ?? '', parts[2] ?? ''] : [lower, ''];
}

/** 李静 13903911001 in one cell, or in either of two, as a name and a number. */
function contactOf(cells: Readonly<Record<PostColumn, string>>): readonly [string, string] {
  const both = cells.contactAndPhone;
  const joined = both || (cells.phone === '' ? cells.contact : cells.contact === '' ? cells.phone : '');
  const parts = withNumber.exec(joined);
  if (!parts) {
    const isNumber = /^[+\d][\d-]{6,}$/.test(both);
    return [cells.contact || (isNumber ? '' : both), cells.phone || (isNumber ? both : '')];
  }
  const [, name = '', number = ''] = parts;
  const phone = tidyPostCell('phone', { kind: 'text', text: number }).text;
  return [both && cells.contact ? cells.contact : name, both && cells.phone ? cells.phone : phone];
}

/** The cells of one row of a list as the filing keeps them. */
export function postCells(cells: Readonly<Record<PostColumn, string>>): Cells {
  const [wageFrom, wageTo] = wagesOf(cells);
  const [contact, phone] = contactOf(cells);
  const { employer, post, headcount, validUntil, creditCode, address } = cells;
  return { employer, post, headcount, wageFrom, wageTo, contact, phone, validUntil, creditCode, address };
}

const isPostField = (name: PostColumn): name is PostField => postFields.some((field) => field === name);
const standsIn: Readonly<Partial<Record<PostColumn, PostField>>> = { wage: 'wageFrom', contactAndPhone: 'contact' };

const fieldOf = (column: PostColumn): PostField | undefined => (isPostField(column) ? column : standsIn[column]);

/** Cells whose words were parted into two fields. */
function partedCells({ id, cells }: ListRow<PostColumn>, now: Cells): TidiedCell<PostField>[] {
  const why: readonly TidyReason[] = ['split'];
  const found: TidiedCell<PostField>[] = [];
  const from = cells.contactAndPhone || (cells.phone === '' ? cells.contact : cells.phone);
  if (now.contact !== cells.contact || now.phone !== cells.phone)
    found.push({ row: id, field: 'contact', from, to: `${now.contact} ${now.phone}`.trim(), why });
  return found;
}

/** The posts of a file as the filing keeps them, and what was tidied at which of their cells. */
export function readPosts(reading: ListReading<PostColumn>): PostReading {
  const rows = reading.rows.map((row) => ({ id: row.id, cells: postCells(row.cells) }));
  const tidied = reading.tidied.flatMap((cell): TidiedCell<PostField>[] => {
    const field = fieldOf(cell.field);
    return field ? [{ ...cell, field }] : [];
  });
  const parted = reading.rows.flatMap((row, at) => {
    const now = rows[at];
    return now ? partedCells(row, now.cells) : [];
  });
  return { rows, tidied: [...tidied, ...parted] };
}
