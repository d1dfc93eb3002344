import { sql } from 'kysely';
import type { Reading } from '#platform/operation';
import type { HeadCount } from '../../domain/truth-score/trace';
import { headCountsOf } from '../recordings/heads';

/** Where heads were counted in sampled pictures of lessons, by class; recordings give them. */
export type HeadCounts = (
  reading: Pick<Reading, 'tx'>,
  classIds: readonly string[],
) => Promise<ReadonlyMap<string, readonly HeadCount[]>>;

/** Heads counted in recordings; only classes that have such pictures are asked about one by one. */
export const recordedHeads: HeadCounts = async (reading, classIds) => {
  const { rows } = await sql<{ class_id: string }>`
    select distinct r.class_id from recordings r join recording_pictures p on p.recording_id = r.id
    where r.class_id = any(${classIds}::uuid[]) and p.head_count is not null`.execute(reading.tx);
  const counts = new Map<string, readonly HeadCount[]>();
  for (const { class_id } of rows) counts.set(class_id, await headCountsOf(reading, class_id));
  return counts;
};

/**
 * Heads in the pictures of spot roll calls, which look at the class from the front; where nothing could count them, those
 * whom the institution itself said to be there.
 */
export const rollCallCounts: HeadCounts = async ({ tx }, classIds) => {
  const { rows } = await sql<{ class_id: string; lesson_id: string; count: number }>`
    select c.class_id, c.lesson_id, coalesce(c.head_count, (select count(*) from roll_call_answers a
      where a.call_id = c.id and a.is_present))::int as count
    from roll_calls c where c.class_id = any(${classIds}::uuid[]) and c.answered_at is not null
    order by c.called_at`.execute(tx);
  const counts = new Map<string, HeadCount[]>();
  for (const { class_id, lesson_id, count } of rows)
    counts.set(class_id, [...(counts.get(class_id) ?? []), { lessonId: lesson_id, count }]);
  return counts;
};

/** People edited on devices of the institutions while classes ran, but for what the county has looked into and settled. */
export async function findPeopleChanges({ tx }: Pick<Reading, 'tx'>, classIds: readonly string[]) {
  const { rows } = await sql<{ class_id: string; device_id: string; venue_id: string; at: string }>`
    select c.id as class_id, e.device_id, d.venue_id, e.received_at as at
    from training_classes c join devices d on d.institution_id = c.institution_id
      join device_events e on e.region_code = d.region_code and e.device_id = d.id and e.kind = 'peopleChanged'
    where c.id = any(${classIds}::uuid[]) and e.received_at >= (c.starts_on::timestamp at time zone 'Asia/Shanghai')
      and e.received_at < ((c.ends_on + 1)::timestamp at time zone 'Asia/Shanghai')
      and not exists (select from device_alarms a join users u on u.id = a.settled_by
        where a.device_id = e.device_id and a.kind = 'peopleChanged' and u.role = 'countyOfficer'
          and (a.raised_at at time zone 'Asia/Shanghai')::date = (e.received_at at time zone 'Asia/Shanghai')::date)`.execute(
    tx,
  );
  return rows;
}
