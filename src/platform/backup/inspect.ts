import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { openArchive, type ReadChoices, type ReadEntry } from './archive-reader';
import {
  type BackupContents,
  type BackupHead,
  backupContents,
  backupHead,
  entryKind,
  fileHashOf,
  type Part,
} from './contents';
import { ArchiveDamaged, BackupRefusal } from './refusal';

/** A backup that was read from end to end and is what was written. */
export interface Inspected {
  readonly head: BackupHead;
  readonly contents: BackupContents;
  readonly digest: string;
  readonly size: number;
  readonly isSealed: boolean;
}

const damaged = (what: string) => new ArchiveDamaged(`备份文件已损坏：${what}。请改用另一份备份。`);
const longestText = 256 * 1024 * 1024;

/** The JSON of an entry in the shape it must have. */
export async function readJson<T>(entry: ReadEntry, shape: z.ZodType<T>): Promise<T> {
  if (entry.size > longestText) throw damaged(`${entry.name} 大得不合理`);
  const pieces: Buffer[] = [];
  for await (const piece of entry.bytes) pieces.push(Buffer.from(piece));
  let content: unknown;
  try {
    content = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw damaged(`${entry.name} 读不出来`);
  }
  const parsed = shape.safeParse(content);
  if (parsed.success) return parsed.data;
  const format = typeof content === 'object' && content !== null && 'format' in content ? content.format : undefined;
  if (typeof format === 'string' && format !== 'mingxun-backup-1') {
    throw new BackupRefusal(`备份格式是“${format}”，本程序只认“mingxun-backup-1”。请用制作它的版本恢复。`);
  }
  throw damaged(`${entry.name} 的内容不合规定（${parsed.error.issues[0]?.path.join('.') ?? ''}）`);
}

interface Found {
  head?: BackupHead;
  contents?: BackupContents;
  readonly parts: Part[];
  fileCount: number;
  fileBytes: number;
  readonly changedFiles: string[];
}

async function digestOf(entry: ReadEntry): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of entry.bytes) hash.update(piece);
  return hash.digest('hex');
}

async function inspectEntry(found: Found, entry: ReadEntry): Promise<void> {
  if (found.contents) throw damaged(`${entry.name} 排在目录之后`);
  const kind = entryKind(entry.name);
  if ((kind === 'head') === (found.head !== undefined)) throw damaged(`${entry.name} 的位置不对`);
  if (kind === 'head') found.head = await readJson(entry, backupHead);
  else if (kind === 'contents') found.contents = await readJson(entry, backupContents);
  else if (kind === 'part') found.parts.push({ name: entry.name, size: entry.size, sha256: await digestOf(entry) });
  else {
    const hash = fileHashOf(entry.name) ?? '';
    if ((await digestOf(entry)) !== hash) found.changedFiles.push(hash);
    found.fileCount += 1;
    found.fileBytes += entry.size;
  }
}

function refuseDifference({ tables, files }: BackupContents, head: BackupHead, found: Found): void {
  const listed = tables.flatMap(({ parts }) => parts);
  listed.forEach(({ name, size, sha256 }, at) => {
    const part = found.parts[at];
    if (part?.name !== name) throw damaged(`缺少 ${name}`);
    if (part.size !== size || part.sha256 !== sha256) throw damaged(`${name} 与登记的摘要不符`);
  });
  if (found.parts.length !== listed.length) throw damaged('数据表的分段比登记的多');
  if (tables.map(({ name }) => name).join() !== head.tables.map(({ name }) => name).join()) {
    throw damaged('数据表与登记的不一致');
  }
  if (found.fileCount !== files.count || found.fileBytes !== files.bytes)
    throw damaged('文件的数目或总大小与登记的不符');
  const unexpected = found.changedFiles.find((hash) => !files.damaged.includes(hash));
  if (unexpected) throw damaged(`文件 ${unexpected} 与其摘要不符`);
}

/** Reads a whole backup and compares every digest and count in it; changes nothing anywhere. */
export async function inspectBackup(path: string, choices: ReadChoices = {}): Promise<Inspected> {
  const archive = await openArchive(path, choices);
  const found: Found = { parts: [], fileCount: 0, fileBytes: 0, changedFiles: [] };
  for await (const entry of archive.entries) await inspectEntry(found, entry);
  const { head, contents } = found;
  if (!head || !contents) throw damaged('缺少目录');
  refuseDifference(contents, head, found);
  return { head, contents, digest: archive.digest(), size: archive.size, isSealed: archive.isSealed };
}
