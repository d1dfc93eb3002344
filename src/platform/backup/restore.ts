import type { Client, ClientConfig } from 'pg';
import { migrate } from '../database/migrate';
import { readMigrations } from '../database/migration-files';
import { openPool } from '../database/pool';
import { inScope } from '../database/scope';
import type { LogVerdict } from '../log/faults';
import { appendLog } from '../log/log';
import { verifyLog } from '../log/verify';
import { openArchive, type OpenArchive } from './archive-reader';
import { type BackupContents, type BackupHead, entryKind, fileHashOf } from './contents';
import type { Inspected } from './inspect';
import { beginLoad, type Loader } from './load';
import { BackupRefusal } from './refusal';
import { isFolderEmpty, restoreFile } from './restore-files';
import {
  databaseStage,
  markDatabase,
  markLoaded,
  readNote,
  removeNote,
  unmarkDatabase,
  withClient,
  writeNote,
} from './restore-state';

export interface RestoreTarget {
  readonly owner: ClientConfig;
  readonly dataFolder: string;
  readonly filesFolder: string;
}

export interface RestoreChoices {
  readonly passphrase?: string | undefined;
  readonly migrationsFolder: string;
  readonly now: () => string;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of each step as it begins. */
  readonly onStep?: (sentence: string) => void;
}

export interface Restored {
  /** True where an earlier attempt had been cut short and this one went on from there. */
  readonly isContinued: boolean;
  /** Migrations run after the rows were there. */
  readonly migratedForward: readonly string[];
  readonly log: LogVerdict;
}

const numbered = (number: number, name: string) => `${String(number).padStart(4, '0')}-${name}`;

/** Refuses a backup whose schema this programme cannot rebuild; before anything is touched. */
export function refuseForeignSchema({ migrations }: BackupHead, migrationsFolder: string): void {
  const ours = readMigrations(migrationsFolder);
  for (const { number, name, checksum } of migrations) {
    const known = ours[number - 1];
    if (!known) {
      throw new BackupRefusal(
        `备份来自更新的程序：备份的结构到 ${numbered(number, name)}，本程序只到 ${ours.length} 号。请先升级程序再恢复。`,
      );
    }
    if (known.checksum !== checksum) {
      throw new BackupRefusal(
        `备份的结构 ${numbered(number, name)} 与本程序的不同。请用制作这份备份的程序版本恢复，再升级。`,
      );
    }
  }
}

async function loadEntries(
  archive: OpenArchive,
  client: Client,
  contents: BackupContents,
  isLoaded: boolean,
  filesFolder: string,
): Promise<void> {
  let loader: Loader | undefined = isLoaded ? undefined : await beginLoad(client, contents);
  const finishTables = async () => {
    await loader?.finish(markLoaded);
    loader = undefined;
  };
  for await (const entry of archive.entries) {
    const kind = entryKind(entry.name);
    if (kind === 'part') await loader?.part(entry.name.split('/')[1] ?? '', entry);
    if (kind === 'part' || kind === 'head') continue;
    await finishTables();
    const hash = fileHashOf(entry.name);
    if (hash && !contents.files.damaged.includes(hash)) await restoreFile(filesFolder, hash, entry);
  }
}

/** What the log is now against the head in the backup; how long an entry waits for its number says nothing here. */
async function checkLog(owner: ClientConfig, { contents }: Inspected, now: string): Promise<LogVerdict> {
  const pool = openPool(owner, { max: 2 });
  try {
    const waitingLimitSeconds = Date.parse(now) / 1000;
    return await verifyLog(pool, { now, waitingLimitSeconds, witnessed: contents.log ? [contents.log] : [] });
  } finally {
    await pool.end();
  }
}

/** Sessions of the day of the backup do not live again, and the log says from when the records are. */
async function noteInRecords(owner: ClientConfig, { head, digest }: Inspected, now: string): Promise<void> {
  const pool = openPool(owner, { max: 1 });
  try {
    await inScope(pool, { reach: 'system' }, async (tx) => {
      await tx.updateTable('sessions').set({ ended_at: now }).where('ended_at', 'is', null).execute();
      await appendLog(tx, {
        action: 'backup.restored',
        outcome: 'done',
        actor: { userId: null, name: '恢复程序', role: 'system' },
        detail: { madeAt: head.madeAt, digestBegins: digest.slice(0, 8) },
        happenedAt: now,
      });
    });
  } finally {
    await pool.end();
  }
}

/**
 * Puts an inspected backup into an empty database and folder. The rows come in one transaction under the backup's own
 * schema; a cut anywhere leaves a mark, and the same call goes on from there.
 */
export async function restoreBackup(
  path: string,
  inspected: Inspected,
  target: RestoreTarget,
  choices: RestoreChoices,
): Promise<Restored> {
  const { head, contents, digest } = inspected;
  const { owner, dataFolder, filesFolder } = target;
  const step = choices.onStep ?? (() => undefined);
  refuseForeignSchema(head, choices.migrationsFolder);
  const stage = await withClient(owner, (client) => databaseStage(client, digest));
  if (stage === 'empty' && !(await isFolderEmpty(filesFolder))) {
    throw new BackupRefusal(
      `${filesFolder} 里已有文件，不能在上面恢复，什么也没有改动。请用 --into 新目录 恢复到别处。`,
    );
  }
  const note = readNote(dataFolder);
  await writeNote(dataFolder, { archive: path, digest, startedAt: note?.startedAt || choices.now() });
  if (stage === 'empty') await withClient(owner, (client) => markDatabase(client, digest));
  if (stage !== 'loaded') {
    step('建立备份当时的数据库结构');
    await migrate(owner, choices.migrationsFolder, head.migrations.length);
  }
  step(stage === 'loaded' ? '数据表上次已装入，接着恢复文件' : '装入数据表与文件');
  const archive = await openArchive(path, choices);
  await withClient(owner, (client) => loadEntries(archive, client, contents, stage === 'loaded', filesFolder));
  step('更新到本程序的结构');
  const forward = await migrate(owner, choices.migrationsFolder);
  step('核对留痕');
  const log = await checkLog(owner, inspected, choices.now());
  await noteInRecords(owner, inspected, choices.now());
  await removeNote(dataFolder);
  await withClient(owner, unmarkDatabase);
  return {
    isContinued: stage !== 'empty',
    migratedForward: forward.map(({ number, name }) => numbered(number, name)),
    log,
  };
}
