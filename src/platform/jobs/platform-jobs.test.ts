import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { filledLog, minutes, now as logNow } from '../log/testing';
import { verifyLog, verifyLogTail } from '../log/verify';
import { usualSessionLimits } from '../sign-in/service';
import { addUser } from '../testing-platform';
import { cronItems } from './cron-items';
import { endIdleSessions } from './end-idle-sessions';
import { daily, hourly } from './schedule';
import { inSystem, platformWithQueue, runNow, stateOf } from './testing';
import { verifyLogTailJob } from './verify-log-tail';

describe('the schedule', () => {
  it('is in Beijing time, eight hours before UTC', () => {
    expect(daily('08:00').cron).toBe('0 0 * * *');
    expect(daily('08:05').cron).toBe('5 0 * * *');
    expect(daily('02:20').cron).toBe('20 18 * * *');
    expect(daily('23:59').cron).toBe('59 15 * * *');
    expect(hourly(40).cron).toBe('40 * * * *');
  });

  it('makes good a missed morning on the same day, not on the next', () => {
    expect(daily('08:00').madeGoodWithinHours).toBe(15);
  });

  it('refuses what is no time of day', () => {
    expect(() => daily('24:00')).toThrow(RangeError);
    expect(() => daily('8:00')).toThrow(RangeError);
    expect(() => hourly(60)).toThrow(RangeError);
  });

  it('is understood by the queue', () => {
    const [item] = cronItems([{ job: endIdleSessions, times: daily('08:00') }]);
    expect(item?.match({ min: 0, hour: 0, date: 2, month: 3, dow: 1 })).toBe(true);
    expect(item?.match({ min: 0, hour: 8, date: 2, month: 3, dow: 1 })).toBe(false);
  });
});

describe('idle sessions', async () => {
  const platform = await platformWithQueue();
  afterAll(() => platform.close());
  const clerk = await addUser(platform, { role: 'cityOfficer' });
  const administrator = await addUser(platform, { role: 'auditAdministrator' });
  const minutesAgo = (count: number) => new Date(Date.parse(platform.clock.now()) - count * 60_000).toISOString();
  const addSession = (userId: string, key: string, seen: number, ends = -60) =>
    inSystem(platform, (tx) =>
      tx
        .insertInto('sessions')
        .values({
          token_hash: Buffer.from(key),
          user_id: userId,
          created_at: minutesAgo(seen + 1),
          seen_at: minutesAgo(seen),
          ends_at: minutesAgo(ends),
          source: 'test',
          agent: 'test',
        })
        .execute(),
    );
  const open = () =>
    inSystem(platform, async (tx) => {
      const rows = await tx.selectFrom('sessions').select('token_hash').where('ended_at', 'is', null).execute();
      return rows.map((row) => row.token_hash.toString()).toSorted();
    });
  afterEach(() => inSystem(platform, (tx) => tx.deleteFrom('sessions').execute()));

  it('end after their idle minutes, those of administrators sooner', async () => {
    const { idleMinutes, administratorIdleMinutes } = usualSessionLimits;
    await addSession(clerk.userId, 'clerk in use', idleMinutes - 1);
    await addSession(clerk.userId, 'clerk idle', idleMinutes + 1);
    await addSession(clerk.userId, 'clerk expired', 0, 1);
    await addSession(administrator.userId, 'administrator in use', administratorIdleMinutes - 1);
    await addSession(administrator.userId, 'administrator idle', administratorIdleMinutes + 1);
    expect(await runNow(platform, endIdleSessions, {})).toBe('结束会话 3 个，清除登录失败计数 0 条。');
    expect(await open()).toEqual(['administrator in use', 'clerk in use']);
  });

  it('are ended once, and logged once', async () => {
    await addSession(clerk.userId, 'idle', 1_000);
    await runNow(platform, endIdleSessions, {});
    const entries = () =>
      inSystem(platform, (tx) =>
        tx.selectFrom('log_events').select('detail').where('action', '=', 'job.end-idle-sessions').execute(),
      );
    const before = (await entries()).length;
    expect(await runNow(platform, endIdleSessions, {})).toBe('结束会话 0 个，清除登录失败计数 0 条。');
    expect(await entries()).toHaveLength(before);
  });

  it('take counts of failed sign-ins of other days with them', async () => {
    const fail = (subject: string, at: string) =>
      inSystem(platform, (tx) => tx.insertInto('sign_in_failures').values({ subject, failed_at: at }).execute());
    await fail('old', minutesAgo(24 * 60 + 1));
    await fail('new', minutesAgo(24 * 60 - 1));
    await runNow(platform, endIdleSessions, {});
    const left = await inSystem(platform, (tx) => tx.selectFrom('sign_in_failures').select('subject').execute());
    expect(left).toEqual([{ subject: 'new' }]);
  });

  it('show in the state of the background work', async () => {
    await runNow(platform, endIdleSessions, {});
    expect(await stateOf(platform)).toMatchObject({
      isInstalled: true,
      jobs: [
        { name: 'end-idle-sessions', title: endIdleSessions.title, outcome: '结束会话 0 个，清除登录失败计数 0 条。' },
      ],
    });
  });
});

describe('the tail of the log', async () => {
  const log = await filledLog(4);
  const empty = await platformWithQueue();
  const platform = { ...empty, pool: log.pool };
  afterAll(async () => {
    await empty.close();
    await log.drop();
  });
  const tail = (since: string) => verifyLogTail(log.pool, { now: logNow, since });

  it('is found sound, wherever it begins', async () => {
    for (const since of [minutes(-60), minutes(0), minutes(1), minutes(2), minutes(100)]) {
      expect(await tail(since)).toMatchObject({ size: 24, faultCount: 0 });
    }
    expect((await tail(minutes(2))).root).toBe((await verifyLog(log.pool, { now: logNow })).root);
  });

  it('without a log is sound', async () => {
    expect(await runNow(empty, verifyLogTailJob, {})).toBe('核对到第 0 条，无误。');
  });

  it('changed, is told to the operator each time and to the auditors once a day', async () => {
    platform.clock.moveTo(platform.clock.today());
    const warned: string[] = [];
    const check = () => runNow(platform, verifyLogTailJob, {}, (sentence) => warned.push(sentence));
    expect(await check()).toBe('核对到第 24 条，无误。');
    await log.tamper(`update log_events set actor_name = '别人' where id =
      (select event_id from log_positions where position = 20)`);
    const found = '留痕有 1 处不符：第 20 条留痕的内容与写入时不一致，被改动过。';
    expect(await check()).toBe(found);
    expect(await check()).toBe(found);
    expect(warned).toHaveLength(2);
    expect(warned[0]).toContain('mingxun verify-log');
    const entries = await inSystem(platform, (tx) =>
      sql<{ detail: { faults: number } }>`select detail from log_events where action = 'job.verify-log-tail'`.execute(
        tx,
      ),
    );
    expect(entries.rows.map(({ detail }) => detail.faults)).toEqual([1]);
  });

  it('is compared with a head that was changed under it', async () => {
    await log.tamper(
      `update log_heads set frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1) where size = 18`,
    );
    const { faults } = await tail(minutes(3));
    expect(faults[0]).toMatchObject({ kind: 'headWrong', position: 17 });
  });
});
