import { createHash } from 'node:crypto';
import type { Client, ClientConfig } from 'pg';
import { type ArchiveWriter, writeArchive } from './archive-writer';
import { type BackupContents, contentsEntry, headEntry, type Part, partName, type TableContents } from './contents';
import { CopyOut } from './copy-out';
import { rowsDigest } from './rows-digest';
import { copyOutStatement, readSequences, type TableShape } from './schema';
import type { SealedStream } from './sealing-key';
import { expectedBytes, inSnapshot, readHead, readLogHead } from './snapshot';
import { writeFiles } from './stored-files';

const partBytes = 4 * 1024 * 1024;

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const jsonBytes = (content: unknown) => Buffer.from(`${JSON.stringify(content, null, 1)}\n`);

async function writeTable(
  client: Client,
  table: TableShape,
  archive: ArchiveWriter,
  onBytes: (count: number) => void,
): Promise<TableContents> {
  const rows = rowsDigest();
  const parts: Part[] = [];
  let gathered: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    const bytes = Buffer.concat(gathered);
    const name = partName(table.name, parts.length + 1);
    await archive.entry(name, bytes);
    parts.push({ name, size, sha256: sha256(bytes) });
    gathered = [];
    size = 0;
  };
  const copy = client.query(new CopyOut(copyOutStatement(table)));
  for await (const piece of copy.pieces()) {
    rows.update(piece);
    gathered.push(piece);
    size += piece.length;
    onBytes(piece.length);
    if (size >= partBytes) await flush();
  }
  if (size > 0) await flush();
  return { name: table.name, rows: copy.rowCount, rowsDigest: rows.hex(), parts };
}

export interface BackupSource {
  readonly owner: ClientConfig;
  readonly filesFolder: string;
}

export interface BackupChoices {
  readonly madeAt: string;
  readonly sealed?: SealedStream | undefined;
  readonly onProgress?: (done: number, expected: number) => void;
}

export interface MadeBackup {
  readonly digest: string;
  readonly size: number;
  readonly isSealed: boolean;
  readonly contents: BackupContents;
}

async function writeAll(
  client: Client,
  { filesFolder }: BackupSource,
  { madeAt, onProgress }: BackupChoices,
  archive: ArchiveWriter,
): Promise<BackupContents> {
  const head = await readHead(client, madeAt);
  const expected = await expectedBytes(client, head.tables);
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    onProgress?.(Math.min(done, expected), expected);
  };
  await archive.entry(headEntry, jsonBytes(head));
  const tables: TableContents[] = [];
  for (const table of head.tables) tables.push(await writeTable(client, table, archive, onBytes));
  const sequences = await readSequences(client);
  const log = await readLogHead(client);
  const files = await writeFiles(client, filesFolder, archive, onBytes);
  const contents = { tables, sequences, files, log };
  await archive.entry(contentsEntry, jsonBytes(contents));
  return contents;
}

/**
 * Writes the whole product into one file: every table as it was in one moment, and every stored file. Whoever works
 * on meanwhile is not held up.
 */
export const makeBackup = (source: BackupSource, path: string, choices: BackupChoices): Promise<MadeBackup> =>
  inSnapshot(source.owner, async (client) => {
    const changedAt = Math.floor(Date.parse(choices.madeAt) / 1000);
    const { result, digest, size } = await writeArchive(path, choices.sealed, changedAt, (archive) =>
      writeAll(client, source, choices, archive),
    );
    return { digest, size, isSealed: choices.sealed !== undefined, contents: result };
  });
