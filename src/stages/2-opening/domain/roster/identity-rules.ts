import { upgrade15 } from '#law/identity-number';
import { readBirth } from './birth-text';
import { rosterRule, rowRule, spokenRow } from './roster-rule';

/** The cell as far as a message may show it: the digits at fault, never a whole number. */
const lengthOf = (text: string): number => [...text].length;

const wrongSign = (id: string): { place: number; sign: string } => {
  const signs = [...id];
  const index = signs.findIndex((sign, at) => !(/\d/.test(sign) || (at === 17 && /[Xx]/.test(sign))));
  return { place: index + 1, sign: signs[index] ?? '' };
};

/** 身份证号：位数、字符 */
const idLength = rowRule<{ length: number; place?: number; sign?: string; upgraded?: string }>({
  id: 'roster.id-length',
  title: '身份证号为 18 位',
  cites: ['2021.3.3'],
  severity: 'blocks',
  field: 'id',
  checkRow({ row, idFault }) {
    const { id } = row.cells;
    if (idFault === 'characters') return { length: lengthOf(id), ...wrongSign(id) };
    if (idFault !== 'length') return undefined;
    const upgraded = upgrade15(id);
    return { length: lengthOf(id), ...(upgraded ? { upgraded } : {}) };
  },
  says: ({ length, place, sign }) =>
    place === undefined
      ? `身份证号应为 18 位，这里是 ${length} 位。`
      : `身份证号只能是数字，末位可为 X；第 ${place} 位是“${sign}”。`,
  fix: ({ upgraded, sign }) =>
    upgraded
      ? `这是 15 位旧号码，换成 18 位应为 ${upgraded}，请对照身份证核对后填写。`
      : sign !== undefined
        ? `请对照身份证改正“${sign}”；常见的是把 0 打成字母 O、把 1 打成字母 l。`
        : '请对照身份证补全或删去多余的数字。',
});

/** 身份证号：表格软件丢失末几位 */
const idDamaged = rowRule<{ kept: string }>({
  id: 'roster.id-damaged',
  title: '身份证号没有被表格软件改坏',
  cites: ['2021.3.3'],
  severity: 'blocks',
  field: 'id',
  checkRow: ({ row, idFault }) => (idFault === 'damaged' ? { kept: row.cells.id } : undefined),
  says: () => '这个身份证号被表格当作数字保存，只留下前 15 位，末 3 位已经丢失，不能推算。',
  fix: () => '请先把这一列设为“文本”格式，再对照身份证重新输入 18 位号码。',
});

/** 身份证号：校验码（GB 11643） */
const idChecksum = rowRule<{ last: string }>({
  id: 'roster.id-checksum',
  title: '身份证号校验码相符',
  cites: ['2021.3.3'],
  severity: 'blocks',
  field: 'id',
  checkRow: ({ row, idFault }) => (idFault === 'checksum' ? { last: row.cells.id.slice(-1) } : undefined),
  says: ({ last }) => `身份证号末位校验码是“${last}”，与前 17 位算出的不符，号码中至少有一位写错。`,
  fix: () => '请对照身份证逐位核对后改正。',
});

/** 身份证号：出生日期 */
const idBirthDate = rowRule<{ written: string }>({
  id: 'roster.id-birth-date',
  title: '身份证号中的出生日期存在',
  cites: ['2021.3.3'],
  severity: 'blocks',
  field: 'id',
  checkRow: ({ row, idFault }) => (idFault === 'birth-date' ? { written: row.cells.id.slice(6, 14) } : undefined),
  says: ({ written }) =>
    `身份证号第 7 至 14 位是“${written}”，即 ${written.slice(0, 4)} 年 ${written.slice(4, 6)} 月 ${written.slice(6)} 日，没有这一天或还没有到。`,
  fix: () => '请对照身份证改正出生日期这 8 位。',
});

/** 一人一班只登记一次 */
const duplicatePerson = rosterRule<{ twin: string }>({
  id: 'roster.duplicate-person',
  title: '同一人只登记一次',
  cites: ['2021.3.3'],
  severity: 'blocks',
  check({ rows }) {
    const first = new Map<string, (typeof rows)[number]>();
    return rows.flatMap((each) => {
      if (!each.identity) return [];
      const { id } = each.row.cells;
      const key = id.toUpperCase();
      const twin = first.get(key);
      if (!twin) first.set(key, each);
      return twin ? [{ field: 'id', row: each.row.id, twin: spokenRow(twin) }] : [];
    });
  },
  says: ({ twin }) => `身份证号与${twin}相同，同一人在一个班只能登记一次。`,
  fix: () => '是同一人的，删去多余的一行；不是同一人的，对照身份证改正号码。',
});

/** 性别与身份证号 */
const sexMismatch = rowRule<{ written: string; implied: string }>({
  id: 'roster.sex-mismatch',
  title: '性别与身份证号相符',
  cites: ['2021.3.3'],
  severity: 'blocks',
  field: 'sex',
  checkRow({ row, identity }) {
    const written = row.cells.sex;
    return identity && written !== '' && written !== identity.sex ? { written, implied: identity.sex } : undefined;
  },
  says: ({ written, implied }) => `性别填的是“${written}”，身份证号第 17 位表示“${implied}”。`,
  fix: ({ implied }) => `身份证号无误的，把性别改为“${implied}”；性别无误的，改正身份证号。`,
});

/** 出生日期与身份证号；只写到月或年的，比到月或年 */
const birthMismatch = rowRule<{ written: string; implied: string; unread?: true }>({
  id: 'roster.birth-mismatch',
  title: '出生日期与身份证号相符',
  cites: ['2021.3.3'],
  severity: 'blocks',
  field: 'birth',
  checkRow({ row, identity }) {
    const { birth: written } = row.cells;
    if (!identity || written === '' || written === identity.birth) return undefined;
    const read = readBirth(written);
    if (read === undefined) return { written, implied: identity.birth, unread: true };
    return identity.birth.startsWith(read) ? undefined : { written, implied: identity.birth };
  },
  says: ({ written, implied, unread }) =>
    unread
      ? `出生日期“${written}”无法识别，身份证号中是 ${implied}。`
      : `出生日期填的是 ${written}，身份证号中是 ${implied}。`,
  fix: ({ implied }) => `身份证号无误的，把出生日期改为 ${implied}；出生日期无误的，改正身份证号。`,
});

export const identityRules = [
  idLength,
  idDamaged,
  idChecksum,
  idBirthDate,
  duplicatePerson,
  sexMismatch,
  birthMismatch,
];
