import type { SheetCell } from '#kernel/sheet';
import { plainDate } from '#kernel/plain-date';
import { findEthnicGroup } from '#law/ethnic-groups';
import { findCategory } from '#law/trainee-categories';
import { readBirth } from './birth-text';
import { narrowed, plainBlanks } from './characters';
import type { RosterField } from './fields';

/** Why a cell reads differently from what stands in the file. */
export type TidyReason =
  | 'full-width'
  | 'blanks'
  | 'apostrophe'
  | 'lower-x'
  | 'dashes'
  | 'country-code'
  | 'number-style'
  | 'date-style'
  | 'category-mark'
  | 'middle-dot'
  | 'short-form';

export interface TidyCell {
  readonly text: string;
  readonly why: readonly TidyReason[];
  /** The spreadsheet kept the digits as a number and lost the last ones. */
  readonly damaged: boolean;
}

type Step = readonly [TidyReason, (text: string) => string];

const blanksGone = (text: string): string => plainBlanks(text).replaceAll(' ', '');

/** Blanks inside a Chinese name align columns and mean nothing; inside a Latin one they part words. */
const nameBlanks = (text: string): string => (/[A-Za-z]/.test(text) ? plainBlanks(text) : blanksGone(text));

const everywhere: readonly Step[] = [
  ['blanks', plainBlanks],
  ['full-width', narrowed],
  ['apostrophe', (text) => text.replace(/^['‘’`´]+(?=.)/, '')],
];

/** The roman numeral, the multiplication sign and the Cyrillic letter are typed for the check sign X. */
const identitySteps: readonly Step[] = [
  ['blanks', blanksGone],
  ['dashes', (text) => text.replace(/[-—–−_.·](?=.)/g, (sign) => (/^\d\.\d+E/i.test(text) ? sign : ''))],
  ['lower-x', (text) => text.replace(/^(\d{17})[xⅩⅹ×хХ]$/, '$1X')],
];

const phoneSteps: readonly Step[] = [
  ['blanks', blanksGone],
  ['number-style', (text) => text.replace(/^(\d{11})\.0+$/, '$1')],
  ['dashes', (text) => (/^[+\d\-—–−().·]+$/.test(text) ? text.replace(/[-—–−().·]/g, '') : text)],
  ['country-code', (text) => text.replace(/^(?:\+86|0086|86|\+0086)(?=1\d{10}$)/, '')],
];

const yes = /^(?:是|有|√|✓|✔|☑|对|y|yes|true|1|已参保|参保|已|在保)$/i;
const no = /^(?:否|无|×|✗|✘|☐|x|n|no|false|0|未参保|未|没有|不是|否否|\/|—|-)$/i;
const claimSteps: readonly Step[] = [
  ['blanks', blanksGone],
  ['short-form', (text) => (yes.test(text) ? '是' : no.test(text) ? '否' : text)],
];

const sexes: Readonly<Record<string, string>> = {
  男性: '男',
  女性: '女',
  男生: '男',
  女生: '女',
  '1': '男',
  '2': '女',
  '1男': '男',
  '2女': '女',
  '1-男': '男',
  '2-女': '女',
  M: '男',
  F: '女',
  male: '男',
  female: '女',
};

/** Before any day: only the numbers and the notice's own names, never a term that has its own time. */
const always = plainDate('0001-01-01');
const marked = /^[([]?(?:[①-⑤⑴-⑸⒈-⒌㈠-㈤]|(?:第|类别|A)?[1-5](?!\d)|[一二三四五](?=[、.):]))/u;

function unmarked(text: string): string {
  return marked.test(text) ? (findCategory(text, always)?.shortName ?? text) : text;
}

const steps: Readonly<Partial<Record<RosterField, readonly Step[]>>> = {
  position: [
    ['blanks', blanksGone],
    ['number-style', (text) => text.replace(/^(\d+)\.0+$/, '$1')],
  ],
  name: [
    ['blanks', nameBlanks],
    ['middle-dot', (text) => text.replace(/[•‧∙・･⋅●]/g, '·')],
  ],
  sex: [
    ['blanks', blanksGone],
    ['short-form', (text) => sexes[text] ?? text],
  ],
  ethnicGroup: [
    ['blanks', blanksGone],
    ['short-form', (text) => (text === '' ? '' : (findEthnicGroup(text)?.name ?? text))],
  ],
  birth: [['date-style', (text) => readBirth(text) ?? text]],
  id: identitySteps,
  education: [['blanks', blanksGone]],
  householdType: [['blanks', blanksGone]],
  category: [
    ['blanks', blanksGone],
    ['category-mark', unmarked],
  ],
  phone: phoneSteps,
  insured: claimSteps,
  poverty: claimSteps,
  voucher: [['blanks', blanksGone]],
};

const plainSteps = (field: RosterField): readonly Step[] => [...everywhere, ...(steps[field] ?? [])];
const stepsOf = new Map<RosterField, readonly Step[]>();

function allSteps(field: RosterField): readonly Step[] {
  const known = stepsOf.get(field) ?? plainSteps(field);
  stepsOf.set(field, known);
  return known;
}

/** A number of more than fifteen digits, or one shown in powers of ten, no longer holds its last digits. */
function hasLostDigits(field: RosterField, cell: SheetCell, text: string): boolean {
  if (field !== 'id' && field !== 'voucher') return false;
  if (/^\d(?:\.\d+)?E\+?\d{2}$/i.test(text)) return true;
  return cell.kind === 'number' && /^\d{16,}$/.test(text);
}

/** One cell as the rules read it, with what was changed on the way; an error cell (#N/A) reads as blank. */
export function tidyCell(field: RosterField, cell: SheetCell | undefined): TidyCell {
  if (!cell || cell.kind === 'error') return { text: '', why: [], damaged: false };
  const why: TidyReason[] = [];
  let text = cell.text;
  for (const [reason, step] of allSteps(field)) {
    const next = step(text);
    if (next !== text && !why.includes(reason)) why.push(reason);
    text = next;
  }
  return { text, why, damaged: hasLostDigits(field, cell, text) };
}
