import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, cookieOf, fromOwnPage, openDoor, type Reply, requestFor } from '#platform/http/testing-http';
import { inScope } from '#platform/database/scope';
import type { Actor, AnyOperation } from '#platform/operation';
import { addUser } from '#platform/testing-platform';
import { operations } from './operations';
import { type CityClass, inLanes, openCity, type TestCity } from './testing-city';
import { noEmployer } from './testing-people-rights';
import { harmlessInput, mayCall, nobody, rights, sees, seesClass } from './testing-rights';

let city: TestCity;
let callers: ReadonlyMap<Actor, Caller>;
beforeAll(async () => {
  city = await openCity();
  callers = new Map(
    await Promise.all(city.actors.map(async (actor) => [actor, await city.door.callerFor(actor)] as const)),
  );
});
afterAll(() => city.close());

/** A digest of every table but those that only tell what was asked. */
async function digest(): Promise<unknown> {
  const told = ['log_events', 'log_waiting', 'log_positions', 'log_heads', 'sessions', 'commands', 'message_reads'];
  const tables = await city.rows(sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  const sums: Record<string, unknown> = {};
  for (const { name } of tables) {
    if (told.includes(name)) continue;
    const [sum] = await city.rows(sql`select md5(string_agg(t::text, '' order by t::text)) from ${sql.table(name)} t`);
    sums[name] = sum;
  }
  return sums;
}

interface Attempt {
  readonly actor: Actor;
  readonly operation: (typeof operations)[number];
  readonly input: Record<string, unknown>;
  readonly expected: 'forbidden' | 'missing' | 'inside';
}

const isAboutClass = ({ path }: AnyOperation) => path.includes(':classId');
const isAboutInstitution = ({ path }: AnyOperation) => path.includes(':institutionId');
/** What is only there for a class that has been filed, and more than once; and what would change a draft. */
const aboutFiled = new Set(['class.differences', 'class.answer-return', 'attachment.remove']);

/** A role without the right is turned away before anything is looked up: one record of each kind tells it. */
const withRight = <Each>(isAllowed: boolean, targets: readonly Each[]): readonly Each[] =>
  isAllowed ? targets : targets.slice(0, 1);

function attemptsOf(actor: Actor): Attempt[] {
  return operations.flatMap((operation): Attempt[] => {
    const { name } = operation;
    const isAllowed = mayCall(name, actor.role);
    const attempt = (input: Record<string, unknown>, isSeen: boolean): Attempt => {
      const inside = isSeen ? 'inside' : 'missing';
      return { actor, operation, input, expected: isAllowed ? inside : 'forbidden' };
    };
    if (isAboutClass(operation)) {
      const targets = city.classes.filter(({ state }) => state === 'filed' || !aboutFiled.has(name));
      return [
        ...withRight(isAllowed, targets).map((each) => attempt(harmlessInput(name, each), seesClass(actor, each))),
        attempt(harmlessInput(name, { classId: nobody }), false),
      ];
    }
    if (isAboutInstitution(operation)) {
      const own = withRight(isAllowed, city.schools).map((school) =>
        attempt(harmlessInput(name, school), sees(actor, school)),
      );
      return [...own, attempt(harmlessInput(name, { institutionId: nobody }), false)];
    }
    const isMissing = [nobody, noEmployer].some((each) => Object.values(harmlessInput(name)).includes(each));
    return [attempt(harmlessInput(name), !isMissing)];
  });
}

const verdictOf = ({ status }: Reply): Attempt['expected'] | number => {
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  return [200, 400, 409, 422].includes(status) ? 'inside' : status;
};

describe('every operation', () => {
  it('has its row in the table of rights', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(rights).sort());
  });

  it('lets each role of each place do what it may with its own records, and nothing else; a denial is logged once', async () => {
    const before = await digest();
    const attempts = city.actors.flatMap(attemptsOf);
    const wrong: string[] = [];
    const denied = new Map<string, number>();
    await inLanes(attempts, async ({ actor, operation, input, expected }) => {
      const reply = await callers.get(actor)?.(operation.name, input);
      const verdict = reply && verdictOf(reply);
      if (verdict !== expected)
        wrong.push(`${actor.role} ${operation.name} ${JSON.stringify(input)}: ${verdict}, not ${expected}`);
      if (expected !== 'forbidden') return;
      const key = `${actor.userId} ${operation.name}`;
      denied.set(key, (denied.get(key) ?? 0) + 1);
    });
    expect(wrong).toEqual([]);
    expect(attempts.length).toBeGreaterThan(operations.length * city.actors.length);
    expect(await digest()).toEqual(before);
    const logged = await city.rows(sql<{ key: string; count: number }>`
      select actor_id || ' ' || action as key, count(*)::int as count from log_events
      where outcome = 'denied' group by 1`);
    expect(new Map(logged.map(({ key, count }) => [key, count]))).toEqual(denied);
    expect(city.door.faults).toEqual([]);
  }, 900_000);

  it('logs a question or command about what is out of sight, so that probing leaves a trace', async () => {
    const [first] = city.classes;
    const outside = city.actors.find((actor) => actor.role === 'countyOfficer' && first && !sees(actor, first.school));
    for (const name of ['class.show', 'class.document', 'class.verify'] as const) {
      const count = async () =>
        (
          await city.rows(sql`select 1 from log_events where actor_id = ${outside?.userId} and action = ${name}
          and outcome = 'refused'`)
        ).length;
      const before = await count();
      await (outside && callers.get(outside)?.(name, harmlessInput(name, { classId: first?.classId ?? '' })));
      expect([name, await count()]).toEqual([name, before + 1]);
    }
  });
});

