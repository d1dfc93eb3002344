import { writtenForm } from '#kernel/written-form';
import { aliasFinder } from './alias-table';

/** A 民族 of GB/T 3304, or one of the two entries for people outside the 56. */
export interface EthnicGroup {
  readonly code: string;
  readonly name: string;
}

const names =
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 ' +
  '柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 ' +
  '塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺';

/** The 56 groups in the order of their codes. */
export const ethnicGroups: readonly EthnicGroup[] = names
  .split(' ')
  .map((name, index) => ({ code: String(index + 1).padStart(2, '0'), name: `${name}族` }));

/** People not yet assigned to a group, and naturalised people; systems differ in these two codes. */
export const otherEthnicEntries: readonly EthnicGroup[] = [
  { code: '97', name: '其他' },
  { code: '98', name: '外国血统中国籍人士' },
];

/** Former and misspelt names, as old household registers carry them. */
const otherForms: Record<string, readonly string[]> = {
  维吾尔族: ['维族'],
  哈萨克族: ['哈族'],
  乌孜别克族: ['乌兹别克'],
  毛南族: ['毛难'],
  德昂族: ['崩龙'],
  仡佬族: ['仡老', '佬仡'],
  朝鲜族: ['鲜族'],
  其他: ['穿青人', '未识别民族', '其他民族'],
  外国血统中国籍人士: ['外国血统', '入籍'],
};

const byForm = aliasFinder([...ethnicGroups, ...otherEthnicEntries], ({ code, name }) => [
  code,
  name,
  ...(otherForms[name] ?? []),
]);

/** A group by code or name, with or without 族: 汉, 汉族, 01, 1. */
export function findEthnicGroup(text: string): EthnicGroup | undefined {
  const form = writtenForm(text);
  return byForm(form) ?? byForm(`${form}族`) ?? byForm(form.replace(/族$/u, '')) ?? byForm(form.padStart(2, '0'));
}
