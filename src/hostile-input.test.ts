import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromOwnPage, requestFor } from '#platform/http/testing-http';
import type { LightMyRequestResponse } from 'fastify';
import type { Actor } from '#platform/operation';
import { addUser } from '#platform/testing-platform';
import { operations } from './operations';
import { inLanes, openCity, type TestCity } from './testing-city';
import { hostileInput, type Ids } from './testing-hostile';
import { mayCall } from './testing-rights';

/** Another seed tries other inputs; a failing one is told and can be tried again. */
const seed = Number(process.env['MINGXUN_SEED'] ?? 20_240_718);
const total = 20_000;

/** What costs a hash, a printed page or a workbook each time is tried less often. */
const fewer = new Set(
  `class.document class.document-pages class.export class.file class.approve class.refuse roster.template
  institution.export teacher.export trainee.export user.export log.export occupation.export listing.export
  user.reset-password user.enable user.create`.split(/\s+/),
);
const few = 40;

let city: TestCity;
let ids: Ids;
let cookies: ReadonlyMap<string, string>;
beforeAll(async () => {
  city = await openCity();
  const victim = await addUser(city.platform, { role: 'cityOfficer' });
  const [point] = await city.rows(sql<{ id: string }>`select id from return_points limit 1`);
  ids = {
    classId: city.classes.map(({ classId }) => classId),
    institutionId: city.schools.map(({ institutionId }) => institutionId),
    teacherId: city.schools.flatMap(({ teacherIds }) => teacherIds),
    venueId: city.schools.flatMap(({ venueIds }) => venueIds),
    userId: [victim.userId],
    pointId: [point?.id ?? ''],
  };
  const actorFor = (name: (typeof operations)[number]['name']): Actor | undefined =>
    city.actors.find(({ role }) => mayCall(name, role));
  cookies = new Map(
    await Promise.all(
      operations.map(async ({ name }) => {
        const actor = actorFor(name);
        return [name, actor ? await city.door.sessionOf(actor) : ''] as const;
      }),
    ),
  );
});
afterAll(() => city.close());

/** What is wrong with an answer, whatever was asked. */
function faultOf(answer: LightMyRequestResponse): string | undefined {
  const { statusCode, headers } = answer;
  if (statusCode >= 500) return `status ${statusCode}: ${answer.body.slice(0, 300)}`;
  if (statusCode === 200) return undefined;
  if (!String(headers['content-type']).startsWith('application/json')) return `no JSON: ${answer.body.slice(0, 200)}`;
  const body: unknown = answer.json();
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
  if (!/\p{Script=Han}/u.test(message)) return `no sentence: ${answer.body.slice(0, 200)}`;
  return typeof body === 'object' && body !== null && 'reference' in body ? undefined : 'no reference';
}

describe('whatever is sent', () => {
  it(`of ${total} inputs made from the declared forms, none is answered with a fault or without a sentence`, async () => {
    const costly = operations.filter(({ name }) => fewer.has(name)).length;
    const usual = Math.ceil((total - costly * few) / (operations.length - costly));
    const trials = operations.flatMap((operation) =>
      fc
        .sample(hostileInput(operation, ids), { numRuns: fewer.has(operation.name) ? few : usual, seed })
        .map((input) => ({ operation, input })),
    );
    const faults: string[] = [];
    const seen = new Map<number, number>();
    await inLanes(trials, async ({ operation, input }) => {
      const headers = { ...fromOwnPage, cookie: cookies.get(operation.name) ?? '', 'command-id': randomUUID() };
      const answer = await city.door.app.inject({ ...requestFor(operation, input), headers });
      seen.set(answer.statusCode, (seen.get(answer.statusCode) ?? 0) + 1);
      const fault = faultOf(answer);
      if (fault) faults.push(`${operation.name} ${JSON.stringify(input).slice(0, 600)} → ${fault}`);
    });
    expect(faults.slice(0, 10)).toEqual([]);
    expect(city.door.faults).toEqual([]);
    for (const status of [200, 400, 404, 409]) expect(seen.get(status)).toBeGreaterThan(total / 200);
  }, 900_000);

  it('nothing undeclared was taken over: every account and class is where it was', async () => {
    const [moved] = await city.rows(sql<{ count: number }>`
      select count(*)::int as count from training_classes c join institutions i on i.id = c.institution_id
      where c.region_code <> i.region_code`);
    expect(moved?.count).toBe(0);
    for (const { userId, role, regionCode, institutionId } of city.actors) {
      const [row] = await city.rows(sql`select role, region_code, institution_id from users where id = ${userId}`);
      expect(row).toEqual({ role, region_code: regionCode ?? null, institution_id: institutionId ?? null });
    }
    expect({}).not.toHaveProperty('role');
  });
});
