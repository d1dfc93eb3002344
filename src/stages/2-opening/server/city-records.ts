import { type RawBuilder, sql } from 'kysely';
import { plainDate } from '#kernel/plain-date';
import type { Context } from '#platform/operation';
import type { LikePlan, PhotoElsewhere, PostElsewhere } from '../domain/city-evidence';
import { planText } from '../domain/plan-likeness';
import type { KnownNumbers } from './city-people';
import { type OtherClassRow, otherClassOf } from './other-class';
import type { ClassRecord } from './records';
import type { FilingParts } from './store';

/** Photos that stand for somebody else: the same file, or one that looks the same in nearly all of its 256 bits. */
export async function findPhotos(
  { tx }: Context,
  record: ClassRecord,
  { attachments }: FilingParts,
  { rows, persons }: KnownNumbers,
  counts: RawBuilder<boolean>,
): Promise<PhotoElsewhere[]> {
  const known = new Set(rows);
  const photos = attachments.flatMap(({ id, kind, row }) =>
    kind === 'portrait' && row !== undefined && known.has(row) ? [{ id, row }] : [],
  );
  if (photos.length === 0) return [];
  const found = await sql<OtherClassRow & { row_id: string; is_here: boolean }>`
    with mine as materialized (
      select photo.row_id, own.source_digest, own.sketch, own.sketch_bands
      from unnest(${photos.map(({ row }) => row)}::text[], ${photos.map(({ id }) => id)}::uuid[]) as photo(row_id, id)
      join attachments own on own.region_code = ${record.region_code} and own.class_id = ${record.id}
        and own.id = photo.id),
    likes as materialized (
      select mine.row_id, shown.region_code, shown.class_id, shown.holder_index, false as is_file
      from mine cross join lateral portraits_like(mine.sketch, mine.sketch_bands, ${mostDifferentBits}) as shown
      where mine.sketch is not null and shown.source_digest <> mine.source_digest
      union
      select mine.row_id, shown.region_code, shown.class_id, shown.holder_index, true
      from mine
      join attachments shown on shown.kind = 'portrait' and shown.removed_at is null
        and shown.source_digest = mine.source_digest),
    others as materialized (
      select * from likes where holder_index is not null and not exists (
        select from unnest(${rows}::text[], ${persons}::bytea[]) as own(row_id, person)
        where own.row_id = likes.row_id and own.person = likes.holder_index))
    select distinct on (likes.row_id) likes.row_id, held.region_code, held.filing_number,
      occupations.name as occupation, held.id = ${record.id} as is_here
    from others likes
    join training_classes held on held.region_code = likes.region_code and held.id = likes.class_id
      and ((held.id = ${record.id} and not likes.is_file) or (${counts}))
    left join occupations on occupations.code = held.occupation_code
    order by likes.row_id, held.id = ${record.id}, held.filed_at desc, held.id`.execute(tx);
  return found.rows.map((row) => ({ ...otherClassOf(row), row: row.row_id, ...(row.is_here ? { isHere: true } : {}) }));
}

/** Two saves of one photo differ in fewer of their 256 bits, two persons in far more; fewer than there are bands. */
const mostDifferentBits = 15;

/** Posts of these that another class counts as well and that are still open when this one begins. */
export async function findPosts(
  { tx, today }: Context,
  record: ClassRecord,
  { posts }: FilingParts,
  counts: RawBuilder<boolean>,
): Promise<PostElsewhere[]> {
  const named = posts.filter(({ employer, post }) => employer !== '' && post !== '');
  if (named.length === 0) return [];
  const found = await sql<OtherClassRow & { post_id: string; headcount: number; trainees: number; offered: number }>`
    with mine as materialized (
      select * from unnest(${named.map(({ id }) => id)}::uuid[], ${named.map(({ employer }) => employer)}::text[],
        ${named.map(({ creditCode }) => creditCode)}::text[], ${named.map(({ post }) => post)}::text[])
        as post(post_id, employer, code, name)),
    same as materialized (
      select mine.post_id, other.region_code, other.class_id, other.headcount, other.id
      from mine join job_posts other on other.employer = mine.employer and other.post = mine.name
        and (other.valid_until is null or other.valid_until >= ${record.starts_on ?? today})
      union
      select mine.post_id, other.region_code, other.class_id, other.headcount, other.id
      from mine join job_posts other on mine.code <> '' and other.credit_code = any(array[mine.code, upper(mine.code)])
        and other.post = mine.name and (other.valid_until is null or other.valid_until >= ${record.starts_on ?? today}))
    select same.post_id, coalesce(same.headcount, 0) as headcount, held.trainee_count as trainees, held.region_code,
      held.filing_number, occupations.name as occupation,
      (select coalesce(sum(offer.headcount), 0)::int from job_posts offer
        where offer.region_code = held.region_code and offer.class_id = held.id) as offered
    from same
    join training_classes held on held.region_code = same.region_code and held.id = same.class_id and ${counts}
    left join occupations on occupations.code = held.occupation_code
    order by same.post_id, held.filed_at desc, held.id`.execute(tx);
  return found.rows.map((row) => ({
    ...otherClassOf(row),
    postId: row.post_id,
    headcount: row.headcount,
    trainees: row.trainees,
    offered: row.offered,
  }));
}

/** Plans of one occupation that are looked at, the newest first: some years of the whole city. */
const mostPlans = 400;

/** The plan of another institution’s class that is most like this one; its own former plans it may use again. */
export async function findLikePlans(
  { tx }: Context,
  record: ClassRecord,
  { lessons }: FilingParts,
  counts: RawBuilder<boolean>,
): Promise<LikePlan[]> {
  const text = planText(lessons.map(({ content }) => content));
  if (text.total === 0 || !record.occupation_code) return [];
  const found = await sql<OtherClassRow & { institution: string; starts_on: string; contents: string[] }>`
    select held.region_code, held.filing_number, occupations.name as occupation, held.starts_on::text,
      (select institutions.name from institutions where institutions.id = held.institution_id) as institution, array(select distinct content from lessons
        where lessons.region_code = held.region_code and lessons.class_id = held.id) as contents
    from training_classes held
    left join occupations on occupations.code = held.occupation_code
    where held.occupation_code = ${record.occupation_code} and held.institution_id <> ${record.institution_id}
      and held.filing_number is not null and ${counts}
    order by held.filed_at desc limit ${mostPlans}`.execute(tx);
  let best: LikePlan | undefined;
  for (const row of found.rows) {
    const alike = text.alikeIn(row.contents);
    if (alike <= (best?.alike ?? 0)) continue;
    const { institution } = row;
    best = { ...otherClassOf(row), institution, startedOn: plainDate(row.starts_on), alike, total: text.total };
  }
  return best ? [best] : [];
}
