import { narrowed, withoutBlanks } from '../lists/characters';
import { withDigits } from './chinese-number';

/** A monthly wage as written: whole yuan or with fen, one bound or both. */
export interface Wage {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Why a wage cannot be a monthly amount. */
export type WageFault = 'negotiable' | 'notMonthly' | 'unclear';

const brackets = /[(（[【][^()（）[\]【】]*[)）\]】]/g;
const negotiable = /面议|面谈|面洽|详谈|协商|商议|从优|待定|不详|按.{0,6}(?:规定|标准|政策)/;
const notMonthly = /小时|时薪|\/h\b|\/时|日薪|日结|[/每一](?:天|日|工)|计件|\/件|每件|\/次|每次|\/周|每周|周薪/;
const yearly = /年薪|[/每]年|年收入|一年/;
const perks =
  /(?:五险一金|六险一金|五险|六险|社保|公积金|包?管?吃包?管?住|[包管][吃住]|双休|单休|月休\d*天?|绩效|全勤奖?|餐补|补贴|补助|加班费|奖金|提成|福利|年终奖?|工龄)/g;
const filler =
  /(?:月薪|月工资|工资|薪资|薪酬|待遇|底薪|基本|保底|综合|试用期?|人均|每人|\/人|每月|\/月|月|元|块钱?|圆|人民币|rmb|[￥¥]|左右|大约|约|大概|不等|税前|税后|薪|[:：])/g;

const amount = String.raw`(\d+(?:\.\d+)?)(k|千|w|万)?`;
const range = new RegExp(`^${amount}[-~至到/]+${amount}[+]?$`);
const single = new RegExp(
  `^(≥|>=?|不低于|不少于|最低|起薪|高于)?(≤|<=?|不高于|不超过|最高|封顶|低于)?${amount}(以上|及以上|起|多|\\+)?(以下|以内|内|封顶)?$`,
);

const factors: Readonly<Record<string, number>> = { k: 1000, 千: 1000, w: 10_000, 万: 10_000 };
/** Below this a monthly wage is a slip: thousands, or a day’s pay. */
const least = 100;
/** A bare number below this shares the unit written at the other one: 3-5k. */
const shared = 100;

/** 3,000 元/月 → 3000; what is promised besides is left out. */
function kernelOf(text: string): string {
  const plain = text
    .replace(brackets, '')
    .replace(/(\d),(?=\d{3})/g, '$1')
    .replace(/[,，、;；。!！].*$/, '')
    .replace(perks, '');
  return withDigits(plain)
    .replace(/[—–―－−~～]+|-{2,}/g, '-')
    .replace(/\+(?!$)[^\d]*$/, '')
    .replace(filler, '')
    .replace(/\.0+(?=\D|$)/g, '')
    .replace(/^[-/]+|[-/]+$/g, '');
}

const monthly = (value: number, isYearly: boolean): number =>
  isYearly ? Math.floor(value / 12) : Math.round(value * 100) / 100;

function boundsOf(text: string): Wage | undefined {
  const pair = range.exec(text);
  if (pair) {
    const [, a = '', unitA, b = '', unitB] = pair;
    const to = Number(b) * (factors[unitB ?? ''] ?? 1);
    const isShared = unitA === undefined && unitB !== undefined && Number(a) < shared;
    const from = Number(a) * (factors[(isShared ? unitB : unitA) ?? ''] ?? 1);
    return { from, to };
  }
  const one = single.exec(text);
  if (!one) return undefined;
  const [, , below, digits = '', unit, , within] = one;
  const value = Number(digits) * (factors[unit ?? ''] ?? 1);
  return below || within ? { from: undefined, to: value } : { from: value, to: undefined };
}

/** A monthly wage in the many ways it is written: 3000-5000, 3k–5k, 0.3-0.5万, 三千以上, 年薪6万. */
export function readWage(written: string): Wage | WageFault {
  const text = withoutBlanks(narrowed(written)).toLowerCase();
  if (!/[\d一二两三四五六七八九十]/.test(text)) return negotiable.test(text) ? 'negotiable' : 'unclear';
  if (notMonthly.test(text)) return 'notMonthly';
  if (/^-\d+(?:\.\d+)?$/.test(text)) return { from: undefined, to: Number(text.slice(1)) };
  const isYearly = yearly.test(text);
  const bounds = boundsOf(kernelOf(isYearly ? text.replace(/年薪|[/每]年|年收入|一年/g, '') : text));
  if (!bounds) return negotiable.test(text) ? 'negotiable' : 'unclear';
  const [from, to] = [bounds.from, bounds.to].map((value) => (value === undefined ? value : monthly(value, isYearly)));
  return (from ?? to ?? 0) < least ? 'unclear' : { from, to };
}

/** One text for each wage: `3000`, `3000-5000`, `-5000`; undefined where it is none. */
export function plainWage(written: string): string | undefined {
  const wage = readWage(written);
  if (typeof wage === 'string') return undefined;
  const { from, to } = wage;
  return to === undefined || to === from ? String(from ?? to) : `${from ?? ''}-${to}`;
}
