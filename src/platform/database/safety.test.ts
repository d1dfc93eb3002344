import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { openPool } from './pool';
import { refuseUnsafe, type SafetyFacts, unsafeIn } from './safety';
import { freshDatabase } from './testing';

const sound: SafetyFacts = {
  version: 150_018,
  fsync: 'on',
  pages: 'on',
  commit: 'on',
  role: 'mingxun_app',
  superuser: false,
  bypasses: false,
  owns: false,
};

describe('a start', async () => {
  const database = await freshDatabase();
  afterAll(() => database.drop());
  const refusalAs = async (config: object) => {
    const pool = openPool(config);
    try {
      return await refuseUnsafe(pool).catch(String);
    } finally {
      await pool.end();
    }
  };

  it('goes on with the role that serves requests', async () => {
    await refuseUnsafe(database.pool);
    expect(unsafeIn(sound)).toEqual([]);
  });

  it('is refused as superuser, as owner, and past row policies', async () => {
    expect(await refusalAs(database.superuser)).toContain('是超级用户');
    expect(await refusalAs(database.owner)).toContain('拥有数据表');
    const client = new Client(database.superuser);
    await client.connect();
    await client.query('create role passes_by login bypassrls');
    const refused = await refusalAs({ ...database.app, user: 'passes_by' });
    await client.query('drop role passes_by');
    await client.end();
    expect(refused).toContain('BYPASSRLS');
  });

  it.each([
    ['an old version', { version: 140_000 }, '低于 15'],
    ['no fsync', { fsync: 'off' }, 'fsync 已关闭'],
    ['torn pages', { pages: 'off' }, 'full_page_writes 已关闭'],
    ['commits acknowledged early', { commit: 'off' }, 'synchronous_commit 已关闭'],
  ])('is refused with %s', (_, spoiled, sentence) => {
    expect(unsafeIn({ ...sound, ...spoiled })).toEqual([expect.stringContaining(sentence)]);
  });
});
