import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { job, type JobContext } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { drawnOf, lowestOf } from '../../domain/photo-draw/photo-draw';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { raiseDrawn } from './tasks';

/** Days after a day of lessons on which its photos are still drawn. */
const followedDays = 3;
/** Days of classes drawn in one run; the rest follow in the next. */
const mostDays = 500;

interface PhotoDay {
  readonly class_id: string;
  readonly taught_on: PlainDate;
  readonly check_ids: readonly string[];
}

/** Days that are over and not drawn yet, each with its counted check-ins by card that have a room photo, in order. */
async function photoDays({ tx, today }: JobContext): Promise<readonly PhotoDay[]> {
  const { rows } = await sql<PhotoDay>`
    select k.class_id, l.taught_on, array_agg(k.id::text order by k.id) as check_ids
    from lessons l
    join training_classes c on c.region_code = l.region_code and c.id = l.class_id and c.state = 'approved'
    join attendance_checks k on k.region_code = l.region_code and k.class_id = l.class_id and k.lesson_id = l.id
    where l.taught_on between ${today}::date - ${followedDays}::int and ${today}::date - 1
      and k.way = 'card' and k.verdict = 'accepted' and k.row_id is not null and cardinality(k.picture_hashes) > 0
      and not exists (select from photo_draws d where d.region_code = k.region_code and d.class_id = k.class_id
        and d.drawn_for = l.taught_on)
    group by k.class_id, l.taught_on order by l.taught_on, k.class_id limit ${mostDays}`.execute(tx);
  return rows;
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What the list of a day is known by: the ids of its check-ins in order, one a line. */
export const poolDigest = (checkIds: readonly string[]): Buffer => digestOf(checkIds.toSorted().join('\n'));

/** The lot of a check-in in a draw. */
export const lotOf = (seed: Buffer, checkId: string): string =>
  digestOf(`${seed.toString('hex')}\n${checkId}`).toString('hex');

/** Draws one day of one class; the list stands before the seed is made. Gives how many photos were drawn. */
async function draw(context: JobContext, { class_id, taught_on, check_ids }: PhotoDay): Promise<number> {
  const { tx, now, laterFigures } = context;
  const held = await taughtClass(context, class_id);
  if (isRefused(held)) return 0;
  const figure = figuresOn(taught_on, laterFigures);
  const pool = poolDigest(check_ids);
  const seed = randomBytes(32);
  const count = drawnOf(check_ids.length, figure('photoDrawShare'), figure('photoDrawLeast'));
  const drawn = lowestOf(
    check_ids.map((id) => ({ id, lot: lotOf(seed, id) })),
    count,
  );
  const place = { region_code: held.regionCode, institution_id: held.institutionId, class_id: held.id };
  const kept = await tx
    .insertInto('photo_draws')
    .values({
      ...place,
      drawn_for: taught_on,
      pool_size: check_ids.length,
      pool_digest: pool,
      seed,
      drawn_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('class_id')
    .executeTakeFirst();
  if (!kept || drawn.length === 0) return 0;
  await tx
    .insertInto('drawn_photos')
    .values(drawn.map((check_id) => ({ ...place, check_id, drawn_for: taught_on })))
    .execute();
  await raiseDrawn(tx, now, held);
  await context.log({
    action: 'photo-draw.draw',
    subject: { type: 'trainingClass', id: held.id },
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    detail: { day: taught_on, pool: check_ids.length, digest: pool.toString('hex'), seed: seed.toString('hex'), drawn },
  });
  return drawn.length;
}

/** 身份证签到的现场照片，每班每个上课日随机抽一部分请人看；名单、种子、结果都留痕，谁都可以复算 */
export const drawRoomPhotos = job({
  name: 'draw-room-photos',
  title: '随机抽取身份证签到的现场照片，请经办人抽看',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const days = await photoDays(context);
    let drawn = 0;
    for (const day of days) {
      context.signal.throwIfAborted();
      drawn += await draw(context, day);
    }
    return days.length === 0 ? '没有要抽的上课日。' : `${days.length} 个班的上课日，抽出 ${drawn} 张照片。`;
  },
});

export const photoDrawSchedule = [{ job: drawRoomPhotos, times: hourly(50) }] as const;
