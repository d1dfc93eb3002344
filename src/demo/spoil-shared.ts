import { checkDigit } from '#law/identity-number';
import { getCategory } from '#law/trainee-categories';
import type { RosterRow } from '../stages/2-opening/domain/roster/row';
import { teachersOf } from './institutions';
import type { Returning } from './planted-across';
import { personCells } from './roster';
import { at, type Spoiler, type Spoiling, withItem } from './spoiling';

type Cells = Partial<RosterRow['cells']>;

const withCells = (parts: Spoiling['parts'], row: number | undefined, cells: Cells): Spoiling['parts'] => {
  const found = at(parts.roster, row);
  return { ...parts, roster: withItem(parts.roster, row, { ...found, cells: { ...found.cells, ...cells } }) };
};

const rural = getCategory('ruralTransferWorker').shortName;

/** Who somebody is, without telephone and address. */
const personOf = ({ cells: { name, sex, birth, id } }: RosterRow): Cells => ({ name, sex, birth, id, category: rural });

const sourceRow = ({ fault, earlier }: Spoiling): RosterRow => {
  if (!fault.from) throw new RangeError(`${fault.story}: copied from nobody`);
  return at(earlier(fault.from.story).parts.roster, fault.from.row);
};

/** A teacher of another class, who at these hours stands before it. */
const teacherElsewhere: Spoiler = (spoiling) => {
  const { fault, parts, earlier } = spoiling;
  const other = fault.from ? earlier(fault.from.story) : undefined;
  const teacherId = other?.parts.lessons[fault.from?.row ?? 0]?.teacherId;
  const teacher = other && teachersOf(other.institution).find((each) => each.teacherId === teacherId);
  if (!teacher) throw new RangeError(`${fault.story}: no teacher there`);
  return withCells(parts, fault.row, { ...personCells(teacher), category: rural });
};

/** Twelve of twenty who were in one class before. */
const reunited = 12;
const reunion: Spoiler = (spoiling) => {
  const { fault, parts, earlier } = spoiling;
  const former = fault.from ? earlier(fault.from.story).parts.roster : [];
  return former
    .slice(0, reunited)
    .reduce<Spoiling['parts']>((spoilt, row, index) => withCells(spoilt, index, personOf(row)), parts);
};

/** Four rows that give one door. */
const cluster: Spoiler = ({ parts, fault, placed }) =>
  [0, 1, 2, 3].reduce<Spoiling['parts']>(
    (spoilt, index) =>
      withCells(spoilt, (fault.row ?? 0) + index, {
        address: `河南省焦作市${placed.institution.region.name}太行路 66 号 2 单元 301 室`,
      }),
    parts,
  );

/** How each fault is made that trainees share with others. */
export const sharedSpoilers: Readonly<Record<string, Spoiler>> = {
  'opening.yearly-limit': (spoiling) => withCells(spoiling.parts, spoiling.fault.row, personOf(sourceRow(spoiling))),
  'opening.higher-level-before': (spoiling) =>
    withCells(spoiling.parts, spoiling.fault.row, personOf(sourceRow(spoiling))),
  'opening.same-person-twice': (spoiling) =>
    withCells(spoiling.parts, spoiling.fault.row, personOf(sourceRow(spoiling))),
  'opening.declared-before': ({ parts, fault, placed }) =>
    withCells(parts, fault.row, { priorTraining: `2023 年 ${placed.line.occupation.name} ${placed.level} 级` }),
  'opening.roster-reused': reunion,
  'opening.phone-elsewhere': (spoiling) =>
    withCells(spoiling.parts, spoiling.fault.row, { phone: sourceRow(spoiling).cells.phone }),
  'opening.phone-of-lead': ({ parts, fault }) => ({
    ...parts,
    application: { ...parts.application, classLeadPhone: at(parts.roster, fault.row).cells.phone },
  }),
  'opening.address-cluster': cluster,
  'opening.teaches-then': teacherElsewhere,
};

/** Two digits of the sequence swapped, or the first one off by one where they are the same; the check digit follows. */
export function misnumbered(number: string): string {
  const [first, second, third] = number.slice(14, 17);
  const order = first === second ? `${(Number(first) + 1) % 10}${second}${third}` : `${second}${first}${third}`;
  const wrong = number.slice(0, 14) + order;
  return wrong + checkDigit(wrong);
}

/** Somebody who comes again: nothing is the matter with that. */
export const comeAgain = (
  parts: Spoiling['parts'],
  { row, what, from }: Returning,
  earlier: Spoiling['earlier'],
): Spoiling['parts'] => {
  const source = at(earlier(from.story).parts.roster, from.row);
  if (what === 'phone') return withCells(parts, row, { phone: source.cells.phone });
  const person = personOf(source);
  return withCells(parts, row, what === 'person' ? person : { ...person, id: misnumbered(source.cells.id) });
};
