import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Reading } from '#platform/operation';
import { isPurgeSource, type PurgedKind, purgedKindOf, type PurgeSource } from '../../domain/retention/purge-sources';
import type { TaughtClass } from '../check-in/taught-class';
import { isKept } from './archive';

/** One thing that a purge takes away: a file, or a picture in a row. */
export interface ListedItem {
  readonly source: PurgeSource;
  readonly kind: PurgedKind;
  readonly itemId: string;
  readonly byteLength: number;
  readonly hash: string;
}

interface Found {
  readonly source: PurgeSource;
  readonly item_id: string;
  readonly bytes: string;
  readonly hash: string;
}

/** The class that a device’s picture belongs to is not written; it stays as long as another class might need it. */
const devicePictures = ({ id, regionCode, institutionId }: TaughtClass) => sql`
  select 'device' as source, e.device_id || '/' || e.series || '/' || e.sequence || '/' || md5(e.told_key), f.size, f.hash
    from device_events e join files f on f.hash = e.picture_hash
    cross join lateral (select (e.received_at at time zone 'Asia/Shanghai')::date as day) on_day
    where e.region_code = ${regionCode} and e.institution_id = ${institutionId} and e.picture_hash is not null
      and day <= evidence_last_day(${id})
      and not exists (select from training_classes c where c.institution_id = e.institution_id and c.id <> ${id}
        and c.state = 'approved' and day between c.starts_on and evidence_last_day(c.id)
        and not exists (select from evidence_purges p where p.class_id = c.id and p.state in ('witnessed', 'done'))
        and not (exists (select from device_people d where d.class_id = ${id} and d.person_code = e.person_code)
          and not exists (select from device_people d where d.class_id = c.id and d.person_code = e.person_code)))`;

/** Everything of a class that goes when its time is over, in an order of its own. */
export async function itemsOf({ tx }: Pick<Reading, 'tx'>, held: TaughtClass): Promise<ListedItem[]> {
  const { id, regionCode } = held;
  const { rows } = await sql<Found>`
    select 'recording' as source, r.id::text as item_id, r.byte_length as bytes, encode(r.sha256, 'hex') as hash
      from recordings r where r.region_code = ${regionCode} and r.class_id = ${id} and ${isKept}
    union all
    select 'recordingPicture', p.recording_id || '/' || p.kind || '/' || p.at_ms, f.size, f.hash
      from recording_pictures p join recordings r on r.id = p.recording_id join files f on f.hash = p.file_hash
      where r.region_code = ${regionCode} and r.class_id = ${id}
    union all
    select 'check', k.id || '/' || (h.place - 1), f.size, f.hash
      from attendance_checks k cross join lateral unnest(k.picture_hashes) with ordinality as h(hash, place)
      join files f on f.hash = h.hash where k.region_code = ${regionCode} and k.class_id = ${id}
    union all
    select 'frame', e.row_id || '/' || e.position, length(e.picture_sealed), encode(e.picture_digest, 'hex')
      from enrolment_frames e where e.region_code = ${regionCode} and e.class_id = ${id}
    union all
    select 'rollCall', r.id::text, f.size, f.hash
      from roll_calls r join files f on f.hash = r.picture_hash where r.region_code = ${regionCode} and r.class_id = ${id}
    union all
    select 'casePage', p.evidence_id || '/' || p.page, f.size, f.hash
      from impersonation_evidence v join impersonation_evidence_pages p on p.evidence_id = v.id
      join files f on f.hash = p.file_hash where v.region_code = ${regionCode} and v.class_id = ${id}
    union all
    select 'paperPage', p.id || '/' || h.place, f.size, f.hash
      from absence_papers p cross join lateral unnest(p.file_hashes) with ordinality as h(hash, place)
      join files f on f.hash = h.hash where p.region_code = ${regionCode} and p.class_id = ${id}
    union all ${devicePictures(held)}
    order by 1, 2`.execute(tx);
  return rows.map(({ source, item_id, bytes, hash }) => ({
    source,
    kind: purgedKindOf[source],
    itemId: item_id,
    byteLength: Number(bytes),
    hash,
  }));
}

/** One digest over the whole list, which the log keeps: a line for each item. */
export function listDigest(items: readonly ListedItem[]): Buffer {
  const digest = createHash('sha256');
  for (const { source, itemId, byteLength, hash } of items)
    digest.update(`${source} ${itemId} ${byteLength} ${hash}\n`);
  return digest.digest();
}

const atOnce = 1000;

/** Writes the list of a purge down; afterwards it only loses what has been removed. */
export async function listItems(
  { tx }: Pick<Reading, 'tx'>,
  held: TaughtClass,
  purge: string,
  items: readonly ListedItem[],
): Promise<void> {
  const rows = items.map((item, at) => ({
    region_code: held.regionCode,
    institution_id: held.institutionId,
    class_id: held.id,
    purge_id: purge,
    number: at + 1,
    kind: item.kind,
    source: item.source,
    item_id: item.itemId,
    byte_length: item.byteLength,
    hash: item.hash,
  }));
  for (let from = 0; from < rows.length; from += atOnce)
    await tx
      .insertInto('purge_items')
      .values(rows.slice(from, from + atOnce))
      .execute();
}

/** The list as it was written down. */
export async function listed({ tx }: Pick<Reading, 'tx'>, purge: string): Promise<ListedItem[]> {
  const rows = await tx
    .selectFrom('purge_items')
    .select(['source', 'item_id', 'byte_length', 'hash'])
    .where('purge_id', '=', purge)
    .orderBy('number')
    .execute();
  return rows.map((row) => {
    if (!isPurgeSource(row.source)) throw new Error(`nothing is purged from ${row.source}`);
    return {
      kind: purgedKindOf[row.source],
      source: row.source,
      itemId: row.item_id,
      byteLength: Number(row.byte_length),
      hash: row.hash,
    };
  });
}
