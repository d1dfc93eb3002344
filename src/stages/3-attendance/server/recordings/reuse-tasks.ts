import { sql } from 'kysely';
import type { Instant } from '#platform/clock';
import type { Transaction } from '#platform/operation';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { raiseTask, settleTask } from '../keeping/tasks';

interface Place {
  readonly id: string;
  readonly region_code: string;
  readonly class_id: string;
}

const keyOf = (recordingId: string): string => `reuse/${recordingId}`;

async function isWaiting(tx: Transaction, recordingId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('recording_matches')
    .select('recording_id')
    .where('recording_id', '=', recordingId)
    .where('reviewed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

async function raise(tx: Transaction, { id, class_id }: Place, now: Instant): Promise<void> {
  const held = await taughtClass({ tx }, class_id);
  if (isRefused(held) || !(await isWaiting(tx, id))) return;
  await raiseTask(tx, now, {
    ...held,
    audience: 'countyOfficer',
    key: keyOf(id),
    address: `/attendance/${class_id}/recordings/${id}`,
    what: '录像画面重复使用，待核实',
    about: `${held.institution} ${held.name}`,
  });
}

/** Puts re-used footage before the county of each recording; within one county the newer one is enough. */
export async function raiseReuse(tx: Transaction, newer: Place, older: Place, now: Instant): Promise<void> {
  await raise(tx, newer, now);
  if (older.region_code !== newer.region_code) await raise(tx, older, now);
}

/** Footage found before it was put before the county stands there as well. */
export async function raiseOpenReuse(tx: Transaction, now: Instant): Promise<void> {
  const { rows } = await sql<Place>`
    select distinct r.id, r.region_code, r.class_id from recording_matches m join recordings r on r.id = m.recording_id
      join recordings o on o.id = m.other_id
    where m.reviewed_at is null and (o.region_code <> r.region_code or (o.received_at, o.id) < (r.received_at, r.id))
      and not exists (select from waiting_tasks w where w.key = 'reuse/' || r.id and w.settled_at is null)
    limit 100`.execute(tx);
  for (const place of rows) await raise(tx, place, now);
}

/** Takes the matter away once every place of the recording has been looked into. */
export async function settleReuse(tx: Transaction, recordingId: string, now: Instant): Promise<void> {
  if (!(await isWaiting(tx, recordingId))) await settleTask(tx, now, keyOf(recordingId));
}
