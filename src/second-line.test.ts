import { type RawBuilder, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reachOf } from '#kernel/roles';
import { inScope, type Scope } from '#platform/database/scope';
import { codeOf } from '#platform/database/refusal';
import { scopeOf } from '#platform/operation';
import { openCity, otherCounty, ownCounty, type TestCity } from './testing-city';

/** Row policies alone, as a query that forgot its own conditions would meet them. */
let city: TestCity;
beforeAll(async () => {
  city = await openCity();
});
afterAll(() => city.close());

interface Column {
  readonly table: string;
  readonly columns: string[];
}

const regionTables = async (): Promise<Column[]> =>
  city.rows(sql<Column>`
    select c.table_name as "table", array_agg(c.column_name::text) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' group by 1
    having 'region_code' = any(array_agg(c.column_name::text)) order by 1`);

const text = (value: string | undefined) => sql`${value ?? null}::text`;

/** Who sees a row, said once more, in plain conditions over all rows. */
function seenRows(
  { table, columns }: Column,
  { reach, regionCode, institutionId, userId }: Scope,
): RawBuilder<unknown> {
  type ByReach = Partial<Record<Scope['reach'], RawBuilder<unknown>>>;
  const own = sql`institution_id::text = ${text(institutionId)}`;
  const here = sql`region_code = ${text(regionCode)}`;
  const nothing = sql`false`;
  const anyone = sql`true`;
  if (table === 'users') {
    const reached: ByReach = { city: anyone, accounts: anyone, county: here, institution: own };
    return sql`${reached[reach] ?? nothing} or id::text = ${text(userId)}`;
  }
  if (table === 'messages') {
    const audience = sql`audience = ${text(reach)}`;
    const sent: ByReach = {
      city: audience,
      county: sql`${audience} and ${here}`,
      institution: sql`${audience} and ${own}`,
    };
    return sent[reach] ?? nothing;
  }
  if (table === 'log_events') {
    const kept = sql`outcome = 'done' and subject_type in ('institution', 'teacher', 'employer', 'trainee', 'occupation')`;
    const told: ByReach = {
      city: anyone,
      audit: anyone,
      county: sql`${kept} and ${here}`,
      institution: sql`${kept} and ${own}`,
    };
    return told[reach] ?? nothing;
  }
  // A published catalogue is everyone’s to read.
  if (table === 'edition_institutions') return anyone;
  if (table === 'counters') return reach === 'city' ? anyone : here;
  if (table === 'person_slots') return nothing;
  const ofBureau =
    table === 'person_merges' ||
    table.startsWith('exchange_') ||
    table === 'registration_imports' ||
    table === 'registration_mappings' ||
    table === 'class_registrations';
  if (ofBureau) return reach === 'city' ? anyone : reach === 'county' ? here : nothing;
  const filed = sql`${sql.ref(table === 'training_classes' ? 'id' : 'class_id')} in
    (select id from training_classes where filing_number is not null)`;
  const isOfClass = table === 'training_classes' || columns.includes('class_id');
  if (reach === 'city') return isOfClass ? filed : anyone;
  if (reach === 'county') return isOfClass ? sql`${here} and ${filed}` : here;
  if (reach !== 'institution') return nothing;
  if (table === 'institutions') return sql`id::text = ${text(institutionId)}`;
  if (columns.includes('institution_id')) return own;
  return sql`class_id in (select id from training_classes where ${own})`;
}

const scopes = (): Scope[] => [
  ...city.actors.map(scopeOf),
  { reach: 'county' },
  { reach: 'institution' },
  { reach: 'none' },
];

const visible = (scope: Scope, table: string) =>
  inScope(city.platform.pool, scope, async (tx) =>
    (await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(tx)).rows.map(
      ({ row }) => row,
    ),
  );

const refusedWith = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => codeOf(error),
  );

