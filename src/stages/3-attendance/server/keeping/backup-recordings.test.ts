import { appendFile, chmod, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUpRecordings } from '#platform/backup/copy-recordings';
import { spokenDifference } from '#platform/backup/recording-differences';
import { registeredRecordings } from '#platform/backup/registered-recordings';
import { restoreRecordings } from '#platform/backup/restore-recordings';
import { dispatch } from '#platform/command-line/dispatch';
import type { EmbeddedConfig } from '#platform/database/embedded';
import { inScope } from '#platform/database/scope';
import { backupRecordingsCommand } from '#platform/maintenance/recordings-commands';
import { openRecordingFolder } from '#platform/video/recording-folder';
import { type OldClass, openOldClass } from './testing-keeping';
import { addRecording, type TestRecording, testBlockBytes } from './testing-recordings';

let old: OldClass;
let folder: string;
const recordings: TestRecording[] = [];
const quiet = { isChecked: false, onProgress: () => undefined };

beforeAll(async () => {
  old = await openOldClass(2);
  folder = await mkdtemp(join(tmpdir(), 'mingxun-backup-recordings-'));
  const { school, classId } = old.room;
  const owner = { ...school, classId, venueId: school.venueIds[0], userId: school.clerk.userId };
  for (const blocks of [3, 8, 1]) recordings.push(await addRecording(old.platform, owner, { blocks }));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await old.room.close();
});

const store = () => old.platform.services.recordings;
const listed = () => inScope(old.platform.pool, { reach: 'system' }, registeredRecordings);
const copyOf = (at: number) => join(folder, recordings[at]?.id ?? '');
const isWhole = async (path: string, at: number) =>
  (await readFile(path)).equals(recordings[at]?.bytes ?? Buffer.alloc(0));
async function spoil(path: string, block: number): Promise<void> {
  const bytes = Buffer.from(await readFile(path));
  bytes[block * testBlockBytes] = (bytes[block * testBlockBytes] ?? 0) ^ 1;
  await chmod(path, 0o600);
  await writeFile(path, bytes);
}

const addressOf = ({ host, port, user, database }: EmbeddedConfig): string =>
  `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`;

