import { sql } from 'kysely';
import { plainDate } from '#kernel/plain-date';
import { freshDatabase } from '#platform/database/testing';
import { inScope } from '#platform/database/scope';
import type { FaceEngine } from '#platform/faces/engine';
import { openDoor, type TestDoor } from '#platform/http/testing-http';
import type { Actor } from '#platform/operation';
import { addUser, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { openingOperations } from '#opening/server';
import { registerOperations } from '#registers/server';
import {
  addCatalogue,
  addSchool,
  newPeople,
  soundParts,
  type TestSchool,
  workingDayAfter,
} from '../../../2-opening/server/testing-filings';
import { draft, file, inputs, verify } from '../../../2-opening/server/testing-steps';
import { addConfirmedAssessment } from '../privacy/testing-assessment';
import { deviceOperations } from '../devices/index';
import { checkInOperations, stationDoor } from './index';

/** A class with who runs it and who watches it. */
export interface TestClass {
  readonly school: TestSchool;
  readonly officer: Actor;
  readonly clerk: Actor;
  readonly classId: string;
  readonly tails: readonly string[];
  readonly numbers: readonly string[];
}

/** An approved class on the day of its two lessons: 08:00–11:00 in room 101, 14:00–17:00 in room 202. */
export interface TestClassroom extends TestClass {
  readonly platform: TestPlatform;
  readonly door: TestDoor;
  /** Another class, of an institution of its own in the county asked for, on the same day. */
  second(regionCode: string): Promise<TestClass>;
  /** Sets the clock to a minute of the day of the lessons. */
  at(time: string): void;
  rows<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]>;
  close(): Promise<void>;
}

/** An approved class of a new institution of a county, taught on the eighth working day from now. */
async function approvedClass(platform: TestPlatform, door: TestDoor, regionCode: string, count: number) {
  const school = await addSchool(platform, regionCode);
  const officer = await addUser(platform, { role: 'countyOfficer', name: '钱科员', regionCode });
  const signatory = await addUser(platform, { role: 'countySignatory', name: '吴局长', regionCode });
  const [clerk, principal, county, signs] = [
    await door.callerFor(school.clerk),
    await door.callerFor(school.principal),
    await door.callerFor(officer),
    await door.callerFor(signatory),
  ];
  const day = workingDayAfter(platform.clock.today(), 8);
  const people = newPeople(count);
  const held = await draft(clerk, soundParts(school, day, people));
  const verified = await verify(county, await file(principal, held));
  const approved = await signs('class.approve', inputs.approve(verified));
  if (approved.status !== 200) throw new Error(approved.body.message);
  return {
    school,
    officer,
    clerk: school.clerk,
    classId: held.classId,
    tails: people.map(({ id }) => id.slice(-4)),
    numbers: people.map(({ id }) => id),
    day,
  };
}

export interface ClassroomChoices {
  readonly today?: string;
  /** Nobody has confirmed an impact assessment yet. */
  readonly isUnassessed?: boolean;
}

export async function openClassroom(
  count: number,
  faces?: FaceEngine,
  { today, isUnassessed = false }: ClassroomChoices = {},
): Promise<TestClassroom> {
  const bare = await testPlatform(await freshDatabase(), today ? { today } : {});
  let stands: number | undefined;
  const platform: TestPlatform = {
    ...bare,
    services: {
      ...bare.services,
      ...(faces ? { faces: { find: async () => ({ isAvailable: true, engine: faces }) } } : {}),
    },
    clock: {
      ...bare.clock,
      now: () => (stands === undefined ? bare.clock.now() : new Date((stands += 1)).toISOString()),
    },
  };
  await addCatalogue(platform);
  if (!isUnassessed) await addConfirmedAssessment(platform);
  const operations = [...registerOperations, ...openingOperations, ...deviceOperations, ...checkInOperations];
  const door = await openDoor(platform, operations, { doors: [stationDoor()] });
  const filedOn = platform.clock.today();
  const first = await approvedClass(platform, door, '410822', count);
  const second = async (regionCode: string): Promise<TestClass> => {
    const day = platform.clock.today();
    platform.clock.moveTo(filedOn);
    const other = await approvedClass(platform, door, regionCode, count);
    platform.clock.moveTo(day);
    return other;
  };
  const { day } = first;
  platform.clock.moveTo(day);
  return {
    ...first,
    platform,
    door,
    second,
    at(time) {
      stands = Date.parse(`${plainDate(day)}T${time}:00+08:00`);
    },
    rows: (query) => inScope(platform.pool, { reach: 'system' }, async (tx) => (await query.execute(tx)).rows),
    async close() {
      await door.close();
      await platform.close();
    },
  };
}
