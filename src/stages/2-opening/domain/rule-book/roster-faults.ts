import { type PlainDate, plainDate } from '#kernel/plain-date';
import type { OpeningFacts } from '../opening';
import type { RosterField } from '../roster/fields';
import type { RosterRow } from '../roster/row';
import { identityNumber } from '../roster/sample-people';

type Cells = Readonly<Record<RosterField, string>>;
type Change = Partial<Cells>;

/** The fourth trainee of a class changed in some cells; the first shows what an other row holds. */
const fourth =
  (change: (cells: Cells, first: Cells) => Change, damaged?: readonly RosterField[]) =>
  (facts: OpeningFacts): OpeningFacts => {
    const [first] = facts.roster;
    const roster = facts.roster.map((row, index): RosterRow => {
      if (index !== 3 || !first) return row;
      const cells = { ...row.cells, ...change(row.cells, first.cells) };
      return damaged ? { ...row, cells, damaged } : { ...row, cells };
    });
    return { ...facts, roster };
  };

const isMale = ({ sex }: Cells): boolean => sex === '男';
const bornOn =
  (birth: PlainDate, change: Change = {}) =>
  (cells: Cells): Change => ({
    birth,
    id: identityNumber('410822', birth, isMale(cells) ? '男' : '女', 40),
    ...change,
  });
const otherSign = (sign: string): string => (sign === '7' ? '5' : '7');

/** One way to break each rule of the roster, and no other. */
export const rosterFaults: Readonly<Record<string, (facts: OpeningFacts) => OpeningFacts>> = {
  'roster.id-length': fourth(({ id }) => ({ id: id.slice(0, 17) })),
  'roster.id-damaged': fourth(({ id }) => ({ id: `${id.slice(0, 15)}000` }), ['id']),
  'roster.id-checksum': fourth(({ id }) => ({ id: id.slice(0, 17) + otherSign(id.slice(17)) })),
  'roster.id-birth-date': fourth(({ id }) => ({ id: `${id.slice(0, 6)}19900230${id.slice(14)}` })),
  'roster.duplicate-person': fourth((_cells, { id, sex, birth, category }) => ({ id, sex, birth, category })),
  'roster.sex-mismatch': fourth((cells) => ({ sex: isMale(cells) ? '女' : '男' })),
  'roster.birth-mismatch': fourth(() => ({ birth: '1975-12-31' })),
  'roster.field-missing': fourth(() => ({ phone: '' })),
  'roster.phone-format': fourth(({ phone }) => ({ phone: phone.slice(0, 10) })),
  'roster.shared-phone': fourth((_cells, { phone }) => ({ phone })),
  'roster.category-unknown': fourth(() => ({ category: '企业在职职工' })),
  'roster.under-age': fourth(bornOn(plainDate('2011-03-08'))),
  'roster.past-retirement-age': fourth(bornOn(plainDate('1958-03-08'), { category: '农村转移就业劳动者' })),
  'roster.category-age': fourth(bornOn(plainDate('1988-03-08'), { category: '未继续升学初高中毕业生' })),
};
