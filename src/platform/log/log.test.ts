import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '../database/scope';
import { freshDatabase, type TestDatabase } from '../database/testing';
import { appendLog, type LogEntry } from './log';
import { readLogState } from './reading';
import { numberWaiting, startSequencer } from './sequencer';
import { entry, minutes, now, write } from './testing';
import { verifyLog } from './verify';

describe('writing the log', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  it('stands or falls with the change it records', async () => {
    const failing = inScope(database.pool, { reach: 'city' }, async (tx) => {
      await appendLog(tx, entry(1));
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await readLogState(database.pool)).toMatchObject({ size: 0, waitingCount: 0 });
  });

  it('refuses to be changed or deleted by the role that serves requests', async () => {
    await write(database.pool, entry(1));
    const attempts = [
      sql`update log_events set actor_name = '别人'`,
      sql`delete from log_events`,
      sql`truncate log_events`,
    ];
    for (const statement of attempts) {
      await expect(inScope(database.pool, { reach: 'system' }, (tx) => statement.execute(tx))).rejects.toThrow();
    }
  });

  it('is not written outside a scope', async () => {
    const client = await database.pool.connect();
    await expect(client.query(`insert into log_waiting values ('${randomUUID()}')`)).rejects.toThrow(
      'row-level security',
    );
    client.release();
  });

  it('holds no identity, phone or account number: a test stops, the product blots it out', async () => {
    const spoilt: LogEntry = { ...entry(2), detail: { message: '证号 410802199003071234 有误' } };
    await expect(write(database.pool, spoilt)).rejects.toThrow('不记个人信息');
    await inScope(database.pool, { reach: 'city' }, (tx) => appendLog(tx, spoilt, 'mask'));
    const { rows } = await inScope(database.pool, { reach: 'audit' }, (tx) =>
      sql<{ message: string }>`select detail->>'message' as message from log_events
        where detail ? 'message'`.execute(tx),
    );
    expect(rows).toEqual([{ message: '证号 〔已隐去〕 有误' }]);
  });
});

describe('numbering the log', () => {
  it('gives every entry one number, however many sequencers run', async () => {
    const database = await freshDatabase();
    const { pool } = database;
    const faults: unknown[] = [];
    const choices = { everyMs: 5, now: () => minutes(1), onFault: (error: unknown) => faults.push(error) };
    const sequencers = [1, 2, 3].map(() => startSequencer(pool, choices));
    await Promise.all(Array.from({ length: 120 }, (_, n) => write(pool, entry(n))));
    await Promise.all(sequencers.map((sequencer) => sequencer.stop()));
    expect(faults).toEqual([]);
    expect(await readLogState(pool)).toMatchObject({ size: 120, headSize: 120, waitingCount: 0 });
    expect(await verifyLog(pool, { now: minutes(1) })).toMatchObject({ size: 120, faultCount: 0 });
    await database.drop();
  });

  it('works in batches and in the order of time', async () => {
    const database = await freshDatabase();
    await write(database.pool, entry(3), entry(1), entry(2));
    expect(await numberWaiting(database.pool, now, 2)).toBe(2);
    expect(await numberWaiting(database.pool, now, 2)).toBe(1);
    expect(await numberWaiting(database.pool, now, 2)).toBe(0);
    const { rows } = await inScope(database.pool, { reach: 'audit' }, (tx) =>
      sql<{ id: string }>`select subject_id as id from log_positions
        join log_events e on e.id = event_id order by position`.execute(tx),
    );
    expect(rows.map(({ id }) => id)).toEqual(['班-1', '班-2', '班-3']);
    await database.drop();
  });
});
