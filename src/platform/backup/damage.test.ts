import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../database/testing';
import { folderStore } from '../files/store';
import { inspectBackup } from './inspect';
import { ArchiveDamaged, BackupRefusal } from './refusal';
import { newSealedStream } from './sealing-key';
import { readTarHeader, tarHeader } from './tar-header';
import { backupOf, now, testFolder } from './testing';
import { makeBackup } from './make-backup';

const folder = testFolder();
const passphrase = '十二个字以上的备份口令才行';
let database: TestDatabase;
const paths = { plain: '', sealed: '' };

beforeAll(async () => {
  database = await freshDatabase();
  const filesFolder = folder.next();
  await folderStore(filesFolder).put(randomBytes(100_001));
  paths.plain = (await backupOf(database.owner, folder.next(), undefined, filesFolder)).path;
  paths.sealed = (await backupOf(database.owner, folder.next(), newSealedStream(passphrase, 8), filesFolder)).path;
});
afterAll(async () => {
  await database.drop();
  folder.clear();
});

const kinds = ['plain', 'sealed'] as const;
const look = (path: string) => inspectBackup(path, { passphrase });

/** Places all over a file, its first and last bytes among them. */
function samples(length: number, count: number): number[] {
  const spread = Array.from({ length: count }, (_, n) => Math.floor((n * (length - 1)) / (count - 1)));
  return [...new Set([...spread, 1, 9, 12, 100, length - 2, length - 600, length - 1500])];
}

describe.each(kinds)('a %s backup', (kind) => {
  it('is found whole when nothing happened to it', async () => {
    expect(await look(paths[kind])).toMatchObject({ isSealed: kind === 'sealed', head: { madeAt: now } });
  });

  it('is refused when one byte anywhere differs', async () => {
    const bytes = readFileSync(paths[kind]);
    const spoilt = join(folder.next(), 'spoilt');
    const places = samples(bytes.length, 250);
    expect(places.length).toBeGreaterThan(200);
    for (const place of places) {
      const copy = Buffer.from(bytes);
      copy[place] = (copy[place] ?? 0) ^ (1 << (place % 8));
      writeFileSync(spoilt, copy);
      await expect(look(spoilt), `byte ${place}`).rejects.toThrow(BackupRefusal);
    }
  });

  it('is refused when its end is missing, wherever it was cut, and when something follows it', async () => {
    const bytes = readFileSync(paths[kind]);
    const spoilt = join(folder.next(), 'spoilt');
    for (const length of samples(bytes.length, 60)) {
      writeFileSync(spoilt, bytes.subarray(0, length));
      await expect(look(spoilt), `cut at ${length}`).rejects.toThrow(ArchiveDamaged);
    }
    writeFileSync(spoilt, bytes);
    appendFileSync(spoilt, '\0');
    await expect(look(spoilt)).rejects.toThrow(ArchiveDamaged);
    truncateSync(spoilt, 0);
    await expect(look(spoilt)).rejects.toThrow('不是本系统的备份文件');
  });
});

describe('a sealed backup', () => {
  it('does not open with another passphrase, nor without one, and says which', async () => {
    await expect(inspectBackup(paths.sealed, { passphrase: `${passphrase}。` })).rejects.toThrow('备份口令不对');
    await expect(inspectBackup(paths.sealed)).rejects.toThrow('--passphrase-file');
  });

  it('is refused when two of its chunks change places or one stands twice', async () => {
    const filesFolder = folder.next();
    await folderStore(filesFolder).put(randomBytes(4 * 1024 * 1024));
    const stream = newSealedStream(passphrase, 8);
    const { path } = await backupOf(database.owner, folder.next(), stream, filesFolder);
    const bytes = readFileSync(path);
    const length = 8 + bytes.readUInt32BE(stream.header.length + 4);
    const chunk = (n: number) =>
      bytes.subarray(stream.header.length + n * length, stream.header.length + (n + 1) * length);
    const rest = bytes.subarray(stream.header.length + 3 * length);
    const spoilt = join(folder.next(), 'spoilt');
    for (const order of [
      [1, 0, 2],
      [0, 2, 1],
      [0, 1, 1, 2],
      [0, 2],
    ]) {
      writeFileSync(spoilt, Buffer.concat([stream.header, ...order.map(chunk), rest]));
      await expect(look(spoilt)).rejects.toThrow('的一段与加密时不一致');
    }
  });
});

describe('writing a backup', () => {
  it('never overwrites a file, and leaves nothing of a backup that failed', async () => {
    const place = folder.next();
    const { path } = await backupOf(database.owner, place);
    const before = readFileSync(path);
    await expect(backupOf(database.owner, place)).rejects.toThrow('已经存在');
    expect(readFileSync(path).equals(before)).toBe(true);
    const failed = join(folder.next(), 'failed');
    const onProgress = () => {
      throw new Error('stopped');
    };
    const source = { owner: database.owner, filesFolder: place };
    await expect(makeBackup(source, failed, { madeAt: now, onProgress })).rejects.toThrow('stopped');
    expect([existsSync(failed), existsSync(`${failed}.${process.pid}.part`)]).toEqual([false, false]);
    await expect(backupOf(database.owner, join(place, 'nowhere'))).rejects.toThrow('ENOENT');
  });
});

describe('the tar form', () => {
  it.skipIf(!existsSync('/bin/tar') && !existsSync('/usr/bin/tar'))('is read by any tar', () => {
    const names = execFileSync('tar', ['tf', paths.plain], { encoding: 'utf8' }).trim().split('\n');
    expect(names).toEqual(expect.arrayContaining(['backup.json', 'tables/regions/00000001.copy', 'contents.json']));
    const checksum = execFileSync('tar', ['xOf', paths.plain, 'checksum'], { encoding: 'utf8' });
    expect(checksum).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('says the same entry back, of any size', () => {
    const name = fc.stringMatching(/^[a-z0-9/._-]{1,100}$/);
    fc.assert(
      fc.property(name, fc.maxSafeNat(), fc.nat(8 ** 11 - 1), (entryName, size, changedAt) => {
        const entry = { name: entryName, size, changedAt };
        expect(readTarHeader(tarHeader(entry))).toEqual(entry);
      }),
    );
  });

  it('has one form only: a header with any other bit is none', () => {
    const header = tarHeader({ name: 'backup.json', size: 4711, changedAt: 1_700_000_000 });
    fc.assert(
      fc.property(fc.nat(511), fc.nat(7), (place, bit) => {
        const other = Buffer.from(header);
        other[place] = (other[place] ?? 0) ^ (1 << bit);
        expect(readTarHeader(other)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });
});
