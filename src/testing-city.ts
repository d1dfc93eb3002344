import { sql } from 'kysely';
import { z } from 'zod';
import { type Role, roles } from '#kernel/roles';
import { inScope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import { openDoor, type TestDoor } from '#platform/http/testing-http';
import type { Actor } from '#platform/operation';
import { addUser, type TestPlatform, testPlatform } from '#platform/testing-platform';
import { operations } from './operations';
import {
  addCatalogue,
  addSchool,
  newPeople,
  soundParts,
  type TestSchool,
  workingDayAfter,
} from './stages/2-opening/server/testing-filings';
import { draft, file, type Held, inputs, resultOf } from './stages/2-opening/server/testing-steps';

/** The county whose institution and bureau are “own” in a test of rights, and the one beside it. */
export const ownCounty = '410822';
export const otherCounty = '410823';

/** A class of the city and whose it is. */
export interface CityClass extends Held {
  readonly school: TestSchool;
  readonly state: 'drafted' | 'filed';
  /** One of its photos. */
  readonly attachmentId: string;
}

/** Two counties and everyone who works in them: each institution with a draft and a class filed twice. */
export interface TestCity {
  readonly platform: TestPlatform;
  readonly door: TestDoor;
  readonly schools: readonly TestSchool[];
  readonly classes: readonly CityClass[];
  /** Every role at least once; county and institution roles in each place. */
  readonly actors: readonly Actor[];
  /** Rows past every policy. */
  rows<Row>(text: ReturnType<typeof sql<Row>>): Promise<Row[]>;
  close(): Promise<void>;
}

const countyRoles = ['countyOfficer', 'countySignatory'] as const satisfies readonly Role[];
const placed: readonly Role[] = ['institutionClerk', 'institutionPrincipal', ...countyRoles];

async function addActors(platform: TestPlatform, schools: readonly TestSchool[]): Promise<Actor[]> {
  const actors = schools.flatMap(({ clerk, principal }) => [clerk, principal]);
  for (const regionCode of [ownCounty, otherCounty])
    for (const role of countyRoles) actors.push(await addUser(platform, { role, regionCode }));
  for (const role of roles) {
    if (placed.includes(role)) continue;
    actors.push(await addUser(platform, { role, ...(role === 'inspector' ? { regionCode: ownCounty } : {}) }));
  }
  return actors;
}

let days = 9;
const attachmentsForm = z.object({ attachments: z.array(z.looseObject({ id: z.uuid() })) });

/** A draft, and a class filed, returned and filed again, so that its changes can be asked for. */
async function addClasses(platform: TestPlatform, door: TestDoor, school: TestSchool, officer: Actor) {
  const clerk = await door.callerFor(school.clerk);
  const principal = await door.callerFor(school.principal);
  const parts = () => soundParts(school, workingDayAfter(platform.clock.today(), (days += 1)), newPeople(3));
  const drafted = await draft(clerk, parts());
  const filed = await file(principal, await draft(clerk, parts()));
  const returned = await (await door.callerFor(officer))('class.return', inputs.return(filed));
  if (returned.status !== 200) throw new Error(returned.body.message);
  const again = await file(principal, { classId: filed.classId, version: filed.version + 1 });
  const photoOf = async ({ classId }: Held) => {
    const { attachments } = resultOf(attachmentsForm, await clerk('attachment.list', { classId }));
    return { attachmentId: attachments[0]?.id ?? '' };
  };
  return [
    { ...drafted, ...(await photoOf(drafted)), school, state: 'drafted' },
    { ...again, ...(await photoOf(again)), school, state: 'filed' },
  ] as const;
}

export async function openCity(): Promise<TestCity> {
  const platform = await testPlatform(await freshDatabase());
  await addCatalogue(platform);
  const door = await openDoor(platform, operations);
  const schools: TestSchool[] = [];
  for (const region of [ownCounty, ownCounty, otherCounty, otherCounty])
    schools.push(await addSchool(platform, region));
  const actors = await addActors(platform, schools);
  const classes: CityClass[] = [];
  for (const school of schools) {
    const officer = actors.find(({ role, regionCode }) => role === 'countyOfficer' && regionCode === school.regionCode);
    if (officer) classes.push(...(await addClasses(platform, door, school, officer)));
  }
  return {
    platform,
    door,
    schools,
    classes,
    actors,
    rows: (text) => inScope(platform.pool, { reach: 'system' }, async (tx) => (await text.execute(tx)).rows),
    async close() {
      await door.close();
      await platform.close();
    },
  };
}

/** Runs work over all items, a few at a time. */
export async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: 6 }, lane));
}
