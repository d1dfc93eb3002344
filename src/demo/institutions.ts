import { addDays, type PlainDate } from '#kernel/plain-date';
import { creditCheckSign } from '#law/unified-credit-code';
import { type Chance, chanceOf, idOf } from './chance';
import type { DemoDays } from './days';
import { institutionNames, lines } from './institution-names';
import { type DemoOccupation, occupationNamed } from './occupations';
import type { PeopleMaker } from './people';
import { type DemoRegion, demoRegions, type RegionKey } from './places';
import { type DemoTeacher, keptTeacher, lender, troubledTeachers } from './teachers';

export type { DemoTeacher } from './teachers';

export interface DemoVenue {
  readonly venueId: string;
  readonly name: string;
  readonly kind: 'theory' | 'practice';
  readonly capacity: number;
}

/** One occupation of an institution with teachers and rooms of its own, so that its classes disturb no others. */
export interface Line {
  readonly occupation: DemoOccupation;
  readonly theoryTeacher: DemoTeacher;
  readonly practiceTeacher: DemoTeacher;
  readonly theoryVenue: DemoVenue;
  readonly practiceVenue: DemoVenue;
}

export interface DemoInstitution {
  readonly institutionId: string;
  readonly region: DemoRegion;
  /** Its place among the institutions of the region. */
  readonly index: 0 | 1;
  readonly name: string;
  readonly creditCode: string;
  readonly address: string;
  readonly principalName: string;
  readonly phone: string;
  readonly bankName: string;
  readonly bankAccount: string;
  readonly licenceNumber: string;
  readonly licenceUntil: PlainDate;
  readonly suspendedOn: PlainDate | undefined;
  readonly lines: readonly Line[];
  /** Teachers whom no sound plan names: left, stopped, with a certificate run out, or without a consent. */
  readonly troubled: readonly DemoTeacher[];
  /** A room too small for a class. */
  readonly smallRoom: DemoVenue;
  readonly designatedUntil: PlainDate;
}

/** Institutions with something the matter; everyone else is in good standing for years. */
const troubles: Readonly<Record<string, 'suspended' | 'licenceEnds' | 'designationEnds'>> = {
  'wenxian/1': 'suspended',
  'macun/1': 'licenceEnds',
  'zhongzhan/1': 'designationEnds',
};
/** Days after loading on which what ends soon ends. */
const endsSoon = 25;

const codeSigns = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A sound credit code: `kind` 52 for a school, 91 for a company. */
export function creditCode(chance: Chance, kind: '52' | '91', regionCode: string): string {
  const tail = Array.from({ length: 7 }, () => codeSigns.charAt(chance.below(10))).join('');
  const first = `${kind}${regionCode}${kind === '52' ? 'MJ' : 'MA'}${tail}`;
  const sign = creditCheckSign(first);
  if (sign === undefined) throw new RangeError(`no check sign for ${first}`);
  return first + sign;
}

interface Making {
  readonly seed: number;
  readonly region: DemoRegion;
  readonly index: 0 | 1;
  readonly chance: Chance;
  readonly people: PeopleMaker;
  readonly today: PlainDate;
}

const thingOf = ({ seed, region, index }: Making, ...thing: string[]): string =>
  idOf(seed, region.key, String(index), ...thing);

function teacherOf(making: Making, occupation: DemoOccupation, level: 2 | 3, number: number): DemoTeacher {
  const { people, chance, region, today } = making;
  const person = people.person(chance, { regionCode: region.code, age: chance.between(32, 54), onDay: today });
  const teacherId = thingOf(making, 'teacher', String(number));
  return keptTeacher({ seed: making.seed, teacherId, today }, person, occupation, level);
}

const venueOf = (making: Making, name: string, kind: DemoVenue['kind'], capacity: number): DemoVenue => ({
  venueId: thingOf(making, 'venue', name),
  name,
  kind,
  capacity,
});

