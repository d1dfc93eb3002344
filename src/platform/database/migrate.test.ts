import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrate, pendingMigrations } from './migrate';
import { emptyDatabase } from './testing';

const root = mkdtempSync(join(tmpdir(), 'mx-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const first = { '0001-classes.sql': 'create table classes (name text primary key);' };
const second = { '0002-first-class.sql': `insert into classes values ('一班');` };

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(root, 'f'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}

async function newDatabase() {
  const database = await emptyDatabase();
  onTestFinished(() => database.drop());
  const ask = async (statement: string) => {
    const client = new Client(database.owner);
    await client.connect();
    try {
      return (await client.query({ text: statement, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  };
  return { ...database, ask };
}

describe('migrations', () => {
  it('are applied in order, once, and noted with their checksum', async () => {
    const { owner, app, ask } = await newDatabase();
    expect(await pendingMigrations(owner, folderOf(first))).toHaveLength(1);
    expect(await migrate(owner, folderOf({ ...second, ...first }))).toHaveLength(2);
    expect(await migrate(owner, folderOf({ ...first, ...second }))).toEqual([]);
    expect(await ask('select number, name, length(checksum) from schema_migrations order by 1')).toEqual([
      [1, 'classes', 64],
      [2, 'first-class', 64],
    ]);
    expect(await pendingMigrations(app, folderOf({ ...first, ...second }))).toEqual([]);
    expect(await ask('select * from classes')).toEqual([['一班']]);
  });

  it('wait for each other when two processes start at once', async () => {
    const { owner, ask } = await newDatabase();
    const slow = { '0001-classes.sql': `select pg_sleep(0.3); ${first['0001-classes.sql']}` };
    const both = await Promise.all([migrate(owner, folderOf(slow)), migrate(owner, folderOf(slow))]);
    expect(both.map((applied) => applied.length).sort((a, b) => a - b)).toEqual([0, 1]);
    expect(await ask('select count(*)::int from schema_migrations')).toEqual([[1]]);
  });

  it('that fail leave nothing of their file', async () => {
    const { owner, ask } = await newDatabase();
    const broken = { '0002-broken.sql': `create table half (n int); insert into missing values (1);` };
    const failing = migrate(owner, folderOf({ ...first, ...broken }));
    await expect(failing).rejects.toThrow('迁移 0002-broken.sql 执行失败，整个文件已撤回');
    expect(await ask(`select to_regclass('half')`)).toEqual([[null]]);
    expect(await ask('select number from schema_migrations')).toEqual([[1]]);
    expect(await migrate(owner, folderOf({ ...first, ...second }))).toHaveLength(1);
  });

  it('changed after they were applied are refused; line endings are no change', async () => {
    const { owner } = await newDatabase();
    const text = '-- 班期\ncreate table classes (name text primary key);\n';
    await migrate(owner, folderOf({ '0001-classes.sql': text }));
    expect(await migrate(owner, folderOf({ '0001-classes.sql': text.replaceAll('\n', '\r\n') }))).toEqual([]);
    const changed = folderOf({ '0001-classes.sql': `${text}-- 又一行` });
    await expect(migrate(owner, changed)).rejects.toThrow('0001-classes.sql 在执行之后被改动过');
    await expect(pendingMigrations(owner, changed)).rejects.toThrow('被改动过');
  });

  it('older than the database are refused', async () => {
    const { owner } = await newDatabase();
    await migrate(owner, folderOf({ ...first, ...second }));
    await expect(migrate(owner, folderOf(first))).rejects.toThrow('数据库比程序新：库内已有迁移 0002-first-class.sql');
  });

  it.each([
    ['a gap', { ...first, '0003-c.sql': 'select 1;' }, '缺少序号 2'],
    ['a number twice', { ...first, '0001-again.sql': 'select 1;' }, '序号 1 重复'],
    ['a name of another form', { '1-first.sql': 'select 1;' }, '迁移文件名不合规定'],
    ['a transaction of its own', { '0001-own.sql': 'begin;\nselect 1;\ncommit;' }, '自行开始或结束了事务'],
  ])('with %s are refused before anything happens', async (_, files, sentence) => {
    const { owner, ask } = await newDatabase();
    await expect(migrate(owner, folderOf(files))).rejects.toThrow(sentence);
    expect(await ask(`select to_regclass('schema_migrations')`)).toEqual([[null]]);
  });
});
