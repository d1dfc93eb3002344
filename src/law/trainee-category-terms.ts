import { type PlainDate, plainDate } from '#kernel/plain-date';
import type { CategoryCode } from './trainee-categories';

/** Words that mean a category, and the days between which they were the words in use. */
export interface CategoryTerm {
  readonly category: CategoryCode;
  readonly forms: readonly [string, ...string[]];
  readonly from?: PlainDate;
  readonly until?: PlainDate;
  /** What the term is called after `until`. */
  readonly successor?: string;
}

/** Later poverty terms overlap 建档立卡 in 2021 and replace it from 2022; the days are ours, the change is public. */
const povertyTermsSince = plainDate('2021-01-01');
const registeredPovertyUntil = plainDate('2021-12-31');

/** What clerks write instead of the names of 附件1. */
export const categoryTerms: readonly CategoryTerm[] = [
  {
    category: 'poorFamilyChild',
    forms: [
      '建档立卡',
      '建档立卡户',
      '建档立卡贫困户',
      '建档立卡人员',
      '建档立卡家庭子女',
      '建档立卡贫困家庭子女',
      '贫困户',
    ],
    until: registeredPovertyUntil,
    successor: '脱贫人口',
  },
  {
    category: 'poorFamilyChild',
    forms: ['脱贫人口', '脱贫户', '脱贫人员', '脱贫劳动力', '脱贫家庭子女', '脱贫家庭', '已脱贫户'],
    from: povertyTermsSince,
  },
  {
    category: 'poorFamilyChild',
    forms: [
      '防止返贫监测对象',
      '防返贫监测对象',
      '返贫监测对象',
      '监测对象',
      '监测户',
      '农村低收入人口',
      '农村低收入家庭',
    ],
    from: povertyTermsSince,
  },
  {
    category: 'poorFamilyChild',
    forms: ['低保', '低保户', '低保对象', '低保人员', '低保家庭', '低保家庭子女', '享受低保家庭', '享受低保家庭子女'],
  },
  { category: 'poorFamilyChild', forms: ['贫困子女', '贫困家庭', '贫困家庭的子女', '困难家庭子女'] },
  {
    category: 'finalYearGraduate',
    forms: ['高校毕业生', '毕业年度高校毕业生', '应届高校毕业生', '毕业学年大学生', '大学毕业生', '毕业学年毕业生'],
  },
  {
    category: 'finalYearGraduate',
    forms: ['技师学院高级工班', '高级工班毕业生', '预备技师班', '预备技师班毕业生', '特殊教育院校职业教育类毕业生'],
  },
  {
    category: 'schoolLeaver',
    forms: [
      '城乡未继续升学的应届初高中毕业生',
      '城乡未继续升学初高中毕业生',
      '城乡未继续升学的初高中毕业生',
      '未继续升学的初高中毕业生',
      '未继续升学的应届初高中毕业生',
      '未继续升学应届初高中毕业生',
      '未升学初高中毕业生',
      '应届初高中毕业生',
      '初高中毕业生',
      '两后生',
      '“两后生”',
    ],
  },
  {
    category: 'ruralTransferWorker',
    forms: [
      '农村转移劳动力',
      '农村转移劳动者',
      '农村转移就业劳动力',
      '农村转移就业人员',
      '农村转移就业',
      '农村劳动力',
      '转移就业劳动者',
      '农民工',
      '返乡农民工',
      '进城务工人员',
    ],
  },
  {
    category: 'ruralTransferWorker',
    forms: ['建档立卡的适龄贫困劳动力', '建档立卡的适龄贫困劳动者', '建档立卡贫困劳动力', '建档立卡适龄贫困劳动者'],
    until: registeredPovertyUntil,
    successor: '脱贫人口',
  },
  {
    category: 'registeredUnemployed',
    forms: [
      '登记失业人员',
      '失业人员',
      '城镇失业人员',
      '登记失业',
      '城镇登记失业',
      '城镇登记失业者',
      '失业登记人员',
      '失业',
    ],
  },
];
