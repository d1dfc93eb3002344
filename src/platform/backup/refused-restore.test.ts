import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { migrate } from '../database/migrate';
import { freshDatabase, type TestDatabase } from '../database/testing';
import { newKeyRing } from '../secrets/keys';
import { openSecrets } from '../secrets/secrets';
import { newSealedStream } from './sealing-key';
import { ask, backupOf, emptyTarget, migrationsWith, productMigrations, restoreTo, testFolder } from './testing';

const folder = testFolder();
const dropped: TestDatabase[] = [];
afterAll(async () => {
  for (const database of dropped) await database.drop();
  folder.clear();
});

async function fresh(): Promise<TestDatabase> {
  const database = await freshDatabase();
  dropped.push(database);
  return database;
}

async function target() {
  const made = await emptyTarget(folder.next());
  dropped.push(made.database);
  return made;
}

const tablesOf = (made: { owner: TestDatabase['owner'] }) =>
  ask(made.owner, `select count(*) from pg_class where relnamespace = 'public'::regnamespace`);

describe('a restore', () => {
  it('never writes onto a database that holds anything', async () => {
    const source = await fresh();
    const { path } = await backupOf(source.owner, folder.next());
    const inUse = await fresh();
    await ask(inUse.owner, `insert into settings values ('demo', 'false')`);
    await expect(restoreTo(inUse.owner, folder.next(), path)).rejects.toThrow('已有内容');
    expect(await ask(inUse.owner, 'select name from settings')).toEqual([['demo']]);
    const other = await target();
    await ask(other.owner, 'create table theirs (id int)');
    await expect(restoreTo(other.owner, other.dataFolder, path)).rejects.toThrow('已有内容');
  });

  it('never writes among files that are there', async () => {
    const source = await fresh();
    const { path } = await backupOf(source.owner, folder.next());
    const made = await target();
    mkdirSync(made.filesFolder);
    writeFileSync(join(made.filesFolder, 'theirs'), 'kept');
    await expect(restoreTo(made.owner, made.dataFolder, path)).rejects.toThrow('已有文件');
    expect(await tablesOf(made)).toEqual([['0']]);
    expect(readFileSync(join(made.filesFolder, 'theirs'), 'utf8')).toBe('kept');
  });

  it('of a newer schema than the programme’s is refused before anything is touched, and so is a foreign one', async () => {
    const source = await fresh();
    const count = Number((await ask(source.owner, 'select count(*) from schema_migrations'))[0]?.[0]);
    const newer = migrationsWith(folder.next(), count + 1, 'newer', 'create table newer (id int)');
    await migrate(source.owner, newer);
    const { path } = await backupOf(source.owner, folder.next());
    const made = await target();
    await expect(restoreTo(made.owner, made.dataFolder, path)).rejects.toThrow('请先升级程序再恢复');
    const foreign = migrationsWith(folder.next(), count + 1, 'newer', 'create table another (id int)');
    const attempt = restoreTo(made.owner, made.dataFolder, path, { migrationsFolder: foreign });
    await expect(attempt).rejects.toThrow('与本程序的不同');
    expect(await tablesOf(made)).toEqual([['0']]);
    expect(productMigrations).not.toBe(newer);
  });
});

describe('what a thief finds in a backup', () => {
  const numbers = ['410802199003071234', '41080219900307123X', '13839112345', '6228480402564890018'];

  /** All forms a number could stand in. */
  const formsOf = (number: string) => {
    const bytes = Buffer.from(number);
    return [
      bytes,
      Buffer.from(number, 'utf16le'),
      Buffer.from(bytes.toString('hex')),
      Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
    ];
  };
  const holds = (archive: Buffer, number: string) => formsOf(number).some((form) => archive.includes(form));

  async function sourceWithPerson() {
    const source = await fresh();
    const secrets = openSecrets(newKeyRing('2026-03-02T02:00:00.000Z'));
    const id = '0195f0a0-0000-7000-8000-000000000001';
    const [identity = '', , phone = '', account = ''] = numbers;
    await ask(
      source.owner,
      `insert into people (id, person_index, id_sealed, tail_index, name, pinyin, initials, name_pairs, sex, birth,
        first_seen_at) values ($1, $2, $3, $4, '郝金丝雀', 'haojinsique', 'hjsq', '{}', '女', '1990-03-07', now())`,
      [
        id,
        secrets.index('identityNumber', identity),
        secrets.seal('identityNumber', id, identity),
        secrets.index('identityTail', identity.slice(-4)),
      ],
    );
    await ask(
      source.owner,
      `insert into institutions (id, region_code, name, pinyin, initials, credit_code, licence_number, licence_until,
        address, principal_name, phone_sealed, bank_name, bank_account_name, bank_account_sealed, bank_account_index,
        bank_account_tail) values ($1, '410802', '某校', 'mouxiao', 'mx', 'c', 'l', '2030-01-01', 'a', 'p', $2, 'b',
        '某校', $3, $4, $5)`,
      [
        id,
        secrets.seal('phone', id, phone),
        secrets.seal('bankAccount', id, account),
        secrets.index('bankAccount', account),
        account.slice(-4),
      ],
    );
    return source;
  }

  it('is no identity number, phone or account, though a number in the open would be found', async () => {
    const source = await sourceWithPerson();
    const { path } = await backupOf(source.owner, folder.next());
    const archive = readFileSync(path);
    expect(numbers.filter((number) => holds(archive, number))).toEqual([]);
    expect(archive.includes('郝金丝雀')).toBe(true);
    await ask(source.owner, `insert into settings values ('leak', to_jsonb($1::text))`, [numbers[0]]);
    const leaking = readFileSync((await backupOf(source.owner, folder.next())).path);
    expect(numbers.filter((number) => holds(leaking, number))).toEqual([numbers[0]]);
  });

  it('is not even a name when the backup is sealed', async () => {
    const source = await sourceWithPerson();
    const sealed = newSealedStream('一句很长的备份口令啊', 10);
    const archive = readFileSync((await backupOf(source.owner, folder.next(), sealed)).path);
    for (const word of ['郝金丝雀', 'haojinsique', 'backup.json', 'schema_migrations', 'people', '410802']) {
      expect(archive.includes(word), word).toBe(false);
    }
  });
});
