import type { CellFinding, SheetColumn, SheetRow } from '../grid/sheet';

export type RosterField =
  | 'name'
  | 'sex'
  | 'nation'
  | 'birth'
  | 'identity'
  | 'education'
  | 'household'
  | 'category'
  | 'phone'
  | 'insured';

export const rosterColumns: readonly SheetColumn<RosterField>[] = [
  { field: 'name', name: '姓名', width: 86, frozen: true, kind: 'text' },
  {
    field: 'sex',
    name: '性别',
    width: 64,
    kind: 'choice',
    choices: [
      { value: 'male', label: '男' },
      { value: 'female', label: '女' },
    ],
  },
  { field: 'nation', name: '民族', width: 70, kind: 'text' },
  { field: 'birth', name: '出生日期', width: 110, kind: 'date' },
  { field: 'identity', name: '身份证号', aliases: ['公民身份号码'], width: 180, kind: 'text' },
  {
    field: 'education',
    name: '文化程度',
    width: 96,
    kind: 'choice',
    choices: ['小学', '初中', '高中', '中专', '大专'].map((label) => ({ value: label, label })),
  },
  {
    field: 'household',
    name: '户口性质',
    width: 96,
    kind: 'choice',
    choices: ['农业', '非农业'].map((label) => ({ value: label, label })),
  },
  {
    field: 'category',
    name: '人员类别',
    width: 130,
    kind: 'choice',
    choices: ['① 贫困家庭子女', '② 毕业学年高校毕业生', '③ 应届初高中毕业生', '④ 农村转移就业', '⑤ 城镇登记失业'].map(
      (label, at) => ({ value: String(at + 1), label }),
    ),
  },
  { field: 'phone', name: '联系电话', width: 120, kind: 'text' },
  {
    field: 'insured',
    name: '是否参保',
    width: 90,
    kind: 'choice',
    choices: ['是', '否'].map((label) => ({ value: label, label })),
  },
];

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A made-up number with a right check digit. */
function madeIdentity(at: number): string {
  const body = `41082219${80 + (at % 20)}0${1 + (at % 9)}1${at % 10}${String(at % 1000).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0);
  return body + '10X98765432'[sum % 11];
}

export function plantedRoster(count: number): SheetRow<RosterField>[] {
  return Array.from({ length: count }, (_, at) => {
    const identity = madeIdentity(at);
    const birth = `${identity.slice(6, 10)}-${identity.slice(10, 12)}-${identity.slice(12, 14)}`;
    return {
      id: `r${at}`,
      cells: {
        name: `学员${String(at + 1).padStart(3, '0')}`,
        sex: at % 2 ? 'male' : 'female',
        nation: '汉族',
        birth,
        identity: at % 24 === 4 ? identity.slice(0, 17) : identity,
        education: '初中',
        household: at % 3 ? '农业' : '非农业',
        category: at % 24 === 8 ? '其他' : at % 3 ? '4' : '5',
        phone: at % 24 === 11 ? '1380000' : `138${String(10_000_000 + at * 731)}`,
        insured: '否',
      },
    };
  });
}

function identityFinding(row: SheetRow<RosterField>): CellFinding<RosterField>[] {
  const text = row.cells.identity ?? '';
  if (/^\d{17}[\dX]$/.test(text) || text === '') return [];
  return [
    {
      row: row.id,
      field: 'identity',
      severity: 'blocks',
      message: `身份证号只有 ${text.length} 位`,
      fix: '应为 18 位。请对照身份证原件补全；姓名或证号改动会留痕。',
      rule: 'roster.id-length',
      cites: ['2021通知 三③ 实名制'],
      sourceCell: '花名册定稿.xls 第 9 行 F9，该格是文本，末位可能漏录。',
    },
  ];
}

/** Stands in for the stage's rules: three kinds of mistake, found at their cells. */
export function rosterFindings(rows: readonly SheetRow<RosterField>[]): CellFinding<RosterField>[] {
  return rows.flatMap((row) => {
    const found = identityFinding(row);
    const { category = '', phone = '' } = row.cells;
    if (category && !/^[1-5]$/.test(category))
      found.push({
        row: row.id,
        field: 'category',
        severity: 'blocks',
        message: `没有“${category}”这一类别`,
        fix: '请从五类人员中选一类。',
        rule: 'roster.category',
        cites: ['2021通知 二'],
      });
    if (phone && !/^1\d{10}$/.test(phone))
      found.push({
        row: row.id,
        field: 'phone',
        severity: 'warns',
        message: '联系电话不是 11 位',
        fix: '请核对；确无手机的可说明原因。',
        rule: 'roster.phone',
        cites: ['2021通知 三③'],
      });
    return found;
  });
}
