import type { CategoryCode } from '#law/trainee-categories';

/** The registers of other offices that a class is compared with (2024 一（二）). */
export const outsideRegisters = [
  'employeeInsurance',
  'pensionPayment',
  'publicPayroll',
  'schoolEnrolment',
  'deaths',
  'povertyRelief',
  'unemployment',
  'earlierSubsidies',
] as const;
export type OutsideRegister = (typeof outsideRegisters)[number];

/** What a register’s answer may say of one person beside the name and the number. */
export const answerFields = ['status', 'from', 'until', 'organisation'] as const;
export type AnswerField = (typeof answerFields)[number];

export interface RegisterWords {
  readonly name: string;
  /** Who keeps it. */
  readonly keeper: string;
  /** What being listed means, in the words of a sentence: “在保”. */
  readonly listed: string;
  readonly absent: string;
  /** Headings of the columns its answer has; what has none is not asked. */
  readonly columns: Readonly<Partial<Record<AnswerField, string>>>;
  /** Several entries of one person all stand: what it has drawn before, not how it stands now. */
  readonly isHistory?: true;
  /** Whose trainees are asked about; everybody’s where none is named: no more leaves the office than is needed. */
  readonly categories?: readonly CategoryCode[];
}

export const registerWords: Readonly<Record<OutsideRegister, RegisterWords>> = {
  employeeInsurance: {
    name: '职工参保',
    keeper: '社保经办机构',
    listed: '在保',
    absent: '未参保',
    columns: { status: '参保状态', from: '参保开始', until: '参保终止', organisation: '参保单位' },
  },
  pensionPayment: {
    name: '养老待遇领取',
    keeper: '社保经办机构',
    listed: '领取养老待遇',
    absent: '未领取',
    columns: { status: '领取状态', from: '待遇开始', until: '待遇终止' },
  },
  publicPayroll: {
    name: '财政供养',
    keeper: '财政部门',
    listed: '财政供养',
    absent: '非财政供养',
    columns: { status: '供养状态', from: '供养开始', until: '供养终止', organisation: '供养单位' },
  },
  schoolEnrolment: {
    name: '学籍',
    keeper: '教育部门、技工院校',
    listed: '在校',
    absent: '无学籍',
    columns: { status: '学籍状态', from: '入学日期', until: '毕业日期', organisation: '学校' },
  },
  deaths: {
    name: '死亡',
    keeper: '公安、民政部门',
    listed: '已死亡',
    absent: '无死亡记录',
    columns: { status: '登记状态', from: '死亡日期' },
  },
  povertyRelief: {
    name: '低保/脱贫',
    keeper: '民政、农业农村部门',
    listed: '在册',
    absent: '不在册',
    columns: { status: '在册状态', from: '纳入日期', until: '退出日期', organisation: '享受类型' },
    categories: ['poorFamilyChild'],
  },
  unemployment: {
    name: '失业登记',
    keeper: '公共就业服务机构',
    listed: '登记有效',
    absent: '没有登记',
    columns: { status: '登记状态', from: '登记日期', until: '注销日期' },
    categories: ['registeredUnemployed'],
  },
  earlierSubsidies: {
    name: '既往培训补贴',
    keeper: '省技能人才管理服务信息系统',
    listed: '已领取',
    absent: '未领取',
    columns: { status: '领取状态', from: '领取日期', organisation: '补贴职业及等级' },
    isHistory: true,
  },
};

export const registerName = (register: OutsideRegister): string => registerWords[register].name;