function lineOf(making: Making, occupation: DemoOccupation, number: number): Line {
  const { chance } = making;
  const theoryRoom = `${chance.between(1, 4)}0${number + 1} 教室`;
  return {
    occupation,
    theoryTeacher: teacherOf(making, occupation, 3, number * 2),
    practiceTeacher: teacherOf(making, occupation, chance.isOneOf(40) ? 2 : 3, number * 2 + 1),
    theoryVenue: venueOf(making, theoryRoom, 'theory', chance.between(13, 16) * 5),
    practiceVenue: venueOf(making, `${occupation.room}${number + 1}`, 'practice', chance.between(13, 14) * 5),
  };
}

/** Institutions with such teachers, and the one whose first practice teacher is lent by another school. */
const withTroubled = new Set(['boai/0', 'shanyang/0']);
const lending = 'boai/0';

function staffOf(making: Making): Pick<DemoInstitution, 'lines' | 'troubled'> {
  const { seed, region, index, people, today } = making;
  const key = `${region.key}/${index}`;
  const held = lines[region.key][index].map((name, number) => lineOf(making, occupationNamed(name), number));
  const lent = held.map((line, number) =>
    key === lending && number === 0
      ? {
          ...line,
          practiceTeacher: {
            ...line.practiceTeacher,
            outsideEmployer: { name: lender(region.name), consents: [{ validUntil: undefined }] },
          },
        }
      : line,
  );
  if (!withTroubled.has(key)) return { lines: lent, troubled: [] };
  const occupations = held.map(({ occupation }) => occupation);
  const idOfTrouble = (trouble: string) => thingOf(making, 'teacher', trouble);
  return { lines: lent, troubled: troubledTeachers({ seed, today, region, occupations, people, idOf: idOfTrouble }) };
}

const bankNames = ['中国农业银行', '中国建设银行', '河南农村商业银行', '中原银行'];

function institutionOf(making: Making): DemoInstitution {
  const { region, index, chance, people, today } = making;
  const trouble = troubles[`${region.key}/${index}`];
  const soon = addDays(today, endsSoon);
  const principal = people.person(chance, { regionCode: region.code, age: chance.between(38, 58), onDay: today });
  return {
    institutionId: thingOf(making, 'institution'),
    region,
    index,
    name: institutionNames[region.key][index],
    creditCode: creditCode(chance, '52', region.code),
    address: `${region.name}${chance.pick(region.streets)} ${chance.between(3, 288)} 号`,
    principalName: principal.name,
    phone: `0391-${chance.between(2_100_000, 8_999_999)}`,
    bankName: `${chance.pick(bankNames)}${region.name}支行`,
    bankAccount: `${chance.between(16_100, 16_999)}${String(chance.below(1e7)).padStart(7, '0')}${String(chance.below(1e7)).padStart(7, '0')}`,
    licenceNumber: `人社民 ${region.code}4${chance.between(2010, 2022) - 2000}00${chance.between(10, 99)} 号`,
    licenceUntil: trouble === 'licenceEnds' ? soon : addDays(today, chance.between(500, 1500)),
    suspendedOn: trouble === 'suspended' ? addDays(today, -9) : undefined,
    ...staffOf(making),
    smallRoom: venueOf(making, '小教室', 'theory', 24),
    designatedUntil: trouble === 'designationEnds' ? soon : addDays(today, 900),
  };
}

/** The twenty-two institutions with their teachers and rooms, always the same for a seed and day. */
export const makeInstitutions = (seed: number, days: DemoDays, people: PeopleMaker): DemoInstitution[] =>
  demoRegions.flatMap((region) =>
    ([0, 1] as const).map((index) =>
      institutionOf({ seed, region, index, people, today: days.today, chance: chanceOf(seed, region.key, `${index}`) }),
    ),
  );

export function institutionAt(all: readonly DemoInstitution[], key: RegionKey, index: 0 | 1): DemoInstitution {
  const found = all.find((each) => each.region.key === key && each.index === index);
  if (!found) throw new RangeError(`no institution ${key} ${index}`);
  return found;
}

export const teachersOf = ({ lines: held, troubled }: DemoInstitution): DemoTeacher[] => [
  ...held.flatMap((line) => [line.theoryTeacher, line.practiceTeacher]),
  ...troubled,
];

export const venuesOf = ({ lines: held, smallRoom }: DemoInstitution): DemoVenue[] => [
  ...held.flatMap((line) => [line.theoryVenue, line.practiceVenue]),
  smallRoom,
];
