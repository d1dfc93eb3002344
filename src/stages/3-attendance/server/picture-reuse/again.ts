import { sql } from 'kysely';
import type { Reading } from '#platform/operation';
import { groupsOf } from '../../domain/picture-reuse/picture-reuse';

/** Digests of check-in pictures that look the same within a class, each with the mark of its group; explained ones apart. */
export async function picturesAgain(
  { tx }: Pick<Reading, 'tx'>,
  classIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ one: string | null; other: string | null }>`
    select a.picture_digests[1] as one, b.picture_digests[1] as other from picture_likenesses l
      join attendance_checks a on a.region_code = l.region_code and a.class_id = l.class_id and a.id = l.item_id
      join attendance_checks b on b.region_code = l.region_code and b.class_id = l.class_id and b.id = l.other_item_id
    where l.class_id = any(${classIds}::uuid[]) and l.other_class_id = l.class_id
      and l.source = 'check' and l.other_source = 'check' and l.verdict is distinct from 'explained'`.execute(tx);
  return groupsOf(rows.flatMap(({ one, other }) => (one && other ? [[one, other] as const] : [])));
}
