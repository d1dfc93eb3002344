import { describe, expect, it } from 'vitest';
import type { PostColumn } from './fields';
import { fieldOfPostHeading } from './headings';
import { tidyPostCell } from './tidy';

const tidy = (field: PostColumn, text: string): string => tidyPostCell(field, { kind: 'text', text }).text;

describe('cells of a list of job posts', () => {
  it.each([
    ['headcount', '25人', '25'],
    ['headcount', '２５', '25'],
    ['headcount', '5 名', '5'],
    ['headcount', '二十五人', '25'],
    ['headcount', '十', '10'],
    ['headcount', '20.0', '20'],
    ['headcount', '若干', '若干'],
    ['headcount', '5-8人', '5-8人'],
    ['creditCode', ' 91410800ma3x 5kqr1b ', '91410800MA3X5KQR1B'],
    ['creditCode', '９１４１０８００ＭＡ３Ｘ５ＫＱＲ１Ｂ', '91410800MA3X5KQR1B'],
    ['phone', '139 0391 1001', '13903911001'],
    ['phone', '+86-139-0391-1001', '13903911001'],
    ['phone', '（0391）3912345', '0391-3912345'],
    ['phone', '0391—3912345', '0391-3912345'],
    ['phone', '03913912345', '0391-3912345'],
    ['employer', '焦作市 康宁　养老服务有限公司', '焦作市康宁养老服务有限公司'],
    ['validUntil', '2027年6月30日', '2027-06-30'],
    ['validUntil', '2027.6', '2027-06-30'],
    ['validUntil', '有效期至2027年2月底', '2027-02-28'],
    ['validUntil', '2026.11.1-2027.6.30', '2027-06-30'],
    ['validUntil', '2026年11月1日至2027年6月30日', '2027-06-30'],
    ['validUntil', '2027年底', '2027-12-31'],
    ['validUntil', '46568', '2027-06-30'],
    ['validUntil', '长期有效', '长期有效'],
    ['validUntil', '2026年11月1日起6个月', '2026年11月1日起6个月'],
    ['wage', '面议', '面议'],
  ] as const)('%s %s is kept as %s', (field, written, kept) => {
    expect(tidy(field, written)).toBe(kept);
    expect(tidy(field, kept)).toBe(kept);
  });

  it('tell a credit code that the sheet has kept as a number', () => {
    expect(tidyPostCell('creditCode', { kind: 'text', text: '9.1411E+17' }).damaged).toBe(true);
  });
});

const known: Readonly<Partial<Record<PostColumn, string>>> = {
  employer:
    '招聘单位 用人单位 单位名称 企业名称 公司名称 用工单位 招聘单位名称 招聘企业 用人单位名称（全称） 单位 企业全称 招聘公司名称',
  post: '岗位 岗位名称 招聘岗位 工种 职位 岗位（工种） 招聘工种 就业岗位 岗位/工种 职位名称',
  headcount: '人数 招聘人数 需求人数 用工人数 招聘数量 需求数量 岗位数量 名额 招工人数 招聘人数（人） 缺工人数',
  wage: '工资待遇 待遇 工资 薪资 薪酬 月薪 月工资 薪资待遇 工资标准 薪酬范围 工资待遇（元/月） 月收入 工资福利待遇 福利待遇',
  wageFrom: '月工资下限 最低工资 薪资下限 起薪',
  wageTo: '月工资上限 最高工资 薪资上限',
  contact: '联系人 单位联系人 招聘负责人 联系人姓名 企业联系人',
  phone: '联系电话 联系方式 电话 手机 手机号码 招聘电话 咨询电话 单位电话 联系人电话',
  contactAndPhone: '联系人及电话 联系人及联系方式 联系人和电话 联系人/联系电话',
  validUntil: '有效期 有效期至 截止日期 岗位有效期 招聘截止日期 截止时间 有效期限 信息有效期',
  creditCode: '统一社会信用代码 信用代码 社会信用代码 营业执照号 组织机构代码 单位信用代码',
  address: '地址 单位地址 企业地址 工作地点 用工地点 公司地址 详细地址 单位所在地',
  note: '备注',
};

describe('headings of job posts', () => {
  const each = Object.entries(known).flatMap(([field, words]) =>
    words.split(' ').map((word) => [word, field] as const),
  );
  it.each(each)('%s is %s', (heading, field) => {
    expect(fieldOfPostHeading(heading)?.field).toBe(field);
  });
  it.each(['岗位要求', '学历要求', '年龄', '企业规模', '岗位类型', '专业要求', '企业简介'])(
    '%s is no field',
    (heading) => {
      expect(fieldOfPostHeading(heading)).toBeUndefined();
    },
  );
});
