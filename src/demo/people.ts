import { addDays, addMonths, daysBetween, type PlainDate, partsOf } from '#kernel/plain-date';
import { checkDigit, type Sex } from '#law/identity-number';
import type { Chance } from './chance';

/** An invented person; number and phone have the right form and belong to nobody we know of. */
export interface DemoPerson {
  readonly name: string;
  readonly sex: Sex;
  readonly birth: PlainDate;
  readonly id: string;
  readonly phone: string;
}

const surnames = [
  ...'王王王王王李李李李张张张张刘刘刘陈陈杨杨赵赵郭郭马马孙孙朱胡高宋许韩冯董程田任范卢秦侯邓曹苗靳毋原璩琚薛',
];
const doubleSurnames = ['欧阳', '司马', '皇甫', '上官'];
const menNames =
  '建国 志强 海军 国强 小军 永胜 东升 保山 卫东 新亮 文博 子豪 浩然 家乐 明辉 振宇 鹏飞 俊杰 世杰 长青 铁柱 双喜 满仓 二军 红旗 庆丰 战胜 银河 泽宇 一鸣 晨阳 天佑 伟 勇 磊 超 刚 涛 斌 峰'.split(
    ' ',
  );
const womenNames =
  '红梅 秀英 玉兰 桂花 小燕 海燕 春霞 爱玲 淑芳 雅静 晓丽 艳红 素贞 巧云 新爱 喜莲 冬梅 雪梅 佳怡 梦瑶 子涵 思雨 欣怡 雨桐 诗琪 瑞雪 小霞 爱花 凤仙 改变 娟 丽 敏 静 芳 萍 霞 婷'.split(
    ' ',
  );
/** Characters outside what most input methods and fonts offer; their bearers exist in every county. */
const rareNames = ['㛃', '𬍛', '𠅤', '小㛃', '𬍛辉', '𠅤霞'];

/** Division codes in identity numbers; the older ones were issued before 1986, and people move. */
const oldCodes: Readonly<Record<string, string>> = {
  '410821': '412231',
  '410822': '412229',
  '410823': '412226',
  '410825': '412225',
  '410882': '412221',
  '410883': '412224',
};
const awayCodes = ['410721', '410726', '410881', '410105', '411023', '140525', '340321'];
const mobileHeads =
  '130 131 132 135 136 137 138 139 150 151 152 155 157 158 159 166 173 176 177 178 180 183 185 187 188 189 191 199'.split(
    ' ',
  );

export interface PersonWish {
  readonly regionCode: string;
  /** Full years of age on `onDay`. */
  readonly age: number;
  readonly onDay: PlainDate;
  readonly sex?: Sex;
}

export interface PeopleMaker {
  person(chance: Chance, wish: PersonWish): DemoPerson;
  phone(): string;
  /** A new number for a birth date and sex, never given before. */
  identityNumber(chance: Chance, regionCode: string, birth: PlainDate, sex: Sex): string;
}

const nameFor = (chance: Chance, sex: Sex): string => {
  const surname = chance.isOneOf(2) ? chance.pick(doubleSurnames) : chance.pick(surnames);
  return surname + (chance.isOneOf(2) ? chance.pick(rareNames) : chance.pick(sex === '男' ? menNames : womenNames));
};

function birthFor(chance: Chance, { age, onDay }: PersonWish): PlainDate {
  const latest = addMonths(onDay, -12 * age);
  const earliest = addDays(addMonths(onDay, -12 * (age + 1)), 1);
  return addDays(earliest, chance.between(0, daysBetween(earliest, latest)));
}

function codeFor(chance: Chance, regionCode: string, birth: PlainDate): string {
  if (chance.isOneOf(9)) return chance.pick(awayCodes);
  if (partsOf(birth).year < 1986) return oldCodes[regionCode] ?? '410811';
  return regionCode === '410871' ? '410811' : regionCode;
}

/** Makes people none of whom share a number or a phone. */
export function peopleMaker(): PeopleMaker {
  const given = new Set<string>();
  let phones = 0;
  const phone = (): string => {
    phones += 1;
    const head = mobileHeads[phones % mobileHeads.length] ?? '138';
    return head + String((phones * 48_271_003 + 20_240_718) % 100_000_000).padStart(8, '0');
  };
  const identityNumber = (chance: Chance, regionCode: string, birth: PlainDate, sex: Sex): string => {
    const code = codeFor(chance, regionCode, birth);
    for (;;) {
      const order = String(chance.between(10, 99)) + String(chance.below(5) * 2 + (sex === '男' ? 1 : 0));
      const first = `${code}${birth.replaceAll('-', '')}${order}`;
      if (given.has(first)) continue;
      given.add(first);
      return first + checkDigit(first);
    }
  };
  return {
    phone,
    identityNumber,
    person(chance, wish) {
      const sex = wish.sex ?? (chance.isOneOf(38) ? '男' : '女');
      const birth = birthFor(chance, wish);
      const id = identityNumber(chance, wish.regionCode, birth, sex);
      return { name: nameFor(chance, sex), sex, birth, id, phone: phone() };
    },
  };
}
