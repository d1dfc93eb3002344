import { z } from 'zod';

export const backupFormat = 'mingxun-backup-1';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const identifier = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

/** The first entry of a backup: what it is and what it needs. */
export const backupHead = z.strictObject({
  format: z.literal(backupFormat),
  madeAt: z.iso.datetime(),
  installationId: z.string().nullable(),
  isDemo: z.boolean(),
  /** Tells which key file opens the sealed fields; the keys themselves are never in a backup. */
  keyCheck: z.string().nullable(),
  serverVersion: z.string(),
  migrations: z.array(
    z.strictObject({ number: z.int().min(1), name: z.string(), checksum: digest, appliedAt: z.iso.datetime() }),
  ),
  tables: z.array(z.strictObject({ name: identifier, columns: z.array(z.string().min(1)) })),
});
export type BackupHead = z.infer<typeof backupHead>;

const part = z.strictObject({ name: z.string(), size: z.int().min(0), sha256: digest });
export type Part = z.infer<typeof part>;

const tableContents = z.strictObject({
  name: identifier,
  rows: z.int().min(0),
  /** Over the rows in any order. */
  rowsDigest: digest,
  parts: z.array(part),
});
export type TableContents = z.infer<typeof tableContents>;

/** The entry after all others: what was written, with counts and digests. */
export const backupContents = z.strictObject({
  tables: z.array(tableContents),
  sequences: z.array(
    z.strictObject({
      name: identifier,
      lastValue: z
        .string()
        .regex(/^-?\d+$/)
        .nullable(),
    }),
  ),
  files: z.strictObject({
    count: z.int().min(0),
    bytes: z.int().min(0),
    /** Named in the database, but not in the folder. */
    missing: z.array(digest),
    /** In the folder, but no longer what their name says. */
    damaged: z.array(digest),
  }),
  /** The last head over the log; null where nothing was numbered yet. */
  log: z.strictObject({ size: z.int().min(1), root: digest }).nullable(),
});
export type BackupContents = z.infer<typeof backupContents>;

export const headEntry = 'backup.json';
export const contentsEntry = 'contents.json';
export const checksumEntry = 'checksum';

export const partName = (table: string, number: number): string =>
  `tables/${table}/${String(number).padStart(8, '0')}.copy`;

/** What an entry of this name is; undefined for a name no backup has. */
export function entryKind(name: string): 'head' | 'contents' | 'checksum' | 'part' | 'file' | undefined {
  if (name === headEntry) return 'head';
  if (name === contentsEntry) return 'contents';
  if (name === checksumEntry) return 'checksum';
  if (/^tables\/[a-z_][a-z0-9_]{0,62}\/\d{8}\.copy$/.test(name)) return 'part';
  return fileHashOf(name) ? 'file' : undefined;
}

/** The digest a file entry is named by. */
export const fileHashOf = (name: string): string | undefined =>
  /^files\/([0-9a-f]{2})\/([0-9a-f]{2})\/(\1\2[0-9a-f]{60})$/.exec(name)?.[3];
