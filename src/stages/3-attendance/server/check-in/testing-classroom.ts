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
import { deviceOperations } from '../devices/index';
import { checkInOperations, stationDoor } from './index';

/** An approved class on the day of its two lessons: 08:00–11:00 in room 101, 14:00–17:00 in room 202. */
export interface TestClassroom {
  readonly platform: TestPlatform;
  readonly door: TestDoor;
  readonly school: TestSchool;
  readonly officer: Actor;
  readonly clerk: Actor;
  readonly classId: string;
  readonly tails: readonly string[];
  readonly numbers: readonly string[];
  /** Sets the clock to a minute of the day of the lessons. */
  at(time: string): void;
  rows<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]>;
  close(): Promise<void>;
}

export async function openClassroom(count: number, faces?: FaceEngine, today?: string): Promise<TestClassroom> {
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
  const operations = [...registerOperations, ...openingOperations, ...deviceOperations, ...checkInOperations];
  const door = await openDoor(platform, operations, { doors: [stationDoor()] });
  const regionCode = '410822';
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
  platform.clock.moveTo(day);
  return {
    platform,
    door,
    school,
    officer,
    clerk: school.clerk,
    classId: held.classId,
    tails: people.map(({ id }) => id.slice(-4)),
    numbers: people.map(({ id }) => id),
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