describe('without standing', () => {
  const tryAll = async (cookie: string | undefined) => {
    const statuses = new Set<number>();
    for (const operation of operations) {
      const request = requestFor(operation, harmlessInput(operation.name, { classId: nobody, institutionId: nobody }));
      const headers = { ...fromOwnPage, 'command-id': randomUUID(), ...(cookie ? { cookie } : {}) };
      const answer = await city.door.app.inject({ ...request, headers });
      expect(answer.json()).toMatchObject({ message: expect.stringMatching(/^登录已失效/), reference: /./ });
      statuses.add(answer.statusCode);
    }
    return [...statuses];
  };

  it('nobody who has not signed in, or whose token is made up, is answered', async () => {
    expect(await tryAll(undefined)).toEqual([401]);
    expect(await tryAll(cookieOf('A'.repeat(43)))).toEqual([401]);
  });

  it('nobody is answered who must first change the password or enrol a second factor, or whose account is closed', async () => {
    for (const spoil of [
      sql`update users set password_changed_at = '2020-01-01'`,
      sql`update users set totp_sealed = null`,
      sql`update users set disabled_at = '2026-01-01'`,
    ]) {
      const actor = await addUser(city.platform, { role: 'cityOfficer' });
      const cookie = await city.door.sessionOf(actor);
      await city.rows(sql`${spoil} where id = ${actor.userId}`);
      expect(await tryAll(cookie)).toEqual([401]);
    }
  });
});

describe('a declaration without a policy', () => {
  it('stops the start', async () => {
    const undeclared = { ...operations[0] };
    Reflect.deleteProperty(undeclared, 'by');
    await expect(openDoor(city.platform, [undeclared])).rejects.toThrow(/没有声明权限，拒绝启动/);
  });
});

describe('lists, searches, exports and messages', () => {
  const idsOf = (reply: Reply | undefined, key: string): string[] => {
    const found = JSON.stringify(reply?.body.result).matchAll(new RegExp(`"${key}":"([0-9a-f-]{36})"`, 'g'));
    return [...new Set([...found].map((match) => match[1] ?? ''))].sort();
  };
  const readers = () => city.actors.filter(({ role }) => mayCall('class.list', role));
  const classesSeen = (actor: Actor) => city.classes.filter((each) => seesClass(actor, each));
  const sorted = (ids: Iterable<string>) => [...ids].sort();
  const ask = (actor: Actor, name: string, input = {}) => callers.get(actor)?.(name, input);

  it('never hold a class out of sight', async () => {
    for (const actor of readers()) {
      const seen = sorted(classesSeen(actor).map(({ classId }) => classId));
      expect(idsOf(await ask(actor, 'class.list'), 'id')).toEqual(seen);
      const waiting = idsOf(await ask(actor, 'work.queue'), 'id');
      expect(waiting.filter((id) => !seen.includes(id))).toEqual([]);
      const found = await ask(actor, 'search.find', { words: '养老' });
      expect(idsOf(found, 'id')).toEqual(seen);
    }
  });

  it('never export one either', async () => {
    const { readSheets } = await import('#platform/spreadsheet/read');
    const onePerPlace = readers().filter(({ role }) => /Clerk|Officer/.test(role));
    for (const actor of onePerPlace) {
      const reply = await ask(actor, 'class.export');
      const read = await readSheets(reply?.bytes ?? Buffer.alloc(0), 'list.xlsx');
      const text = JSON.stringify(read);
      for (const school of city.schools) expect(text.includes(school.name)).toBe(sees(actor, school));
    }
  });

  it('never name an institution, teacher or trainee out of sight', async () => {
    for (const actor of readers()) {
      const schools = city.schools.filter((school) => sees(actor, school));
      expect(idsOf(await ask(actor, 'institution.list'), 'id')).toEqual(sorted(schools.map((s) => s.institutionId)));
      expect(idsOf(await ask(actor, 'teacher.list'), 'id')).toEqual(sorted(schools.flatMap((s) => s.teacherIds)));
      const filed = classesSeen(actor).filter(({ state }) => state === 'filed');
      const reply = await ask(actor, 'trainee.list');
      expect(idsOf(reply, 'classId')).toEqual(sorted(filed.map(({ classId }) => classId)));
      const people = await city.rows(sql<{ id: string }>`select people.id from people join roster_rows r
        on r.id_index = people.person_index where r.class_id = any(${filed.map(({ classId }) => classId)}::uuid[])`);
      expect(idsOf(reply, 'id')).toEqual(sorted(people.map(({ id }) => id)));
    }
  });

  it('tell messages only to those they were sent to', async () => {
    for (const actor of city.actors) {
      const audience = actor.institutionId ? 'institution' : actor.role.startsWith('county') ? 'county' : 'city';
      const mine = (each: CityClass) => audience !== 'city' && seesClass(actor, each);
      const sent = await city.rows(sql<{ id: string }>`select id from messages where audience = ${audience}
        and subject_id = any(${city.classes.filter(mine).map(({ classId }) => classId)})`);
      expect(idsOf(await ask(actor, 'message.list'), 'id')).toEqual(sorted(sent.map(({ id }) => id)));
    }
  });

  it('show nothing of the records to the three administrators, the finance office, inspectors, trainees and devices', async () => {
    const outsiders = city.actors.filter(({ role }) => !mayCall('class.list', role) && role !== 'financeOfficer');
    for (const { role, userId, regionCode } of outsiders) {
      const { reachOf } = await import('#kernel/roles');
      const rows = await inScope(city.platform.pool, { reach: reachOf[role], userId, regionCode }, async (tx) => [
        ...(await sql`select 1 from training_classes`.execute(tx)).rows,
        ...(await sql`select 1 from institutions`.execute(tx)).rows,
        ...(await sql`select 1 from people`.execute(tx)).rows,
      ]);
      expect([role, rows]).toEqual([role, []]);
    }
  });
});
