import { blanksGone, nameBlanks, phoneSteps, positionSteps, tidier, type TidyStep } from '../lists/tidy';
import { withDigits } from './chinese-number';
import type { PostColumn } from './fields';
import { readUntil } from './until-text';
import { plainWage } from './wage-text';

const count = /^(?:招聘?|需求?)?(\d+)(?:\.0+)?(?:[人名个位]|人次)?$/;

const headcountSteps: readonly TidyStep[] = [
  ['blanks', blanksGone],
  ['short-form', (text) => count.exec(withDigits(text))?.[1] ?? text],
];

const wageSteps: readonly TidyStep[] = [
  ['blanks', blanksGone],
  ['wage-style', (text) => plainWage(text) ?? text],
];

const fixedLine = /^[(（]?(0\d{2,3})[)）]?[-—–−]?(\d{7,8})$/;
const employerPhoneSteps: readonly TidyStep[] = [
  ['blanks', blanksGone],
  ['dashes', (text) => text.replace(fixedLine, '$1-$2')],
  ...phoneSteps
    .filter(([reason]) => reason !== 'blanks')
    .map(([reason, step]): TidyStep => [reason, (text) => (fixedLine.test(text) ? text : step(text))]),
];

const names: readonly TidyStep[] = [['blanks', nameBlanks]];

const steps: Readonly<Partial<Record<PostColumn, readonly TidyStep[]>>> = {
  position: positionSteps,
  employer: names,
  post: names,
  headcount: headcountSteps,
  wage: wageSteps,
  wageFrom: wageSteps,
  wageTo: wageSteps,
  contact: names,
  phone: employerPhoneSteps,
  validUntil: [['date-style', (text) => readUntil(text) ?? text]],
  creditCode: [
    ['blanks', blanksGone],
    ['dashes', (text) => text.replace(/[-—–−_.·](?=.)/g, (sign) => (/^\d\.\d+E/i.test(text) ? sign : ''))],
    ['capitals', (text) => text.toUpperCase()],
  ],
  address: names,
};

/** One cell of a list of job posts as the rules read it, with what was changed on the way. */
export const tidyPostCell = tidier<PostColumn>(steps, ['creditCode']);
