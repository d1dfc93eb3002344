import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { done, query } from '#platform/operation';
import { doubtDeciders, doubtReaders } from '../../domain/doubt/lifecycle';
import type { PhotoVerdict } from '../../domain/photo-draw/photo-draw';
import { classId } from '../check-in/forms';
import { isRefused, taughtClass } from '../check-in/taught-class';

interface Earlier {
  readonly checkId: string;
  readonly at: string;
}

interface Found {
  readonly check_id: string;
  readonly drawn_for: PlainDate;
  readonly at: string;
  readonly name: string;
  readonly witness_name: string | null;
  readonly others: readonly Earlier[] | null;
  readonly verdict: PhotoVerdict | null;
  readonly note: string | null;
  readonly reviewed_by_name: string | null;
  readonly reviewed_at: string | null;
}

const mostShown = 100;
/** Other photos of the same trainee that are shown beside one. */
const mostBeside = 2;
const mostDraws = 30;

/** 抽中的现场照片：待看的在前，旁边是同一学员别的签到照片；每次抽取的名单摘要和种子供复算 */
export const listDrawnPhotos = query({
  name: 'photo-draw.list',
  path: '/classes/:classId/drawn-photos',
  title: '抽看的现场照片',
  by: doubtReaders,
  cites: ['2021.4.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, actor } = context;
    const { rows } = await sql<Found>`
      select p.*, k.at, r.name, k.witness_name, beside.others from drawn_photos p
        join attendance_checks k on k.region_code = p.region_code and k.class_id = p.class_id and k.id = p.check_id
        join roster_rows r on r.region_code = k.region_code and r.class_id = k.class_id and r.id = k.row_id
        left join lateral (select json_agg(json_build_object('checkId', o.id, 'at', o.at) order by o.at desc) as others
          from (select id, at from attendance_checks o where o.region_code = k.region_code and o.class_id = k.class_id
            and o.row_id = k.row_id and o.lesson_id <> k.lesson_id and o.way = 'card' and o.verdict = 'accepted'
            and cardinality(o.picture_hashes) > 0 order by o.at desc limit ${mostBeside}) o) beside on true
      where p.region_code = ${held.regionCode} and p.class_id = ${held.id}
      order by p.verdict is not null, p.drawn_for desc, k.at, p.check_id limit ${mostShown}`.execute(tx);
    const draws = await tx
      .selectFrom('photo_draws')
      .select(['drawn_for', 'pool_size', 'pool_digest', 'seed'])
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .orderBy('drawn_for', 'desc')
      .limit(mostDraws)
      .execute();
    return done({
      mayReview: doubtDeciders.some((role) => role === actor.role),
      rows: rows.map((row) => ({
        checkId: row.check_id,
        day: row.drawn_for,
        at: row.at,
        name: row.name,
        witness: row.witness_name ?? '',
        others: row.others ?? [],
        review:
          row.verdict === null
            ? undefined
            : {
                verdict: row.verdict,
                note: row.note ?? '',
                by: row.reviewed_by_name ?? '',
                at: row.reviewed_at ?? '',
              },
      })),
      draws: draws.map((each) => ({
        day: each.drawn_for,
        pool: each.pool_size,
        digest: each.pool_digest.toString('hex'),
        seed: each.seed.toString('hex'),
      })),
    });
  },
});
