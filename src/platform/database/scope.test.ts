import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from './refusal';
import { openPool } from './pool';
import { inScope, type Scope } from './scope';
import { emptyDatabase } from './testing';

interface Sample {
  classes: { region: string; name: string };
}

const schema = `
  create table classes (region text not null, name text primary key);
  grant select, insert, update on classes to mingxun_app;
  alter table classes enable row level security;
  create policy own_scope on classes using (
    (select current_setting('mingxun.reach', true)) = 'city'
    or (select current_setting('mingxun.region', true)) = region);
  insert into classes values ('410802', '解放一班'), ('410823', '武陟一班');`;

const county = (regionCode: string): Scope => ({ reach: 'county', regionCode });

describe('a scope', async () => {
  const database = await emptyDatabase();
  const single = openPool(database.app, { max: 1 });
  const namesIn = (scope: Scope) =>
    inScope<string[], Sample>(single, scope, async (db) =>
      (await db.selectFrom('classes').select('name').orderBy('name').execute()).map(({ name }) => name),
    );

  beforeAll(async () => {
    const owner = new Client(database.owner);
    await owner.connect();
    await owner.query(schema);
    await owner.end();
  });
  afterAll(async () => {
    await single.end();
    await database.drop();
  });

  it('shows a county its own rows and the city all', async () => {
    expect(await namesIn(county('410802'))).toEqual(['解放一班']);
    expect(await namesIn({ reach: 'city' })).toHaveLength(2);
  });

  it('shows nothing without a scope', async () => {
    expect(await namesIn({ reach: 'none' })).toEqual([]);
    expect((await single.query('select * from classes')).rows).toEqual([]);
  });

  it('leaves nothing behind on the connection, whether it is kept or undone', async () => {
    await namesIn({ reach: 'city', regionCode: '410802', institutionId: 'i', userId: 'u' });
    const failing = inScope(single, { reach: 'city', regionCode: '410802' }, async () => {
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    const names = ['reach', 'region', 'institution', 'user'];
    const left = names.map((name) => `nullif(current_setting('mingxun.${name}', true), '')`);
    const { rows } = await single.query({ text: `select ${left.join(', ')}`, rowMode: 'array' });
    expect(rows).toEqual([[null, null, null, null]]);
    expect((await single.query('select * from classes')).rows).toEqual([]);
  });

  it('takes its values as values, never as SQL', async () => {
    const hostile = `x', false), set_config('mingxun.reach', 'city', false); select ('\\`;
    expect(await namesIn(county(hostile))).toEqual([]);
    expect((await single.query('select * from classes')).rows).toEqual([]);
    await expect(namesIn(county('41\u00000802'))).rejects.toThrow();
    expect(await namesIn(county('410823'))).toEqual(['武陟一班']);
  });

  it('refuses a row outside itself', async () => {
    const writing = inScope<unknown, Sample>(single, county('410802'), (db) =>
      db.insertInto('classes').values({ region: '410823', name: '越权班' }).execute(),
    );
    await expect(writing).rejects.toThrow(/row-level security/);
  });

  it('undoes everything when the work fails', async () => {
    const failing = inScope<unknown, Sample>(single, county('410802'), async (db) => {
      await db.insertInto('classes').values({ region: '410802', name: '解放二班' }).execute();
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await namesIn(county('410802'))).toEqual(['解放一班']);
  });

  it('gives the same connection for prepared statements', async () => {
    const [viaKysely, viaClient] = await inScope(single, county('410802'), async (db, client) => [
      (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid,
      (await client.query({ name: 'own-pid', text: 'select pg_backend_pid() as pid' })).rows[0].pid,
    ]);
    expect(viaKysely).toBe(viaClient);
  });

  it('is tried again on a serialisation failure or deadlock, three times more at most', async () => {
    for (const code of ['40001', '40P01']) {
      let tries = 0;
      const result = await inScope(database.pool, { reach: 'city' }, async (db) => {
        tries += 1;
        if (tries < 4)
          await sql.raw(`do $$ begin raise exception 'again' using errcode = '${code}'; end $$`).execute(db);
        return 'done';
      });
      expect([result, tries]).toEqual(['done', 4]);
    }
    let tries = 0;
    const hopeless = inScope(database.pool, { reach: 'city' }, async (db) => {
      tries += 1;
      await sql.raw(`do $$ begin raise exception 'again' using errcode = '40001'; end $$`).execute(db);
    });
    expect(codeOf(await hopeless.catch((error: unknown) => error))).toBe('40001');
    expect(tries).toBe(4);
  });

  it('survives a connection cut in its middle, and the pool goes on', async () => {
    const cut = inScope(database.pool, { reach: 'city' }, async (db) => {
      const superuser = new Client(database.superuser);
      await superuser.connect();
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      await superuser.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await superuser.end();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await sql`select 1`.execute(db);
    });
    await expect(cut).rejects.toThrow();
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
