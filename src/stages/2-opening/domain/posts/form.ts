import { checkCreditCode } from '#law/unified-credit-code';
import type { ListForm } from '../lists/form';
import { emptyPostCells, type PostColumn, postColumnLabels, postColumns } from './fields';
import { fieldOfPostHeading } from './headings';
import { tidyPostCell } from './tidy';
import { readWage } from './wage-text';

/** Distinct fields that make a row a heading. */
const fewestFields = 3;

const company =
  /(?:公司|厂|集团|合作社|酒店|宾馆|饭店|超市|商场|医院|养老院|服务中心|中心|幼儿园|学校|门店|店|工作室|事务所|社)$/;
const trade = /(?:工|员|师|手|助理|保洁|司机|学徒|店长|经理|主管|组长|导购|客服|保安|厨|嫂|护理|收银|会计)$/;

const nameAndNumber = /^\p{Script=Han}{2,4}[\s:：,，、/-]*[+(（]?\d[\d\-()（） ]{6,}$/u;

/** 就业岗位信息（附件5）as employers and institutions send it (2021 三④). */
export const postForm: ListForm<PostColumn> = {
  list: 'posts',
  fields: postColumns,
  labels: postColumnLabels,
  required: [
    { label: '招聘单位', anyOf: ['employer'] },
    { label: '岗位', anyOf: ['post'] },
    { label: '招聘人数', anyOf: ['headcount'] },
    { label: '工资待遇', anyOf: ['wage', 'wageFrom'] },
    { label: '联系人', anyOf: ['contact', 'contactAndPhone'] },
    { label: '联系方式', anyOf: ['phone', 'contactAndPhone'] },
  ],
  entry: '岗位',
  unit: '行',
  notFound: '没有找到岗位表：表中应有“招聘单位”和“岗位”两栏，每个岗位一行。',
  blank: emptyPostCells,
  fieldOfHeading: fieldOfPostHeading,
  isHeading(columns, unknown) {
    const known = Object.keys(columns).length;
    const { employer, post } = columns;
    if (employer !== undefined && post !== undefined) return known >= fewestFields;
    return (employer ?? post) !== undefined && known >= fewestFields && known >= unknown;
  },
  isList: ({ employer, post }, hasHeading) =>
    hasHeading ? (employer ?? post) !== undefined : employer !== undefined && post !== undefined,
  likenesses: [
    { field: 'creditCode', share: 0.5, fits: (text) => checkCreditCode(text).ok },
    { field: 'phone', share: 0.5, fits: (text) => /^(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})$/.test(text) },
    { field: 'validUntil', share: 0.6, fits: (text) => /^20\d{2}-\d{2}-\d{2}$/.test(text) },
    { field: 'headcount', share: 0.6, fits: (text) => /^\d{1,4}[人名个位]$/.test(text) },
    { field: 'wage', share: 0.6, fits: (text) => text.length >= 4 && typeof readWage(text) !== 'string' },
    { field: 'employer', share: 0.6, fits: (text) => [...text].length > 4 && company.test(text) },
    { field: 'address', share: 0.6, fits: (text) => [...text].length >= 6 && /[省市县区镇乡村街路号]/.test(text) },
    { field: 'post', share: 0.6, fits: (text) => [...text].length <= 10 && trade.test(text) },
    { field: 'contactAndPhone', share: 0.5, fits: (text) => nameAndNumber.test(text) },
    { field: 'contact', share: 0.8, fits: (text) => /^\p{Script=Han}{2,4}$/u.test(text) },
  ],
  judgedAsWritten: ['headcount', 'wage'],
  signs: {
    bearers: ['employer', 'post', 'headcount'],
    lead: 'employer',
    beside: ['position', 'note', 'address'],
    remarks: ['note', 'address'],
    enough: 4,
    proves: (at) =>
      at('post') !== '' &&
      !/[:：]/.test(at('post') + at('phone')) &&
      /\d{7}/.test(at('phone') || at('contactAndPhone')),
  },
  tidy: tidyPostCell,
  carried: ['employer', 'creditCode', 'address', 'contact', 'phone', 'contactAndPhone', 'validUntil'],
};
