import { dayNumber, partsOf, plainDate } from '#kernel/plain-date';
import type { SheetCell } from '#kernel/sheet';
import type { RosterField } from './fields';
import { pickWith, type Person } from './sample-people';

/** Headings as seen on rosters, form letters and exports; every one of them must be understood. */
export const headingStyles: Readonly<Partial<Record<RosterField, readonly string[]>>> = {
  position: ['序号', '序 号', '编号', 'NO.', '序\n号', '学号'],
  name: ['姓名', '姓 名', '学员姓名', '姓　名', '*姓名', '姓名（必填）', '参训人员姓名', '学生姓名'],
  sex: ['性别', '性 别', '性别（男/女）', '性\n别'],
  ethnicGroup: ['民族', '民 族', '族别'],
  birth: ['出生日期', '出生', '出生年月', '出生年月日', '生日', '出生日期\n（年-月-日）', '出生时间'],
  id: [
    '身份证号',
    '身份证号码',
    '身份证号\n（18位）',
    '公民身份号码',
    '证件号码',
    '身 份 证 号',
    '居民身份证号码',
    '身份证',
    '身份证件号码',
    '＊身份证号码（18位）',
    '公民身份证号码',
    '有效证件号码',
  ],
  education: ['文化程度', '学历', '受教育程度', '最高学历', '文化\n程度'],
  householdType: ['户口性质', '户籍性质', '户籍类型', '户口类别', '户别', '户籍类别'],
  address: [
    '户籍地址',
    '家庭住址',
    '户籍所在地',
    '住址',
    '家庭地址',
    '户口所在地',
    '现居住地址',
    '详细地址',
    '户籍住址',
  ],
  category: [
    '人员类别',
    '群体类别',
    '学员类别',
    '身份类别',
    '类别',
    '人员类型',
    '培训对象类别',
    '人员类别\n（①贫困家庭子女②毕业学年高校毕业生③两后生④农村转移⑤失业）',
    '所属群体',
    '培训人员类别',
    '补贴对象类别',
    '就业群体类别',
    '人员性质',
    '学员身份类别',
  ],
  proof: ['证明类型', '身份类证明', '证件类型', '证明材料', '证明类型/编号', '提供证明', '身份证明类型', '证件名称'],
  phone: [
    '联系电话',
    '手机号码',
    '手机号',
    '电话',
    '联系方式',
    '手机',
    '本人联系电话',
    '电话号码',
    '联系电话（手机）',
    '移动电话',
    '联系手机',
  ],
  insured: ['是否参保', '参保情况', '是否参加社会保险', '是否缴纳社保'],
  poverty: ['是否脱贫/低保', '是否脱贫户', '是否建档立卡', '是否低保'],
  note: ['备注', '备 注', '备注说明'],
};

const text = (value: string): SheetCell | undefined => (value === '' ? undefined : { kind: 'text', text: value });
const number = (value: number): SheetCell => ({ kind: 'number', text: String(value) });
const parts = (birth: string) => partsOf(plainDate(birth));
const two = (value: number): string => String(value).padStart(2, '0');

export const dateStyles: readonly ((birth: string) => SheetCell | undefined)[] = [
  (birth) => ({ kind: 'date', text: birth }),
  (birth) => number(dayNumber(plainDate(birth)) + 25569),
  (birth) => number(Number(birth.replaceAll('-', ''))),
  (birth) => text(birth),
  (birth) => text(birth.replaceAll('-', '')),
  (birth) => text(birth.replaceAll('-', '/')),
  (birth) => text(birth.replaceAll('-', '.')),
  (birth) => text(`${parts(birth).year}年${parts(birth).month}月${parts(birth).day}日`),
  (birth) => text(`${parts(birth).year}/${parts(birth).month}/${parts(birth).day}`),
  (birth) => text(`${parts(birth).year}.${parts(birth).month}.${parts(birth).day}`),
  (birth) => text(`${parts(birth).year} 年 ${two(parts(birth).month)} 月 ${two(parts(birth).day)} 日`),
  (birth) => text(`${birth.slice(2, 4)}/${parts(birth).month}/${parts(birth).day}`),
  (birth) => text(`${parts(birth).year}年${parts(birth).month}月`),
  (birth) => text(`${parts(birth).year}.${two(parts(birth).month)}`),
  (birth) => text(`${birth.slice(0, 4)}${birth.slice(5, 7)}`),
  (birth) => text(`${birth} 00:00:00`),
  (birth) => text(birth.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))),
];

const wide = (value: string): string =>
  value.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

export const idStyles: readonly ((id: string) => string)[] = [
  (id) => id,
  (id) => `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`,
  wide,
  (id) => id.toLowerCase(),
  (id) => `'${id}`,
  (id) => `\u00a0${id}\t`,
  (id) => `　${id} `,
];

export const phoneStyles: readonly ((phone: string) => SheetCell)[] = [
  (phone) => number(Number(phone)),
  (phone) => ({ kind: 'text', text: phone }),
  (phone) => ({ kind: 'text', text: `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}` }),
  (phone) => ({ kind: 'text', text: `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}` }),
  (phone) => ({ kind: 'text', text: `+86 ${phone}` }),
  (phone) => ({ kind: 'text', text: wide(phone) }),
];

const spokenCategories: Readonly<Record<string, readonly string[]>> = {
  农村转移就业劳动者: [
    '农村转移就业劳动者',
    '④',
    '4',
    '④农村转移就业劳动者',
    '农村转移就业',
    '（4）',
    '4、农村转移就业劳动者',
    '农民工',
  ],
  城镇登记失业人员: [
    '城镇登记失业人员',
    '⑤',
    '⑤城镇登记失业人员',
    '城镇登记失业',
    '失业人员',
    '5',
    '⑤ 城镇登记失业人员',
  ],
  贫困家庭子女: [
    '贫困家庭子女',
    '①',
    '建档立卡',
    '脱贫户',
    '低保',
    '①贫困家庭子女（建档立卡及享受低保家庭的适龄劳动者）',
  ],
  未继续升学初高中毕业生: ['③', '城乡未继续升学的应届初高中毕业生', '两后生', '③城乡未继续升学应届初高中毕业生'],
};

export type CellWriter = (field: RosterField, person: Person) => SheetCell | undefined;

/** How one clerk writes: one style of date and phone through the file, small slips from cell to cell. */
export function sampleWriter(below: (limit: number) => number): CellWriter {
  const pick = pickWith(below);
  const asDate = pick(dateStyles);
  const asPhone = pick(phoneStyles);
  const isTidy = below(2) === 0;
  return (field, person) => {
    const value = person[field];
    if (value === '') return undefined;
    switch (field) {
      case 'position':
        return number(Number(value));
      case 'birth':
        return asDate(value);
      case 'id':
        return text(isTidy ? value : pick(idStyles)(value));
      case 'phone':
        return /^1\d{10}$/.test(value) ? asPhone(value) : text(value);
      case 'category':
        return text(pick(spokenCategories[value] ?? [value]));
      case 'ethnicGroup':
        return text(isTidy ? value : value.replace('族', ''));
      case 'name':
        return text(!isTidy && /^\p{Script=Han}{2}$/u.test(value) ? [...value].join('　') : value);
      default:
        return text(value);
    }
  };
}
