import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { AttachmentsTable } from '#platform/database/tables';
import { openSealed, type Vault } from '#platform/files/sealed-file';
import type { Context, Reading } from '#platform/operation';
import { type Attachment, type AttachmentKind, attachmentKinds, rowOfHolder } from '../domain/attachments';
import { sketchBands } from '#platform/files/intake';
import type { ClassRecord } from './records';

/** An attachment with what a page shows of it. */
export interface KeptAttachment extends Attachment {
  readonly fileName: string;
  readonly pageCount: number;
  /** What might be better about a photo and may stand. */
  readonly hints: readonly string[];
  readonly addedAt: string;
}

/** A trainee as attachments know one. */
export interface RosterHolder {
  readonly id: string;
  readonly name: string;
  readonly key: string | undefined;
}

type Row = Selectable<AttachmentsTable>;

const kindForm = z.enum(attachmentKinds);
export const remarksForm = z.array(z.object({ code: z.string(), blocks: z.boolean(), message: z.string() }));

const holderOf = (row: Row) => ({ name: row.holder_name, key: row.holder_index?.toString('hex') });

function keptOf(row: Row, roster: readonly RosterHolder[]): KeptAttachment {
  const kind = kindForm.parse(row.kind);
  const remarks = kind === 'portrait' ? remarksForm.parse(row.remarks) : [];
  const owner = rowOfHolder(row.row_id ?? '', holderOf(row), roster);
  return {
    id: row.id,
    kind,
    ...(row.proof === null ? {} : { proof: row.proof }),
    ...(owner === undefined ? {} : { row: owner }),
    hash: (row.source_digest ?? Buffer.alloc(0)).toString('hex'),
    unfit: remarks.filter(({ blocks }) => blocks).map(({ message }) => message),
    hints: remarks.filter(({ blocks }) => !blocks).map(({ message }) => message),
    fileName: row.file_name,
    pageCount: row.page_count,
    addedAt: row.added_at,
  };
}

const ofClass = ({ tx }: Pick<Reading, 'tx'>, record: ClassRecord) =>
  tx
    .selectFrom('attachments')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('kind', 'in', [...attachmentKinds]);

/** The photos and papers of a class, each with the row of its trainee as the roster stands now. */
export async function readAttachments(
  reading: Pick<Reading, 'tx'>,
  record: ClassRecord,
  roster: readonly RosterHolder[],
): Promise<KeptAttachment[]> {
  const rows = await ofClass(reading, record)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => keptOf(row, roster));
}

/** One attachment that has not been removed. */
export const findAttachment = (reading: Pick<Reading, 'tx'>, record: ClassRecord, id: string) =>
  ofClass(reading, record).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();

/** What of a paper is shown: its small picture, or a page by its number from 1. */
export type PageShown = 'thumbnail' | number;

/** What a kept picture is bound to by its seal: the class, the file that was sent to it, and the page. */
export const placeOfPage = (classId: string, sourceDigest: Buffer, page: PageShown): string =>
  `${classId}/${sourceDigest.toString('hex')}/${page}`;

/** A kept picture of a class, opened. */
export const openPage = (
  services: Vault,
  { classId, sourceDigest, page, hash }: { classId: string; sourceDigest: Buffer; page: PageShown; hash: string },
): Promise<Buffer> => openSealed(services, 'attachment', placeOfPage(classId, sourceDigest, page), hash);

/** A file as it lies in the store, drawn anew: its pages, its small picture, and what was remarked of a photo. */
export interface StoredPages {
  readonly pages: readonly string[];
  readonly thumbnail: string;
  readonly remarks: z.output<typeof remarksForm>;
  /** How a picture looks, by which the same photo is known in another save; a PDF has none. */
  readonly sketch?: string | undefined;
}

/** What the same file became when it was sent to this class before; what has been removed counts too. */
export async function findStored(
  context: Context,
  record: ClassRecord,
  digest: Buffer,
): Promise<StoredPages | undefined> {
  const known = await ofClass(context, record).where('source_digest', '=', digest).limit(1).executeTakeFirst();
  if (!known?.thumbnail_hash) return undefined;
  const pages = await laterPages(context, record, known.id);
  return {
    pages: [known.file_hash, ...pages],
    thumbnail: known.thumbnail_hash,
    remarks: remarksForm.parse(known.remarks),
    sketch: known.sketch ?? undefined,
  };
}

export async function laterPages({ tx }: Context, record: ClassRecord, attachmentId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('attachment_pages')
    .select('file_hash')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('attachment_id', '=', attachmentId)
    .orderBy('page')
    .execute();
  return rows.map(({ file_hash }) => file_hash);
}

/** Whose and what a file is. */
export interface Assignment {
  readonly holder: RosterHolder | undefined;
  readonly kind: AttachmentKind;
  readonly proof: string | undefined;
}

const assignmentValues = ({ holder, kind, proof }: Assignment) => ({
  kind,
  proof: proof ?? null,
  row_id: holder?.id ?? null,
  holder_name: holder?.name ?? '',
  holder_index: holder?.key === undefined ? null : Buffer.from(holder.key, 'hex'),
});

export interface NewAttachment extends Assignment {
  readonly id: string;
  readonly fileName: string;
  readonly digest: Buffer;
  readonly stored: StoredPages;
}

/** Kept of every picture, as somebody may say later that it is a photo. */
const sketchValues = ({ stored: { sketch } }: NewAttachment) =>
  sketch === undefined ? {} : { sketch, sketch_bands: sketchBands(sketch) };

/** Enters files, all in one statement. */
export async function insertAttachments(
  context: Context,
  record: ClassRecord,
  added: readonly NewAttachment[],
): Promise<void> {
  if (added.length === 0) return;
  const { tx, actor, now } = context;
  const place = { region_code: record.region_code, class_id: record.id };
  const values = added.map((each) => ({
    ...place,
    ...assignmentValues(each),
    id: each.id,
    file_hash: each.stored.pages[0] ?? each.stored.thumbnail,
    file_name: each.fileName,
    source_digest: each.digest,
    thumbnail_hash: each.stored.thumbnail,
    page_count: each.stored.pages.length,
    remarks: JSON.stringify(each.stored.remarks),
    ...sketchValues(each),
    added_by: actor.userId,
    added_at: now,
  }));
  await tx.insertInto('attachments').values(values).execute();
  const later = added.flatMap(({ id, stored }) =>
    stored.pages.slice(1).map((file_hash, at) => ({ ...place, attachment_id: id, page: at + 2, file_hash })),
  );
  if (later.length > 0) await tx.insertInto('attachment_pages').values(later).execute();
}

const oneOf = ({ tx }: Context, record: ClassRecord, ids: readonly string[]) =>
  tx
    .updateTable('attachments')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('id', 'in', [...ids])
    .where('removed_at', 'is', null);

export const reassign = (context: Context, record: ClassRecord, id: string, assignment: Assignment) =>
  oneOf(context, record, [id]).set(assignmentValues(assignment)).execute();

/** Takes files away: they stay in the record and are seen by nobody. */
export async function removeAttachments(context: Context, record: ClassRecord, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await oneOf(context, record, ids).set({ removed_at: context.now, removed_by: context.actor.userId }).execute();
}