describe('row policies', () => {
  it('show each role of each place its own rows of every table, and no other', async () => {
    let checked = 0;
    for (const { table, columns } of await regionTables()) {
      const all = await city.rows(sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`);
      for (const scope of scopes()) {
        const condition = seenRows({ table, columns }, scope);
        const expected = await city.rows(
          sql<{ row: string }>`select t::text as row from ${sql.table(table)} t where ${condition} order by 1`,
        );
        expect({ table, scope, rows: await visible(scope, table) }).toEqual({
          table,
          scope,
          rows: expected.map(({ row }) => row),
        });
        checked += all.length;
      }
    }
    expect(checked).toBeGreaterThan(5000);
  });

  it('show nothing at all where no scope was set', async () => {
    const client = new Client(city.platform.database.app);
    await client.connect();
    for (const { table } of await regionTables()) {
      const { rows } = await client.query(`select 1 from ${client.escapeIdentifier(table)}`);
      expect([table, rows.length]).toEqual([table, 0]);
    }
    await client.end();
  });

  it('refuse to add or move a record into another county or institution, and touch none there', async () => {
    const { pool } = city.platform;
    const [first, second, third] = city.schools;
    const foreign = city.classes.find(({ school }) => school === third)?.classId;
    const county: Scope = { reach: 'county', regionCode: ownCounty };
    const school: Scope = { reach: 'institution', regionCode: ownCounty, institutionId: first?.institutionId };
    const newClass = (region: string, institutionId: string | undefined, scope: Scope) =>
      inScope(pool, scope, (tx) =>
        sql`insert into training_classes (region_code, id, institution_id, state, created_by, created_at, changed_at)
          values (${region}, gen_random_uuid(), ${institutionId}, 'drafted', ${first?.clerk.userId}, now(), now())`.execute(
          tx,
        ),
      );
    expect(await refusedWith(newClass(otherCounty, third?.institutionId, county))).toBe('42501');
    expect(await refusedWith(newClass(ownCounty, second?.institutionId, school))).toBe('42501');
    const move = (scope: Scope, change: ReturnType<typeof sql>) =>
      refusedWith(inScope(pool, scope, (tx) => change.execute(tx)));
    expect(await move(county, sql`update training_classes set region_code = ${otherCounty}`)).toBe('42501');
    expect(await move(school, sql`update venues set institution_id = ${second?.institutionId}`)).toBe('42501');
    const touched = await inScope(pool, county, (tx) =>
      sql`update training_classes set version = version + 1 where id = ${foreign}`.execute(tx),
    );
    expect(touched.numAffectedRows).toBe(0n);
    const deleted = await inScope(pool, county, (tx) =>
      sql`delete from lessons where class_id = ${foreign}`.execute(tx),
    );
    expect(deleted.numAffectedRows).toBe(0n);
  });

  it('let nobody raise an own account or another', async () => {
    for (const actor of city.actors.filter(({ role }) => reachOf[role] !== 'accounts')) {
      const raise = inScope(city.platform.pool, scopeOf(actor), (tx) =>
        sql`update users set role = 'securityAdministrator', region_code = null, institution_id = null
          where id = ${actor.userId}`.execute(tx),
      );
      expect([actor.role, await refusedWith(raise)]).toEqual([actor.role, '42501']);
    }
  });
});

describe('the database', () => {
  const appendOnly = ['log_events', 'log_positions', 'log_heads', 'class_events', 'filings'];
  const changes = (table: string) => [
    `update ${table} set ${table === 'log_positions' ? 'leaf_hash = leaf_hash' : table === 'log_heads' ? 'root = root' : table === 'filings' ? "statement = ''" : "action = ''"}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ];

  it.each(appendOnly)('lets %s grow only, for the product and even for its owner', async (table) => {
    for (const role of ['app', 'owner', 'superuser'] as const) {
      const client = new Client(city.platform.database[role]);
      await client.connect();
      await client.query("select set_config('mingxun.reach', 'system', false)");
      for (const change of changes(table)) {
        const answer = await refusedWith(client.query(change));
        expect([role, change, answer]).toEqual([role, change, '42501']);
      }
      await client.end();
    }
  });

  it('refuses a state that no step leads to, and a class that does not begin as a draft', async () => {
    const system: Scope = { reach: 'system' };
    const states = ['drafted', 'filed', 'returned', 'verified', 'approved', 'refused', 'withdrawn'];
    const allowed = await city.rows(
      sql<{ move: string }>`select from_state || '>' || to_state as move from class_moves`,
    );
    const moves = new Set(allowed.map(({ move }) => move));
    const held = city.classes.map(({ classId, state }) => ({ classId, state }));
    for (const { classId, state } of held) {
      for (const to of states.filter((each) => each !== state && !moves.has(`${state}>${each}`))) {
        const change = inScope(city.platform.pool, system, (tx) =>
          sql`update training_classes set state = ${to} where id = ${classId}`.execute(tx),
        );
        expect([state, to, await refusedWith(change)]).toEqual([state, to, '23514']);
      }
    }
    const born = inScope(city.platform.pool, system, (tx) =>
      sql`insert into training_classes (region_code, id, institution_id, state, created_by, created_at, changed_at)
        select region_code, gen_random_uuid(), institution_id, 'withdrawn', created_by, now(), now()
        from training_classes limit 1`.execute(tx),
    );
    expect(await refusedWith(born)).toBe('23514');
  });

  it('and the lifecycle of the code allow the same moves', async () => {
    const { movesOf } = await import('#kernel/lifecycle');
    const { openingLifecycle } = await import('./stages/2-opening/domain/lifecycle');
    const declared = new Set(movesOf(openingLifecycle).map(({ from, to }) => `${from}>${to}`));
    const stored = await city.rows(
      sql<{ move: string }>`select from_state || '>' || to_state as move from class_moves`,
    );
    expect(new Set(stored.map(({ move }) => move))).toEqual(declared);
  });
});
