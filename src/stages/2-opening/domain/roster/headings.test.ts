import { describe, expect, it } from 'vitest';
import type { RosterField } from './fields';
import { fieldOfHeading } from './headings';

const known: Readonly<Partial<Record<RosterField, string>>> = {
  name: '姓名 姓　名 学员姓名 *姓名 姓名（与身份证一致） 参加培训人员姓名 被培训人姓名 学员名称',
  id: '身份证 身份证号 身份证号\n（18位） 18位身份证号码 公民身份号码 证件号码 有效证件号码 社会保障号码（身份证号） 身份证号/社保号',
  sex: '性别 性\n别 男/女',
  birth: '出生 出生年月 出生年月日 出生日期（公历） 生日',
  education: '文化程度 学历 学历/文化程度 受教育程度',
  householdType: '户口性质 户籍性质（农业/非农业） 户籍类别 户别 农业/非农业',
  address: '户籍地址 户籍所在地 家庭住址 身份证地址 现住址 通信地址',
  category: '人员类别 学员类别 群体类别 身份类别 类别 人员类型 培训对象类别 学员身份 所属类别 类别（①②③④⑤）',
  proof: '证明类型 证明材料 身份证明 证件类型 身份类证明 证明类型/编号',
  phone: '联系电话 手机 手机号码 联系方式 本人电话 手机/电话 ＴＥＬ',
  insured: '是否参保 参保情况',
  poverty: '是否脱贫/低保 是否建档立卡贫困户',
  priorTraining: '既往培训 是否参加过培训',
  voucher: '培训券码 电子培训券编号',
  note: '备注 备　注',
};

const unknown =
  '年龄 照片 签名 银行卡号 社保卡号 证书编号 培训工种 职业（工种） 培训类别 工作单位 家长姓名 家长电话 紧急联系电话 户主姓名 单位电话 身份证有效期 身份证复印件';

const each = (words: string) => words.split(' ');

describe('headings', () => {
  it.each(Object.entries(known).flatMap(([field, words]) => each(words).map((word) => [word, field] as const)))(
    '%s is %s',
    (heading, field) => expect(fieldOfHeading(heading)?.field).toBe(field),
  );

  it.each(each(unknown))('%s is no field of the roster', (heading) => expect(fieldOfHeading(heading)).toBeUndefined());

  it('prefer the household’s address to where one lives now', () => {
    expect(fieldOfHeading('户籍地址')?.rank).toBeLessThan(fieldOfHeading('现住址')?.rank ?? 0);
  });
});
