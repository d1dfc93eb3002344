import { checkDigit } from '../src/law/identity-number';
import { writeWorkbook } from '../src/platform/spreadsheet/write';

const surnames = ['彭', '孙', '高', '胡', '傅', '唐', '邓', '周', '郭', '陈', '程', '朱', '刘', '许', '马', '任'];
const given = ['军', '晓燕', '艳丽', '文斌', '海燕', '红卫', '保山', '世杰', '小兵', '永亮', '玉兰', '桂芳'];

const two = (number: number): string => String(number).padStart(2, '0');

/** An invented person: number `at` of a list, always the same. */
function personAt(at: number) {
  const birth = `${1975 + (at % 25)}${two((at % 12) + 1)}${two((at % 28) + 1)}`;
  const isMan = at % 2 === 0;
  const first = `410822${birth}${two(40 + (at % 50))}${isMan ? 1 : 2}`;
  return {
    name: `${surnames[at % surnames.length]}${given[at % given.length]}`,
    sex: isMan ? '男' : '女',
    birth,
    id: first + checkDigit(first),
    phone: `139${String(10_000_000 + at * 7919).slice(-8)}`,
  };
}

const fullWidth = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

const headings = [
  '序 号',
  '学员姓名',
  '性别',
  '民族',
  '出生年月',
  '身份证号码（18位）',
  '文化程度',
  '户口性质',
  '群体类别',
  '联系电话',
  '是否参保',
];

const workbookOf = (names: readonly string[], rows: readonly (readonly (string | number)[])[]): Promise<Buffer> =>
  writeWorkbook({
    sheetName: '花名册',
    title: '就业技能培训学员备案花名册',
    columns: names.map((name, at) => ({ name, kind: at === 0 ? 'number' : 'text' })),
    rows,
  });

/** What was planted: row of the grid (from 1), column name, words of the rule. */
export const planted = [
  { row: 3, rule: 'roster.id-checksum' },
  { row: 5, rule: 'roster.id-length' },
  { row: 8, rule: 'roster.phone-format' },
  { row: 11, rule: 'roster.category-unknown' },
  { row: 14, rule: 'roster.duplicate-person' },
] as const;

/** A roster as a clerk has it: a title, odd headings, full-width digits, blanks, dates of several kinds, five faults. */
export function messyRoster(): Promise<Buffer> {
  const people = Array.from({ length: 20 }, (_, at) => personAt(at + 1));
  const rows = people.map((person, at) => {
    const row = at + 1;
    const wrongDigit = person.id.slice(0, 17) + (person.id.endsWith('1') ? '2' : '1');
    const id =
      row === 3
        ? wrongDigit
        : row === 5
          ? person.id.slice(0, 17)
          : row === 14
            ? (people[1]?.id ?? '')
            : row === 7
              ? fullWidth(person.id)
              : person.id;
    const phone = row === 8 ? '1391234567' : person.phone;
    const category = row === 11 ? '其他' : row % 3 === 0 ? '⑤' : '④农村转移就业劳动者';
    const birth =
      row % 4 === 0
        ? `${person.birth.slice(0, 4)}.${Number(person.birth.slice(4, 6))}.${Number(person.birth.slice(6))}`
        : `${person.birth.slice(0, 4)}-${person.birth.slice(4, 6)}-${person.birth.slice(6)}`;
    const name = row === 6 ? `${person.name[0]}　${person.name.slice(1)}` : row === 9 ? '王㛃' : person.name;
    return [
      row,
      name,
      person.sex,
      '汉',
      row === 14
        ? `${people[1]?.birth.slice(0, 4)}-${people[1]?.birth.slice(4, 6)}-${people[1]?.birth.slice(6)}`
        : birth,
      id,
      '初中',
      '农村',
      category,
      phone,
      '否',
    ];
  });
  return workbookOf(headings, rows);
}

/** A roster without a fault, of people in no other list here, and their names. */
export async function tidyRoster(count: number): Promise<{ file: Buffer; names: string[] }> {
  const people = Array.from({ length: count }, (_, at) => personAt(at + 101));
  const rows = people.map(({ name, sex, birth, id, phone }, at) => {
    const spokenBirth = `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`;
    return [at + 1, name, sex, '汉族', spokenBirth, id, '初中', '农业户口', '农村转移就业劳动者', phone, '否'];
  });
  return { file: await workbookOf(headings, rows), names: people.map(({ name }) => name) };
}

/** Corrections a clerk types after looking at the cards, by grid row and column. */
export const corrections = [
  { row: 3, column: '身份证号', text: personAt(3).id },
  { row: 5, column: '身份证号', text: personAt(5).id },
  { row: 8, column: '联系电话', text: personAt(8).phone },
  { row: 11, column: '人员类别', text: '农村转移就业劳动者' },
  { row: 14, column: '身份证号', text: personAt(14).id },
] as const;

export const birthOf14 = `${personAt(14).birth.slice(0, 4)}-${personAt(14).birth.slice(4, 6)}-${personAt(14).birth.slice(6)}`;
