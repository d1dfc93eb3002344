import { addDays, type PlainDate } from '#kernel/plain-date';
import type { Level, OutsideEmployer, Qualification } from '#registers';
import { chanceOf } from './chance';
import type { DemoOccupation } from './occupations';
import type { DemoPerson, PeopleMaker } from './people';

/** What is the matter with a teacher whom no sound plan names. */
export const teacherTroubles = ['left', 'stopped', 'expired', 'waiting'] as const;
export type TeacherTrouble = (typeof teacherTroubles)[number];

export interface DemoTeacher extends DemoPerson {
  readonly teacherId: string;
  readonly occupation: DemoOccupation;
  readonly level: Level;
  readonly qualification: string;
  readonly qualifications: readonly Qualification[];
  readonly joinedOn: PlainDate;
  readonly outsideEmployer?: OutsideEmployer;
  readonly leftOn?: PlainDate;
  readonly stoppedOn?: PlainDate;
  readonly trouble?: TeacherTrouble;
}

export const leftBefore = 10;
export const stoppedBefore = 5;
const expiredBefore = 30;
const levelWords: Readonly<Record<2 | 3, string>> = { 3: '高级工（三级）', 2: '技师（二级）' };

/** A certificate of the twenty-two signs they have: body, province, serial, year, level, number. */
function certificateOf(seed: number, teacherId: string, occupation: DemoOccupation, level: 2 | 3): Qualification {
  const chance = chanceOf(seed, 'certificate', teacherId, occupation.code);
  const serial = String(chance.below(1e6)).padStart(6, '0');
  return {
    occupationCode: occupation.code,
    level,
    title: `${occupation.name} ${levelWords[level]}`,
    certificateNumber: `S000041000${chance.between(101, 899)}${chance.between(15, 24)}${level}${serial}`,
    issuedBy: chance.pick(['河南省职业技能鉴定指导中心', '焦作技师学院', '焦作市职业技能等级认定中心']),
    validUntil: undefined,
  };
}

interface Making {
  readonly seed: number;
  readonly teacherId: string;
  readonly today: PlainDate;
}

/** A teacher of one occupation, on the staff for years. */
export function keptTeacher(
  { seed, teacherId, today }: Making,
  person: DemoPerson,
  occupation: DemoOccupation,
  level: 2 | 3,
): DemoTeacher {
  const certificate = certificateOf(seed, teacherId, occupation, level);
  const joinedOn = addDays(today, -chanceOf(seed, 'joined', teacherId).between(420, 2600));
  const { title: qualification } = certificate;
  return { ...person, teacherId, occupation, level, qualification, qualifications: [certificate], joinedOn };
}

/** The main employer of a teacher who teaches in his spare time, and its letter. */
export const lender = (region: string): string => `${region}职业中等专业学校`;

/** Four teachers qualified for whatever the institution teaches, each with one thing the matter. */
export function troubledTeachers({
  seed,
  today,
  region,
  occupations,
  people,
  idOf,
}: {
  readonly seed: number;
  readonly today: PlainDate;
  readonly region: { readonly code: string; readonly name: string };
  readonly occupations: readonly DemoOccupation[];
  readonly people: PeopleMaker;
  readonly idOf: (trouble: TeacherTrouble) => string;
}): DemoTeacher[] {
  const [first] = occupations;
  if (!first) return [];
  return teacherTroubles.map((trouble): DemoTeacher => {
    const teacherId = idOf(trouble);
    const chance = chanceOf(seed, 'troubled', teacherId);
    const person = people.person(chance, { regionCode: region.code, age: chance.between(30, 50), onDay: today });
    const held = [...new Set(occupations)].map((occupation) => certificateOf(seed, teacherId, occupation, 3));
    const validUntil = trouble === 'expired' ? addDays(today, -expiredBefore) : undefined;
    return {
      ...keptTeacher({ seed, teacherId, today }, person, first, 3),
      qualifications: held.map((each) => ({ ...each, validUntil })),
      trouble,
      ...(trouble === 'left' ? { leftOn: addDays(today, -leftBefore) } : {}),
      ...(trouble === 'stopped' ? { stoppedOn: addDays(today, -stoppedBefore) } : {}),
      ...(trouble === 'waiting' ? { outsideEmployer: { name: lender(region.name), consents: [] } } : {}),
    };
  });
}
