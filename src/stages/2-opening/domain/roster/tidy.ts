import { plainDate } from '#kernel/plain-date';
import { findEthnicGroup } from '#law/ethnic-groups';
import { findCategory } from '#law/trainee-categories';
import { blanksGone, nameBlanks, phoneSteps, positionSteps, tidier, type TidyStep } from '../lists/tidy';
import { readBirth } from './birth-text';
import type { RosterField } from './fields';

/** The roman numeral, the multiplication sign and the Cyrillic letter are typed for the check sign X. */
const identitySteps: readonly TidyStep[] = [
  ['blanks', blanksGone],
  ['dashes', (text) => text.replace(/[-—–−_.·](?=.)/g, (sign) => (/^\d\.\d+E/i.test(text) ? sign : ''))],
  ['lower-x', (text) => text.replace(/^(\d{17})[xⅩⅹ×хХ]$/, '$1X')],
];

const yes = /^(?:是|有|√|✓|✔|☑|对|y|yes|true|1|已参保|参保|已|在保)$/i;
const no = /^(?:否|无|×|✗|✘|☐|x|n|no|false|0|未参保|未|没有|不是|否否|\/|—|-)$/i;
const claimSteps: readonly TidyStep[] = [
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

const steps: Readonly<Partial<Record<RosterField, readonly TidyStep[]>>> = {
  position: positionSteps,
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

/** One cell of a roster as the rules read it, with what was changed on the way. */
export const tidyCell = tidier<RosterField>(steps, ['id', 'voucher']);
