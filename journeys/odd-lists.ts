import { checkDigit } from '../src/law/identity-number';

/** Lists whose headings say nothing, as some offices export them: invented people and employers only. */

const two = (number: number): string => String(number).padStart(2, '0');
const names = ['彭保山', '孙晓燕', '高艳丽', '胡文斌', '傅海燕', '唐红卫', '邓世杰', '周玉兰', '郭永亮', '陈桂芳'];

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const asCsv = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(`\ufeff${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}`);

function person(at: number) {
  const birth = `${1975 + (at % 20)}${two((at % 12) + 1)}${two((at % 28) + 1)}`;
  const first = `410822${birth}${two(30 + at)}${at % 2 === 0 ? 1 : 2}`;
  return {
    name: names[at % names.length] ?? '',
    birth: `${birth.slice(0, 4)}.${Number(birth.slice(4, 6))}.${Number(birth.slice(6))}`,
    id: first + checkDigit(first),
    phone: `138${String(10_000_000 + at * 7919).slice(-8)}`,
  };
}

/**
 * A roster under headings nobody can guess, where two columns of telephone numbers look alike: the family’s and the
 * trainee’s own. `from` makes other people of the same shape.
 */
export function oddRoster(from: number): Buffer {
  const people = Array.from({ length: 8 }, (_, at) => person(from + at));
  return asCsv([
    ['某某职业培训学校学员情况登记', '', '', '', '', '', ''],
    ['次序', '谁', '凭据号', '号码一', '号码二', '哪一类', '何时生'],
    ...people.map(({ name, birth, id, phone }, at) => [
      String(at + 1),
      at === 1 ? `${name[0]}　${name.slice(1)}` : name,
      at === 2 ? id.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)) : id,
      `139${phone.slice(3)}`,
      phone,
      at % 2 === 0 ? '④' : '⑤',
      birth,
    ]),
    [],
    ['合计 8 人', '', '', '', '', '', ''],
    ['制表人：赵某', '', '', '审核人：', '', '', ''],
  ]);
}

/** Posts under headings nobody can guess, wages in several styles, a merged employer; as the clipboard carries them. */
export function oddPosts(town: string): string {
  return [
    ['东家', '做什么', '几个', '给多少', '找谁', '哪天为止'],
    [`${town}康宁养老服务有限公司`, '养老护理员', '25人', '3k–5k', '李静 139 0391 1001', '2027年6月30日'],
    ['', '保洁员', '十个', '2800元/月', '', '2027.6'],
    [`${town}云台家政服务有限公司`, '母婴护理员', '５', '0.5-0.8万', '王红：0391-3912345', '2027/12/31'],
    [`${town}怀川餐饮有限公司`, '中式烹调师', '3', '面议', '赵强 13903911003', '20271231'],
    ['合计', '', '43', '', '', ''],
  ]
    .map((row) => row.join('\t'))
    .join('\n');
}
