import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { openPool } from '../database/pool';
import { inScope } from '../database/scope';
import { freshDatabase } from '../database/testing';
import { exportLog } from './export';
import { appendLog, type LogEntry } from './log';
import { numberWaiting } from './sequencer';

export const now = '2026-03-02T02:00:00.000Z';
export const minutes = (count: number) => new Date(Date.parse(now) + count * 60_000).toISOString();

export const entry = (n: number): LogEntry => ({
  action: 'class.file',
  outcome: 'done',
  actor: { userId: randomUUID(), name: '王经办', role: 'institutionClerk' },
  subject: { type: 'trainingClass', id: `班-${n}` },
  regionCode: '410802',
  commandId: randomUUID(),
  detail: { n, note: `第 ${n} 次“申报”`, share: 0.25, parts: [null, true] },
  happenedAt: minutes(n / 60),
});

export const write = (pool: Pool, ...entries: LogEntry[]) =>
  inScope(pool, { reach: 'county', regionCode: '410802' }, async (tx) => {
    for (const each of entries) await appendLog(tx, each);
  });

/** A log of `batches` × 6 entries, and a superuser at it. */
export async function filledLog(batches = 4) {
  const database = await freshDatabase();
  for (let batch = 0; batch < batches; batch++) {
    await write(database.pool, ...Array.from({ length: 6 }, (_, n) => entry(batch * 6 + n)));
    await numberWaiting(database.pool, minutes(batch));
  }
  const superuser = openPool(database.superuser);
  return {
    database,
    pool: database.pool,
    /** Runs statements with every trigger and policy out of the way. */
    async tamper(...statements: string[]) {
      for (const statement of statements) {
        await superuser.query(`begin; set local session_replication_role = replica; ${statement}; commit`);
      }
    },
    async drop() {
      await superuser.end();
      await database.drop();
    },
  };
}

export async function* linesOf(pool: Pool): AsyncGenerator<Buffer> {
  for await (const line of exportLog(pool, now)) yield Buffer.from(line);
}

export async function exportText(pool: Pool): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of linesOf(pool)) parts.push(part);
  return Buffer.concat(parts).toString();
}

export async function* inChunks(text: string, length = 777): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
