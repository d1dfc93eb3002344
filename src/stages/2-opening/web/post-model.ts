import { type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { findFen, formatYuan, parseYuan } from '#kernel/money';
import type { SheetColumn, SheetRow } from '#ui/grid/sheet';
import { parseTypedDate } from '#ui/typed-date';
import type { JobPost } from '../domain/opening';
import { type PostField, postColumnLabels } from '../domain/posts/fields';
import { readWage } from '../domain/posts/wage-text';
import type { Unreadable } from './filing-model';

const widths: Readonly<Record<PostField, number>> = {
  employer: 200,
  post: 120,
  headcount: 80,
  wageFrom: 100,
  wageTo: 100,
  contact: 92,
  phone: 128,
  validUntil: 112,
  creditCode: 184,
  address: 220,
};
const order = [
  'employer',
  'post',
  'headcount',
  'wageFrom',
  'wageTo',
  'contact',
  'phone',
  'validUntil',
  'creditCode',
  'address',
] as const satisfies readonly PostField[];

/** The columns of 附件5 as the grid shows them. */
export const postGridColumns: readonly SheetColumn<PostField>[] = order.map((field) => ({
  field,
  name: postColumnLabels[field],
  width: widths[field],
  frozen: field === 'employer',
  kind: field === 'validUntil' ? 'date' : 'text',
}));
export const isPostField = (name: string): name is PostField => order.some((field) => field === name);

function yuanText(amount: number | undefined): string {
  const fen = amount === undefined ? undefined : findFen(amount);
  return fen === undefined ? '' : formatYuan(fen).replace(/,/g, '').replace(/\.00$/, '');
}

export const postRow = (post: JobPost): SheetRow<PostField> => ({
  id: post.id,
  cells: {
    employer: post.employer,
    creditCode: post.creditCode,
    address: post.address,
    post: post.post,
    headcount: post.headcount === undefined ? '' : String(post.headcount),
    wageFrom: yuanText(post.wageFromFen),
    wageTo: yuanText(post.wageToFen),
    contact: post.contact,
    phone: post.phone,
    validUntil: post.validUntil ?? '',
  },
});

/** A row of the posts as the record holds it, and the cells of which nothing could be made. */
export interface PostReading {
  readonly post: JobPost;
  readonly faults: readonly Unreadable<PostField>[];
}

/** The longest text the record takes of each field. */
const longest = { employer: 100, post: 60, contact: 40, phone: 20, creditCode: 18, address: 200 } as const;
const wageWords = {
  negotiable: '附件5 须写明月工资，不能写“面议”',
  notMonthly: '这是日薪、时薪或计件，附件5 须写月工资',
  unclear: '看不懂这个工资',
} as const;

function wageOf(field: 'wageFrom' | 'wageTo', written: string): number | undefined | Unreadable<PostField> {
  if (written === '') return undefined;
  const fen = parseYuan(written.replace(/元(\/月)?$/, ''));
  if (fen !== undefined) return fen;
  const read = readWage(written);
  const why = typeof read === 'string' ? wageWords[read] : wageWords.unclear;
  return { field, message: `“${written}”：${why}。`, fix: '请向用人单位问明，填写每月工资，如 3000。' };
}

function headcountOf(written: string): number | undefined | Unreadable<PostField> {
  if (written === '') return undefined;
  const count = Number(written);
  if (Number.isInteger(count) && count >= 0 && count <= 100_000) return count;
  return {
    field: 'headcount',
    message: `“${written}”：招聘人数应为整数。`,
    fix: '请填写确定的人数，如 5；范围写较小的数。',
  };
}

function untilOf(written: string, today: PlainDate): PlainDate | undefined | Unreadable<PostField> {
  const until = parsePlainDate(written) ?? parseTypedDate(written, { today });
  if (written === '' || until) return until;
  return {
    field: 'validUntil',
    message: `“${written}”不是日期。`,
    fix: '请写成 2026-12-31；长期招聘的写最近确认的截止日。',
  };
}

/** A row of the posts; a cell of which nothing can be made stays open in the record and is named. */
export function readPost(row: SheetRow<PostField>, today: PlainDate): PostReading {
  const faults: Unreadable<PostField>[] = [];
  const cell = (field: PostField): string => (row.cells[field] ?? '').trim();
  const kept = <Value extends number | string>(read: Value | undefined | Unreadable<PostField>): Value | undefined => {
    if (typeof read !== 'object') return read;
    faults.push(read);
    return undefined;
  };
  const text = (field: keyof typeof longest): string => {
    const written = cell(field);
    const most = longest[field];
    if (written.length <= most) return written;
    faults.push({
      field,
      message: `${postColumnLabels[field]}有 ${written.length} 个字，不能超过 ${most} 个字。`,
      fix: `请写短一些；现在只保存前 ${most} 个字。`,
    });
    return written.slice(0, most);
  };
  const post: JobPost = {
    id: row.id,
    employer: text('employer'),
    creditCode: text('creditCode').toUpperCase(),
    address: text('address'),
    post: text('post'),
    headcount: kept(headcountOf(cell('headcount'))),
    wageFromFen: kept(wageOf('wageFrom', cell('wageFrom'))),
    wageToFen: kept(wageOf('wageTo', cell('wageTo'))),
    contact: text('contact'),
    phone: text('phone'),
    validUntil: kept(untilOf(cell('validUntil'), today)),
  };
  return { post, faults };
}
