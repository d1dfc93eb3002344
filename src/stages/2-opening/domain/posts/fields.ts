/** Columns of the job posts (附件5) as the filing keeps them. */
export const postFields = [
  'employer',
  'post',
  'headcount',
  'wageFrom',
  'wageTo',
  'contact',
  'phone',
  'validUntil',
  'creditCode',
  'address',
] as const;
export type PostField = (typeof postFields)[number];

/** Columns of the lists employers send: some hold two fields of the filing at once. */
export const postColumns = ['position', ...postFields, 'wage', 'contactAndPhone', 'note'] as const;
export type PostColumn = (typeof postColumns)[number];

export const postColumnLabels: Readonly<Record<PostColumn, string>> = {
  position: '序号',
  employer: '招聘单位',
  post: '岗位',
  headcount: '招聘人数',
  wageFrom: '月工资下限',
  wageTo: '月工资上限',
  contact: '联系人',
  phone: '联系方式',
  validUntil: '有效期至',
  creditCode: '统一社会信用代码',
  address: '单位地址',
  wage: '工资待遇',
  contactAndPhone: '联系人及电话',
  note: '备注',
};

export const emptyPostCells = (): Record<PostColumn, string> => ({
  position: '',
  employer: '',
  post: '',
  headcount: '',
  wageFrom: '',
  wageTo: '',
  contact: '',
  phone: '',
  validUntil: '',
  creditCode: '',
  address: '',
  wage: '',
  contactAndPhone: '',
  note: '',
});
