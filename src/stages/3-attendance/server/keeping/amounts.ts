import { sql } from 'kysely';
import type { Reading } from '#platform/operation';

/** What is kept of classes, counted and weighed. */
interface KeptAmounts {
  readonly records: number;
  readonly recordings: number;
  readonly recordingBytes: number;
  readonly pictures: number;
  readonly pictureBytes: number;
  readonly templates: number;
}

interface FoundAmounts {
  readonly id: string;
  readonly records: number;
  readonly recordings: number;
  readonly recording_bytes: string;
  readonly pictures: number;
  readonly picture_bytes: string;
  readonly templates: number;
}

export async function amountsOf(
  { tx }: Pick<Reading, 'tx'>,
  ids: readonly string[],
): Promise<Map<string, KeptAmounts>> {
  const { rows } = await sql<FoundAmounts>`
    select c.id, k.records, r.recordings, r.recording_bytes, k.pictures + f.frames + o.pictures as pictures,
      k.picture_bytes + f.frame_bytes + o.picture_bytes as picture_bytes, f.templates
    from training_classes c
    cross join lateral (select count(*)::int as records, coalesce(sum(n.pictures), 0)::int as pictures,
        coalesce(sum(n.bytes), 0)::bigint as picture_bytes
      from attendance_checks a cross join lateral (select count(*) as pictures, sum(x.size) as bytes
        from files x where x.hash = any(a.picture_hashes)) n
      where a.region_code = c.region_code and a.class_id = c.id) k
    cross join lateral (select count(*)::int as recordings, coalesce(sum(v.byte_length), 0)::bigint as recording_bytes
      from recordings v where v.region_code = c.region_code and v.class_id = c.id and v.received_at is not null
        and not exists (select from purge_items i where i.source = 'recording' and i.item_id = v.id::text
          and i.removed_at is not null)) r
    cross join lateral (select count(*)::int as frames, coalesce(sum(length(e.picture_sealed)), 0)::bigint as frame_bytes,
        count(distinct e.row_id) filter (where e.template_sealed is not null)::int as templates
      from enrolment_frames e where e.region_code = c.region_code and e.class_id = c.id) f
    cross join lateral (select count(*)::int as pictures, coalesce(sum(x.size), 0)::bigint as picture_bytes from (
        select l.picture_hash as hash from roll_calls l where l.region_code = c.region_code and l.class_id = c.id
        union all
        select p.file_hash from impersonation_evidence v join impersonation_evidence_pages p on p.evidence_id = v.id
          where v.region_code = c.region_code and v.class_id = c.id
        union all
        select unnest(a.file_hashes) from absence_papers a where a.region_code = c.region_code and a.class_id = c.id
      ) h join files x on x.hash = h.hash) o
    where c.id = any(${ids}::uuid[])`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        records: row.records,
        recordings: row.recordings,
        recordingBytes: Number(row.recording_bytes),
        pictures: row.pictures,
        pictureBytes: Number(row.picture_bytes),
        templates: row.templates,
      },
    ]),
  );
}

export const nothingKept: KeptAmounts = {
  records: 0,
  recordings: 0,
  recordingBytes: 0,
  pictures: 0,
  pictureBytes: 0,
  templates: 0,
};