/** The command as a shell runs it, over the test’s database and data folder. */
async function commanded(words: readonly string[]) {
  const { app, owner } = old.platform.database;
  const environment = {
    MINGXUN_DATA: dirname(store().folder),
    DATABASE_URL: addressOf(app),
    DATABASE_OWNER_URL: addressOf(owner),
  };
  const now = () => old.platform.clock.now();
  const [printed, told]: [string[], string[]] = [[], []];
  const terminal = { print: (text: string) => printed.push(text), tell: (text: string) => told.push(text) };
  const command = backupRecordingsCommand({ environment, now, root: dirname(store().folder) });
  const code = await dispatch([command], ['backup-recordings', folder, ...words], terminal);
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

describe('the backup of recordings', () => {
  it('copies what is new, and the second time nothing', async () => {
    const all = await listed();
    expect(await backUpRecordings(store(), folder, all, quiet)).toMatchObject({ copied: 3, present: 0, damaged: [] });
    expect(await backUpRecordings(store(), folder, all, quiet)).toMatchObject({ copied: 0, present: 3 });
    for (const at of [0, 1, 2]) expect(await isWhole(copyOf(at), at)).toBe(true);
  });

  it('goes on where it was broken off, trusting no byte it has not read again', async () => {
    const whole = await readFile(copyOf(1));
    await rm(copyOf(1));
    await writeFile(`${copyOf(1)}.part`, Buffer.concat([whole.subarray(0, 3 * testBlockBytes), Buffer.alloc(700, 9)]));
    const told: number[] = [];
    const choices = { isChecked: false, onProgress: (done: number) => told.push(done) };
    expect(await backUpRecordings(store(), folder, await listed(), choices)).toMatchObject({ copied: 1, present: 2 });
    expect(told[0]).toBe(3 * testBlockBytes);
    expect(await isWhole(copyOf(1), 1)).toBe(true);
  });

  it('never takes a damaged recording for a new one, and keeps the sound copy it has', async () => {
    await spoil(store().pathOf(recordings[0]?.id ?? ''), 1);
    await rm(copyOf(2));
    await spoil(store().pathOf(recordings[2]?.id ?? ''), 0);
    const all = await listed();
    const made = await backUpRecordings(store(), folder, all, quiet);
    expect(made.damaged).toEqual([recordings[2]?.id]);
    expect(await isWhole(copyOf(0), 0)).toBe(true);
  });

  it('read through with --check finds a copy that has gone bad, and makes it anew', async () => {
    await spoil(copyOf(1), 6);
    const all = await listed();
    expect(await backUpRecordings(store(), folder, all, quiet)).toMatchObject({ renewed: [] });
    const checked = await backUpRecordings(store(), folder, all, { ...quiet, isChecked: true });
    expect(checked.renewed).toEqual([recordings[1]?.id]);
    expect(checked.differences).toContainEqual({
      key: recordings[1]?.id,
      side: 'backup',
      registeredBytes: recordings[1]?.bytes.length,
      bytes: recordings[1]?.bytes.length,
      blocks: 8,
      badBlocks: [7],
    });
    expect(await isWhole(copyOf(1), 1)).toBe(true);
  });

  it('read through with --check finds a recording that has gone bad while its copy is sound, and leaves the copy', async () => {
    const all = await listed();
    await appendFile(copyOf(1), 'more');
    const checked = await backUpRecordings(store(), folder, all, { ...quiet, isChecked: true });
    expect(checked.damaged).toEqual([recordings[0]?.id, recordings[2]?.id]);
    expect(checked.renewed).toEqual([recordings[1]?.id]);
    const told = checked.differences.map((each) => spokenDifference(each, checked.differences, checked.renewed));
    expect(told).toEqual([
      expect.stringMatching(/数据目录里3 块中 1 块与登记的摘要不符，从第 2 块起。备份没有动，可用 restore-recordings/),
      expect.stringMatching(/备份里长 \d+ 字节，登记的是 \d+ 字节。已从数据目录重新拷贝，请检查备份盘/),
      expect.stringMatching(/数据目录里1 块中 1 块与登记的摘要不符/),
    ]);
    for (const at of [0, 1]) expect(await isWhole(copyOf(at), at)).toBe(true);
  });

  it('ends with 1 and one sentence for each difference while something differs', async () => {
    const found = await commanded(['--check']);
    expect(found.code).toBe(1);
    expect(found.told).toContain(`${recordings[0]?.id}：数据目录里3 块中 1 块与登记的摘要不符`);
    const json = await commanded(['--check', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.printed)).toMatchObject({ differences: [{ side: 'data' }, { side: 'data' }] });
  });

  it('mends what is damaged in the data folder, puts back what is gone, and names what neither side has', async () => {
    await truncate(store().pathOf(recordings[1]?.id ?? ''), 100);
    const { kept } = await listed();
    const done = await restoreRecordings(store(), folder, kept, () => undefined);
    expect(done).toEqual({ sound: 0, restored: 2, mendedBlocks: 9, lost: [recordings[2]?.id] });
    for (const at of [0, 1]) expect(await isWhole(store().pathOf(recordings[at]?.id ?? ''), at)).toBe(true);
    const again = await restoreRecordings(store(), folder, kept, () => undefined);
    expect(again).toMatchObject({ sound: 2, restored: 0 });
  });

  it('fills an empty data folder whole', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'mingxun-empty-'));
    try {
      const { kept } = await listed();
      const into = openRecordingFolder(empty);
      expect(await restoreRecordings(into, folder, kept, () => undefined)).toMatchObject({ restored: 2 });
      expect(await isWhole(into.pathOf(recordings[1]?.id ?? ''), 1)).toBe(true);
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  });

  it('ends with 0 when both sides are what was registered', async () => {
    await writeFile(store().pathOf(recordings[2]?.id ?? ''), recordings[2]?.bytes ?? '');
    const found = await commanded(['--check']);
    expect(found).toMatchObject({ code: 0, told: '' });
    expect(found.printed).toContain('新拷 1 份');
    expect((await commanded(['--check', '--json'])).code).toBe(0);
  });

  it('lets go of recordings a purge has taken away', async () => {
    const { kept } = await listed();
    const [first] = kept;
    const made = await backUpRecordings(store(), folder, { kept: kept.slice(1), purged: [first?.key ?? ''] }, quiet);
    expect(made.removed).toBe(1);
    await expect(readFile(copyOf(0))).rejects.toThrow('ENOENT');
  });
});
