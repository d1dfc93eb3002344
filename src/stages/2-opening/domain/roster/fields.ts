/** Columns of a roster (附件4 备案花名册), in the order of the printed form. */
export const rosterFields = [
  'position',
  'name',
  'sex',
  'ethnicGroup',
  'birth',
  'id',
  'education',
  'householdType',
  'address',
  'category',
  'proof',
  'phone',
  'insured',
  'poverty',
  'priorTraining',
  'voucher',
  'note',
] as const;
export type RosterField = (typeof rosterFields)[number];

export const rosterFieldLabels: Readonly<Record<RosterField, string>> = {
  position: '序号',
  name: '姓名',
  sex: '性别',
  ethnicGroup: '民族',
  birth: '出生日期',
  id: '身份证号',
  education: '文化程度',
  householdType: '户口性质',
  address: '户籍地址',
  category: '人员类别',
  proof: '证明类型',
  phone: '联系电话',
  insured: '是否参保',
  poverty: '是否脱贫/低保',
  priorTraining: '既往培训',
  voucher: '培训券码',
  note: '备注',
};

/** What a roster must say of every trainee: 身份类别、身份证号码、联系方式 (2021 三③). */
export const requiredFields = ['name', 'id', 'category', 'phone'] as const satisfies readonly RosterField[];
