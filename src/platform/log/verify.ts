import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import type { FaultList, LogVerdict, WitnessedHead } from './faults';
import { leafHash } from './merkle';
import { headBefore, type LogBatch, readLog, readLogState } from './reading';
import { type TreeCheck, treeCheck } from './tree-check';

export interface VerifyChoices {
  readonly now: Instant;
  /** How long an entry may wait for its number. */
  readonly waitingLimitSeconds?: number;
  /** Heads kept outside; only they show a log that was rewritten together with its heads. */
  readonly witnessed?: readonly WitnessedHead[];
}

function checkBatch(check: TreeCheck, { rows, heads }: LogBatch): void {
  let at = 0;
  for (const { position, eventId, numbered, text } of rows) {
    check.entry({ position, eventId, numbered, found: text === undefined ? undefined : leafHash(text) });
    for (let head = heads[at]; head && head.size <= check.size; head = heads[at]) {
      check.head(head);
      at += 1;
    }
  }
  for (const head of heads.slice(at)) check.head(head);
}

/** Entries outside the numbering: neither numbered nor waiting, waiting without being there, or waiting too long. */
async function checkUnnumbered(
  pool: Pool,
  list: FaultList,
  now: Instant,
  limitSeconds: number,
  since: Instant = '-infinity',
): Promise<void> {
  const dueBefore = new Date(Date.parse(now) - limitSeconds * 1000).toISOString();
  const { rows } = await inScope(pool, { reach: 'system' }, (tx) =>
    sql<{ id: string; kind: 'eventUnnumbered' | 'waitingWithoutEvent' | 'waitingTooLong' }>`
      select e.id, 'eventUnnumbered' as kind from log_events e
        where e.happened_at >= ${since}::timestamptz
          and not exists (select from log_positions p where p.event_id = e.id)
          and not exists (select from log_waiting w where w.event_id = e.id)
      union all
      select w.event_id, 'waitingWithoutEvent' from log_waiting w
        where not exists (select from log_events e where e.id = w.event_id)
      union all
      select w.event_id, 'waitingTooLong' from log_waiting w join log_events e on e.id = w.event_id
        where e.happened_at < ${dueBefore}::timestamptz
      limit 100000`.execute(tx),
  );
  const sentences = {
    eventUnnumbered: '留痕没有编号，也不在待编号之列：是绕过系统写入的，或编号被删除。',
    waitingWithoutEvent: '待编号的留痕没有内容：写入后、编号前被删除。',
    waitingTooLong: `留痕超过 ${limitSeconds} 秒没有编号：编号程序可能已停止。`,
  };
  for (const { id, kind } of rows) list.add({ kind, eventId: id, message: `${sentences[kind]}（编号 ${id}）` });
}

/** Works the whole log out again from its rows and compares it with its numbers, its heads and those kept outside. */
export async function verifyLog(pool: Pool, choices: VerifyChoices): Promise<LogVerdict> {
  const { now, waitingLimitSeconds = 60, witnessed = [] } = choices;
  const state = await readLogState(pool);
  const check = treeCheck(witnessed);
  for await (const batch of readLog(pool, Math.max(state.size, state.headSize))) checkBatch(check, batch);
  await checkUnnumbered(pool, check.list, now, waitingLimitSeconds);
  return check.verdict();
}

/**
 * The same from the last head before `since` on, on top of its tree: quick enough for every hour. What was rewritten
 * earlier only the whole check finds.
 */
export async function verifyLogTail(pool: Pool, { now, since }: { now: Instant; since: Instant }): Promise<LogVerdict> {
  const start = await headBefore(pool, since);
  const state = await readLogState(pool);
  const check = treeCheck([], start);
  for await (const batch of readLog(pool, Math.max(state.size, state.headSize), check.size)) checkBatch(check, batch);
  await checkUnnumbered(pool, check.list, now, 60, since);
  return check.verdict();
}
