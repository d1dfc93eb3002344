import { addDays, type PlainDate, partsOf, plainDate } from '#kernel/plain-date';
import { checkDigit } from '#law/identity-number';
import type { RosterField } from './fields';

/** Numbers from a seed, so that a failing sample can be made again. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export type Pick = <Choice>(choices: readonly Choice[]) => Choice;

export function pickWith(below: (limit: number) => number): Pick {
  return (choices) => {
    const choice = choices[below(choices.length)];
    if (choice === undefined) throw new RangeError('nothing to choose from');
    return choice;
  };
}

/** An invented trainee of sound particulars, as plain texts by field. */
export type Person = Record<RosterField, string>;

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗䶮', '欧阳', '买买提·'];
const givenNames = ['志强', '红梅', '㛃', '晓燕', '𬍛', '保山', '𠅤霞', '玉兰', '伟', '阿卜杜拉', '慧敏', '国庆'];
const regions = ['410802', '410811', '410821', '410823', '410882', '412224'];

export const startsOn = plainDate('2026-12-14');

/** An identity number for a birth date and sex; the sequence tells two of the same day apart. */
export function identityNumber(region: string, birth: PlainDate, sex: '男' | '女', sequence: number): string {
  const order = String((sequence % 44) * 20 + 101 + (sex === '男' ? 0 : 1)).padStart(3, '0');
  const first = `${region}${birth.replaceAll('-', '')}${order}`;
  return first + checkDigit(first);
}

/** The `index`-th trainee of a class; numbers and phones never repeat within one class. */
export function samplePerson(below: (limit: number) => number, index: number): Person {
  const pick = pickWith(below);
  const birth = addDays(plainDate('1976-01-01'), below(365 * 30));
  const sex = pick(['男', '女'] as const);
  const { year } = partsOf(birth);
  return {
    position: String(index + 1),
    name: pick(surnames) + pick(givenNames),
    sex,
    ethnicGroup: pick(['汉族', '回族', '土家族']),
    birth,
    id: identityNumber(pick(regions), birth, sex, index),
    education: pick(['初中', '高中', '中专', '大专', '小学']),
    householdType: pick(['农业', '非农业', '城镇', '农村', '居民户口']),
    address: `焦作市温县新华街${index * 3 + below(3) + 1}号`,
    category:
      year >= 2007 ? '未继续升学初高中毕业生' : pick(['农村转移就业劳动者', '城镇登记失业人员', '贫困家庭子女']),
    proof: pick(['身份证', '就业创业证', '社会保障卡']),
    phone: `1${pick(['38', '59', '86'])}${String(10_000_000 + index * 137_911 + below(1000)).slice(0, 8)}`,
    insured: pick(['是', '否']),
    poverty: pick(['否', '是']),
    priorTraining: '',
    voucher: '',
    note: '',
  };
}
