import type { Sheet, SheetCell } from '#kernel/sheet';
import type { PostColumn, PostField } from './fields';

/** Invented employers’ lists as they are sent, and what they hold: for tests only. */
export interface SamplePosts {
  readonly sheet: Sheet;
  readonly posts: readonly Readonly<Record<PostField, string>>[];
}

/** Headings seen on such lists; every one of them must be understood. */
export const postHeadings: Readonly<Partial<Record<PostColumn, readonly string[]>>> = {
  position: ['序号', '序 号', '编号', 'NO.'],
  employer: ['招聘单位', '用人单位', '单位名称', '企业名称', '公司名称', '＊用工单位名称', '招聘企业\n（全称）'],
  post: ['岗位', '岗位名称', '招聘岗位', '工 种', '职位名称', '招聘岗位（工种）'],
  headcount: ['人数', '招聘人数', '需求人数（人）', '用工人数', '招聘数量', '名额'],
  wage: ['工资待遇', '月薪', '薪资待遇\n（元/月）', '工资', '薪酬待遇', '待遇'],
  contact: ['联系人', '单位联系人', '联 系 人', '联系人姓名'],
  phone: ['联系电话', '联系方式', '电话', '手机号码', '招聘电话'],
  contactAndPhone: ['联系人及电话', '联系人/联系电话', '联系人及联系方式'],
  validUntil: ['有效期', '有效期至', '截止日期', '岗位有效期', '招聘截止时间'],
  creditCode: ['统一社会信用代码', '信用代码', '社会信用代码（18位）'],
  address: ['地址', '单位地址', '工作地点', '详细地址'],
  note: ['备注', '备 注'],
};

const wide = (text: string): string =>
  text.replace(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

const wageStyles: readonly ((from: string, to: string) => string)[] = [
  (from, to) => `${from}-${to}`,
  (from, to) => `${from}—${to}元/月`,
  (from, to) => `${from}元至${to}元`,
  (from, to) => `${Number(from) / 1000}k–${Number(to) / 1000}k`,
  (from, to) => `${Number(from) / 10_000}-${Number(to) / 10_000}万`,
  (from, to) => wide(`${from}~${to}`),
  (from, to) => `月薪${from}-${to}元（包吃住）`,
];
const dayStyles: readonly ((day: string) => string)[] = [
  (day) => day,
  (day) => day.replaceAll('-', '.'),
  (day) => day.replaceAll('-', '/'),
  (day) => day.replaceAll('-', ''),
  (day) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`,
];

const codes = ['91410822MA3X4T2K8D', '91410803MA45Y7BN0R', '92410811MA9K3C5Q1U'];
const names = ['康宁养老服务有限公司', '云台家政服务有限公司', '怀川餐饮管理有限公司'];
const trades = ['养老护理员', '家政服务员', '中式烹调师', '保洁员', '收银员'];

/** `below(n)` gives a number from 0 to n - 1. */
export type Below = (limit: number) => number;

const columnsIn = (below: Below): PostColumn[] => {
  const contacts: PostColumn[] = below(3) === 0 ? ['contactAndPhone'] : ['contact', 'phone'];
  const all: PostColumn[] = [
    'employer',
    'post',
    'headcount',
    'wage',
    ...contacts,
    'validUntil',
    'creditCode',
    'address',
  ];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    const [one, two] = [all[at], all[other]];
    if (one && two) [all[at], all[other]] = [two, one];
  }
  return below(2) === 0 ? ['position', ...all, 'note'] : all;
};

/** One list: any order of columns, any heading, one style of wages and days, a title, a total, a signature. */
export function samplePosts(below: Below): SamplePosts {
  const pick = <Value>(from: readonly Value[], fallback: Value): Value => from[below(from.length)] ?? fallback;
  const posts = Array.from({ length: 2 + below(6) }, (_, at): Record<PostField, string> => {
    const from = 2000 + below(30) * 100;
    const employer = below(names.length);
    return {
      employer: `焦作市${names[employer]}`,
      post: `${pick(trades, '保洁员')}${at + 1}`,
      headcount: String(1 + below(40)),
      wageFrom: String(from),
      wageTo: String(from + 100 + below(20) * 100),
      contact: pick(['李静', '王海燕', '司马光明'], '李静'),
      phone: `139${String(10_000_000 + below(90_000_000))}`,
      validUntil: `2027-0${1 + below(9)}-1${below(10)}`,
      creditCode: codes[employer] ?? '',
      address: `河南省焦作市博爱县鸿昌路${1 + below(200)}号`,
    };
  });
  const columns = columnsIn(below);
  const wage = pick(wageStyles, (from, to) => `${from}-${to}`);
  const day = pick(dayStyles, (text) => text);
  const write = (column: PostColumn, post: Readonly<Record<PostField, string>>, at: number): string => {
    switch (column) {
      case 'position':
        return String(at + 1);
      case 'wage':
        return wage(post.wageFrom, post.wageTo);
      case 'headcount':
        return below(3) === 0 ? `${post.headcount}人` : post.headcount;
      case 'contactAndPhone':
        return `${post.contact}${below(2) === 0 ? ' ' : '：'}${post.phone}`;
      case 'phone':
        return below(3) === 0 ? wide(post.phone) : post.phone;
      case 'creditCode':
        return below(3) === 0
          ? `${post.creditCode.slice(0, 8)} ${post.creditCode.slice(8).toLowerCase()}`
          : post.creditCode;
      case 'validUntil':
        return day(post.validUntil);
      case 'note':
        return '';
      default:
        return post[column];
    }
  };
  const cell = (text: string): SheetCell | undefined => (text === '' ? undefined : { kind: 'text', text });
  const heading = columns.map((column) => cell(pick(postHeadings[column] ?? [], column)));
  const body = posts.map((post, at) => columns.map((column) => cell(write(column, post, at))));
  const title = below(2) === 0 ? [[cell('就业岗位信息统计表')], undefined] : [];
  const total = posts.reduce((sum, { headcount }) => sum + Number(headcount), 0);
  const foot =
    below(2) === 0
      ? [
          [cell('合计'), cell(`${total}`)],
          [cell('填报人：赵某'), cell('联系电话：0391-3912345')],
        ]
      : [];
  return { sheet: { name: '岗位', rows: [...title, heading, ...body, undefined, ...foot] }, posts };
}
