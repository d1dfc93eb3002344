import { writtenForm } from '#kernel/written-form';
import { aliasFinder } from './alias-table';

/** A group of 文化程度 in GB/T 4658-2006. */
export interface EducationLevel {
  readonly code: string;
  readonly name: string;
  /** Higher is more schooling; 其他 is 0. */
  readonly rank: number;
  /** The finer codes of the group (毕业, 结业, 肄业). */
  readonly codes: readonly string[];
  /** What clerks write. */
  readonly aliases: readonly string[];
}

/** The groups from highest to lowest; 职高 and 技校 are 中等职业教育, apart from 普通高中. */
export const educationLevels = [
  {
    code: '10',
    name: '研究生',
    rank: 7,
    codes: ['11', '12', '13', '14', '15', '16', '17', '18', '19'],
    aliases: ['博士', '硕士', '博士研究生', '硕士研究生', '研究生班', '在职研究生'],
  },
  {
    code: '20',
    name: '大学本科',
    rank: 6,
    codes: ['21', '22', '23', '28'],
    aliases: ['本科', '大学', '大本', '学士', '全日制本科', '函授本科', '自考本科', '成人本科', '专升本'],
  },
  {
    code: '30',
    name: '大学专科',
    rank: 5,
    codes: ['31', '32', '33'],
    aliases: ['大专', '专科', '高职', '高专', '高职高专', '全日制大专', '函授大专', '自考大专', '成人大专', '高等职业'],
  },
  {
    code: '40',
    name: '中等职业教育',
    rank: 4,
    codes: ['41', '42', '43', '44', '45', '46', '47', '48', '49'],
    aliases: ['中专', '中职', '职高', '职中', '技校', '中技', '职专', '职业高中', '技工学校', '中等专科', '中等职业'],
  },
  {
    code: '60',
    name: '普通高中',
    rank: 3,
    codes: ['61', '62', '63'],
    aliases: ['高中', '普高', '高级中学', '普通高级中学'],
  },
  { code: '70', name: '初中', rank: 2, codes: ['71', '72', '73'], aliases: ['初级中学', '普通初中', '初中中学'] },
  { code: '80', name: '小学', rank: 1, codes: ['81', '82', '83'], aliases: ['初小', '高小'] },
  {
    code: '90',
    name: '其他',
    rank: 0,
    codes: ['91', '92', '99'],
    aliases: ['文盲', '半文盲', '文盲半文盲', '文盲或半文盲', '文盲及半文盲', '未上学', '未上过学', '不识字', '无学历'],
  },
] as const satisfies readonly EducationLevel[];

const byForm = aliasFinder<EducationLevel>(educationLevels, ({ code, name, codes, aliases }) => [
  code,
  name,
  ...codes,
  ...aliases,
]);

/** 初中毕业, 大专学历, 高中文化程度: words after the level that do not change its group. */
const tail = /(?:毕业生|毕业|结业|肄业|学历|学校|教育|文化程度|文化|程度|水平|生)$/u;

/** A level by code or by what clerks write; ranges such as 初中及以下 are nobody's level and find nothing. */
export function findEducationLevel(text: string): EducationLevel | undefined {
  const form = writtenForm(text);
  const found = byForm(form);
  if (found) return found;
  const shorter = form.replace(tail, '');
  return shorter === form ? undefined : findEducationLevel(shorter);
}
