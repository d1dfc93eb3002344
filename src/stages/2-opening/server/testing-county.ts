import { sql } from 'kysely';
import { freshDatabase, type TestDatabase } from '#platform/database/testing';
import { inScope } from '#platform/database/scope';
import { type Caller, openDoor, type TestDoor } from '#platform/http/testing-http';
import { registerOperations } from '#registers/server';
import { addUser, type TestPlatform, testPlatform } from '#platform/testing-platform';
import { openingOperations } from './index';
import { addCatalogue, addSchool, type TestSchool } from './testing-filings';

/** One county with an institution and its bureau, all of them calling through the door. */
export interface TestCounty {
  readonly platform: TestPlatform;
  readonly door: TestDoor;
  readonly school: TestSchool;
  readonly clerk: Caller;
  readonly principal: Caller;
  readonly officer: Caller;
  readonly signatory: Caller;
  /** Rows past every policy. */
  rows<Row>(text: ReturnType<typeof sql<Row>>): Promise<Row[]>;
  close(): Promise<void>;
}

export async function openCounty(given?: TestDatabase): Promise<TestCounty> {
  const regionCode = '410822';
  const platform = await testPlatform(given ?? (await freshDatabase()));
  await addCatalogue(platform);
  const door = await openDoor(platform, [...registerOperations, ...openingOperations]);
  const school = await addSchool(platform, regionCode);
  const bureau = async (role: 'countyOfficer' | 'countySignatory', name: string) =>
    door.callerFor(await addUser(platform, { role, name, regionCode }));
  return {
    platform,
    door,
    school,
    clerk: await door.callerFor(school.clerk),
    principal: await door.callerFor(school.principal),
    officer: await bureau('countyOfficer', '钱科员'),
    signatory: await bureau('countySignatory', '吴局长'),
    rows: (text) => inScope(platform.pool, { reach: 'system' }, async (tx) => (await text.execute(tx)).rows),
    async close() {
      await door.close();
      await platform.close();
    },
  };
}
