import { sql } from 'kysely';
import { z } from 'zod';
import { done, query } from '#platform/operation';
import { doubtDeciders, doubtReaders } from '../../domain/doubt/lifecycle';
import type { PictureSource, ReuseVerdict } from '../../domain/picture-reuse/picture-reuse';
import { classId } from '../check-in/forms';
import { isRefused, taughtClass } from '../check-in/taught-class';

interface Found {
  readonly source: PictureSource;
  readonly item_id: string;
  readonly other_source: PictureSource;
  readonly other_item_id: string;
  readonly other_class_id: string;
  readonly other_region_code: string;
  readonly other_words: string;
  readonly bits: number;
  readonly taken_at: string;
  readonly name: string | null;
  readonly verdict: ReuseVerdict | null;
  readonly review_note: string | null;
  readonly reviewed_by_name: string | null;
  readonly reviewed_at: string | null;
}

const mostShown = 100;

/** 一个班里与别的照片几乎相同的签到、点名照片：待对看的在前 */
export const listAlikePictures = query({
  name: 'picture.alike',
  path: '/classes/:classId/alike-pictures',
  title: '几乎相同的签到、点名照片',
  by: doubtReaders,
  cites: ['2021.4.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, actor } = context;
    const { rows } = await sql<Found>`
      select l.*, s.taken_at, coalesce(r.name, t.name) as name from picture_likenesses l
        join picture_sketches s on s.source = l.source and s.item_id = l.item_id
        left join attendance_checks k on l.source = 'check' and k.region_code = l.region_code
          and k.class_id = l.class_id and k.id = l.item_id
        left join roster_rows r on r.region_code = k.region_code and r.class_id = k.class_id and r.id = k.row_id
        left join teachers t on t.id = k.teacher_id
      where l.region_code = ${held.regionCode} and l.class_id = ${held.id}
      order by l.verdict is not null, l.bits, s.taken_at desc, l.item_id, l.other_item_id
      limit ${mostShown}`.execute(tx);
    return done({
      mayReview: doubtDeciders.some((role) => role === actor.role),
      rows: rows.map((row) => ({
        source: row.source,
        itemId: row.item_id,
        at: row.taken_at,
        name: row.name ?? undefined,
        other: {
          source: row.other_source,
          itemId: row.other_item_id,
          classId: row.other_class_id,
          words: row.other_words,
          // Pictures of another county are opened by the city alone.
          canOpen: actor.regionCode === undefined || row.other_region_code === actor.regionCode,
        },
        bits: row.bits,
        review:
          row.verdict === null
            ? undefined
            : {
                verdict: row.verdict,
                note: row.review_note ?? '',
                by: row.reviewed_by_name ?? '',
                at: row.reviewed_at ?? '',
              },
      })),
    });
  },
});
