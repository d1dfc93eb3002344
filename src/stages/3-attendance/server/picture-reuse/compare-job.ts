import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { spokenDay } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { dayOf } from '#platform/clock';
import { createSketchTable } from '#platform/files/intake';
import { job, type JobContext } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { asksAboutLikeness, type PictureSource, pictureSourceNames } from '../../domain/picture-reuse/picture-reuse';
import { isRefused, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { raiseAlike } from './alike-tasks';

/** Pictures compared in one run; the rest follow in the next. */
const mostNew = 5_000;
/** Pictures of the city each is held against, the newest first: months of a city, a few megabytes. */
const mostKnown = 200_000;
/** Pictures one is said to be like; a camera on a stand has more, and three show it. */
const mostAlike = 3;

interface Known {
  readonly source: PictureSource;
  readonly item_id: string;
  readonly class_id: string;
  readonly venue_id: string | null;
  readonly taken_at: string;
  readonly sketch: Buffer;
  readonly is_new: boolean;
}

/** The newest pictures of the city, and those that nobody has compared yet. */
async function knownPictures({ tx }: JobContext): Promise<Known[]> {
  const { rows } = await sql<Known>`
    with fresh as (select source, item_id from picture_sketches where compared_at is null order by taken_at limit ${mostNew}),
      newest as (select source, item_id from picture_sketches order by taken_at desc limit ${mostKnown})
    select s.source, s.item_id, s.class_id, s.venue_id, s.taken_at, s.sketch, f.item_id is not null as is_new
    from (select * from fresh union select * from newest) k join picture_sketches s using (source, item_id)
      left join fresh f using (source, item_id)
    order by s.taken_at, s.item_id`.execute(tx);
  return rows;
}

const shownOf = ({ source, taken_at, venue_id }: Known) => ({
  source,
  takenOn: dayOf(taken_at),
  venueId: venue_id ?? undefined,
});

interface Pair {
  readonly one: Known;
  readonly other: Known;
  readonly bits: number;
}

/** Each new picture with the earlier ones it looks like, most alike first. */
async function pairsOf(known: readonly Known[], most: number, signal: AbortSignal): Promise<Pair[]> {
  const table = createSketchTable();
  const pairs: Pair[] = [];
  for (const [at, one] of known.entries()) {
    if (one.is_new) {
      // The comparison runs in the process that also answers people.
      if (at % 50 === 0) await setImmediate();
      signal.throwIfAborted();
      const alike = table
        .near(one.sketch, most)
        .flatMap(({ at: row, bits }): Pair[] => {
          const other = known[row];
          return other && asksAboutLikeness(shownOf(one), shownOf(other)) ? [{ one, other, bits }] : [];
        })
        .toSorted((a, b) => a.bits - b.bits);
      pairs.push(...alike.slice(0, mostAlike));
    }
    // In order of time: what comes later is held against what came before.
    table.add(one.sketch);
  }
  return pairs;
}

/** Writes one side of a pair down, for the county of its class; false where it was known. */
async function note(context: JobContext, held: TaughtClass, { one, other, bits }: Pair, like: TaughtClass) {
  const name = like.id === held.id ? '本班' : `${like.institution}“${like.name}”`;
  const kept = await context.tx
    .insertInto('picture_likenesses')
    .values({
      region_code: held.regionCode,
      institution_id: held.institutionId,
      class_id: held.id,
      source: one.source,
      item_id: one.item_id,
      other_source: other.source,
      other_item_id: other.item_id,
      other_class_id: like.id,
      other_region_code: like.regionCode,
      other_words: `${name} ${spokenDay(dayOf(other.taken_at), context.today)}的${pictureSourceNames[other.source]}`,
      bits,
      found_at: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('item_id')
    .executeTakeFirst();
  if (kept) await raiseAlike(context.tx, context.now, held);
  return kept !== undefined;
}

/** 签到、点名照片逐张与全市以前的比：另一天、另一间教室出现几乎相同的，请县级对看；不自动处理 */
export const compareShownPictures = job({
  name: 'compare-shown-pictures',
  title: '比对签到与点名照片，几乎相同的请人对看',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const { tx, now, today, laterFigures, signal } = context;
    const known = await knownPictures(context);
    const fresh = known.filter(({ is_new }) => is_new);
    if (fresh.length === 0) return '没有新照片。';
    const pairs = await pairsOf(known, figuresOn(today, laterFigures)('pictureDifference'), signal);
    let found = 0;
    for (const pair of pairs) {
      const held = await taughtClass(context, pair.one.class_id);
      const like = await taughtClass(context, pair.other.class_id);
      if (isRefused(held) || isRefused(like)) continue;
      if (await note(context, held, pair, like)) found += 1;
      if (like.id !== held.id) await note(context, like, { ...pair, one: pair.other, other: pair.one }, held);
    }
    await sql`update picture_sketches s set compared_at = ${now}
      from unnest(${fresh.map(({ source }) => source)}::text[], ${fresh.map(({ item_id }) => item_id)}::uuid[])
        as done(source, item_id)
      where s.source = done.source and s.item_id = done.item_id`.execute(tx);
    return `比对 ${fresh.length} 张照片，几乎相同的 ${found} 对。`;
  },
});

export const pictureReuseSchedule = [{ job: compareShownPictures, times: hourly(20) }] as const;
