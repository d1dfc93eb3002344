import { addDays, addMonths, type PlainDate, plainDate } from '#kernel/plain-date';
import { checkDigit, type Sex } from '#law/identity-number';
import { getCategory } from '#law/trainee-categories';
import type { RosterField } from '../stages/2-opening/domain/roster/fields';
import type { RosterRow } from '../stages/2-opening/domain/roster/row';
import { teachersOf } from './institutions';
import { personCells } from './roster';
import { at, type Spoiler, type Spoiling, withItem } from './spoiling';

type Cells = Partial<Record<RosterField, string>>;

/** A spoiler that changes cells of the planted row. */
const cells =
  (change: (row: RosterRow, spoiling: Spoiling) => Cells): Spoiler =>
  (spoiling) => {
    const { parts, fault } = spoiling;
    const row = at(parts.roster, fault.row);
    const roster = withItem(parts.roster, fault.row, { ...row, cells: { ...row.cells, ...change(row, spoiling) } });
    return { ...parts, roster };
  };

const sexOf = (row: RosterRow): Sex => (row.cells.sex === '男' ? '男' : '女');
const startOf = ({ placed, parts }: Spoiling): PlainDate => parts.application.startsOn ?? placed.from;

/** Another age for the same person, with the number that belongs to it. */
function aged(row: RosterRow, spoiling: Spoiling, years: number, sex: Sex = sexOf(row)): Cells {
  const birth = addDays(addMonths(startOf(spoiling), -12 * years), -40);
  const { people, chance, placed } = spoiling;
  return { sex, birth, id: people.identityNumber(chance, placed.institution.region.code, birth, sex) };
}

/** The same number with a last sign that does not belong to it. */
const wrongSign = (id: string): string => id.slice(0, 17) + (id.endsWith('7') ? '8' : '7');

/** 30 February, with the check sign that would belong to it. */
function impossibleBirth(id: string): string {
  const first = `${id.slice(0, 10)}0230${id.slice(14, 17)}`;
  return first + checkDigit(first);
}

const damaged: Spoiler = ({ parts, fault }) => {
  const row = at(parts.roster, fault.row);
  const spoilt: RosterRow = {
    ...row,
    cells: { ...row.cells, id: `${row.cells.id.slice(0, 15)}000` },
    damaged: ['id'],
  };
  return { ...parts, roster: withItem(parts.roster, fault.row, spoilt) };
};

/** The person of another row, here or in another class, with a phone of their own. */
const samePerson = cells((_row, { parts, fault, earlier }) => {
  const source = fault.from ? at(earlier(fault.from.story).parts.roster, fault.from.row) : at(parts.roster, 0);
  const { name, sex, birth, id, category } = source.cells;
  return { name, sex, birth, id, category: fault.from ? rural : category };
});

const leaver = getCategory('schoolLeaver').shortName;
const rural = getCategory('ruralTransferWorker').shortName;

/** How each fault of the roster is made. */
export const rosterSpoilers: Readonly<Record<string, Spoiler>> = {
  'roster.id-length': cells((row) => ({ id: row.cells.id.slice(0, 17) })),
  'roster.id-damaged': damaged,
  'roster.id-checksum': cells((row) => ({ id: wrongSign(row.cells.id) })),
  'roster.id-birth-date': cells((row) => ({ id: impossibleBirth(row.cells.id) })),
  'roster.duplicate-person': samePerson,
  'roster.sex-mismatch': cells((row) => ({ sex: sexOf(row) === '男' ? '女' : '男' })),
  'roster.birth-mismatch': cells((row) => ({ birth: addDays(plainDate(row.cells.birth), 10) })),
  'roster.field-missing': cells((_row, { fault }) => (fault.field === 'phone' ? { phone: '' } : {})),
  'roster.phone-format': cells((row) => ({ phone: row.cells.phone.slice(0, 10) })),
  'roster.shared-phone': cells((_row, { parts }) => ({ phone: at(parts.roster, 0).cells.phone })),
  'roster.category-unknown': cells(() => ({ category: '退役军人' })),
  'roster.under-age': cells((row, spoiling) => ({ ...aged(row, spoiling, 15), category: leaver })),
  'roster.past-retirement-age': cells((row, spoiling) => ({ ...aged(row, spoiling, 64, '男'), category: rural })),
  'roster.category-age': cells((row, spoiling) => ({ ...aged(row, spoiling, 27), category: leaver })),
  'opening.no-overlap': samePerson,
  'opening.trained-before': samePerson,
  'opening.trainee-is-not-teacher': cells((_row, { parts, placed }) => {
    const teaching = parts.lessons[0]?.teacherId;
    const teacher = teachersOf(placed.institution).find((each) => each.teacherId === teaching);
    if (!teacher) throw new RangeError('the class has no teacher');
    return { ...personCells(teacher), category: rural };
  }),
};
