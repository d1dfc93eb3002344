import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, plainDate } from '#kernel/plain-date';
import { cellFinder, checkRoster } from './check';
import type { RosterField } from './fields';
import { interpret } from './interpret';
import { type SampleRoster, sampleRoster } from './sample-rosters';
import { identityNumber, type Person, startsOn } from './sample-people';

const days = { startsOn, filedOn: plainDate('2026-12-04') };

function findingsOf({ sheet }: SampleRoster) {
  const read = interpret([sheet]);
  if ('unreadable' in read) throw new Error(read.unreadable);
  const cell = cellFinder(read.roster.rows);
  const findings = checkRoster(read.roster.rows, days).map((finding) => ({ cell: cell(finding), rule: finding.rule }));
  return { rows: read.roster.rows, findings };
}

const bornOn =
  (birth: string, category = '农村转移就业劳动者') =>
  (person: Person) => {
    const day = plainDate(birth);
    person.birth = day;
    person.category = category;
    person.id = identityNumber('410802', day, person.sex === '女' ? '女' : '男', 7);
  };

interface Planted {
  readonly rule: string;
  readonly field: RosterField;
  readonly spoil: (person: Person, other: Person) => void;
}

const wrongCheck = (id: string) => id.slice(0, 17) + (id.endsWith('5') ? '6' : '5');

const faults: readonly Planted[] = [
  { rule: 'roster.field-missing', field: 'name', spoil: (person) => (person.name = '') },
  { rule: 'roster.field-missing', field: 'id', spoil: (person) => (person.id = '') },
  { rule: 'roster.field-missing', field: 'category', spoil: (person) => (person.category = '') },
  { rule: 'roster.field-missing', field: 'phone', spoil: (person) => (person.phone = '') },
  { rule: 'roster.id-length', field: 'id', spoil: (person) => (person.id = person.id.slice(0, 17)) },
  { rule: 'roster.id-length', field: 'id', spoil: (person) => (person.id = `${person.id}1`) },
  { rule: 'roster.id-damaged', field: 'id', spoil: (person) => (person.id = '4.10802E+17') },
  { rule: 'roster.id-checksum', field: 'id', spoil: (person) => (person.id = wrongCheck(person.id)) },
  { rule: 'roster.id-birth-date', field: 'id', spoil: (person) => (person.id = '410882200502290038') },
  { rule: 'roster.duplicate-person', field: 'id', spoil: duplicate },
  { rule: 'roster.sex-mismatch', field: 'sex', spoil: (person) => (person.sex = person.sex === '男' ? '女' : '男') },
  {
    rule: 'roster.birth-mismatch',
    field: 'birth',
    spoil: (person) => (person.birth = addMonths(plainDate(person.birth), 13)),
  },
  { rule: 'roster.phone-format', field: 'phone', spoil: (person) => (person.phone = person.phone.slice(0, 10)) },
  { rule: 'roster.phone-format', field: 'phone', spoil: (person) => (person.phone = `${person.phone.slice(0, 10)}O`) },
  { rule: 'roster.category-unknown', field: 'category', spoil: (person) => (person.category = '在职职工') },
  { rule: 'roster.under-age', field: 'id', spoil: bornOn(addDays(addMonths(startsOn, -16 * 12), 1), '③') },
  { rule: 'roster.shared-phone', field: 'phone', spoil: (person, other) => (person.phone = other.phone) },
  { rule: 'roster.past-retirement-age', field: 'id', spoil: bornOn('1960-02-12') },
  { rule: 'roster.category-age', field: 'category', spoil: bornOn('1979-07-25', '未继续升学初高中毕业生') },
];

function duplicate(person: Person, other: Person) {
  Object.assign(person, { id: other.id, birth: other.birth, sex: other.sex, category: other.category });
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('rosters as clerks lay them out', () => {
  it('give every trainee and nothing to object to, in any order of columns, headings and date styles', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sample = sampleRoster({ seed });
        const { rows, findings } = findingsOf(sample);
        expect(findings).toEqual([]);
        expect(rows.map(({ cells }) => cells.id)).toEqual(sample.people.map(({ id }) => id));
        expect(rows.map(({ cells }) => cells.name)).toEqual(sample.people.map(({ name }) => name));
      }),
      { numRuns: 400 },
    );
  });

  it.each(faults)('show $rule ($field) at its own cell and nothing else', ({ rule, field, spoil }) => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 11 }), (seed, at) => {
        const sample = sampleRoster({
          seed,
          spoil(people) {
            const [person, other] = [people[at], people[0]];
            if (person && other) spoil(person, other);
          },
        });
        expect(findingsOf(sample).findings).toEqual([{ cell: sample.cell(at, field), rule }]);
      }),
      { numRuns: 40 },
    );
  });

  it('show a number kept as a number as damaged, and nothing else', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 11 }), (seed, at) => {
        const sample = sampleRoster({
          seed,
          write: (plain) => (field, person) =>
            field === 'id' && person.position === String(at + 1)
              ? { kind: 'number', text: String(Number(`${person.id.slice(0, 15)}000`)) }
              : plain(field, person),
        });
        expect(findingsOf(sample).findings).toEqual([{ cell: sample.cell(at, 'id'), rule: 'roster.id-damaged' }]);
      }),
      { numRuns: 40 },
    );
  });
});
