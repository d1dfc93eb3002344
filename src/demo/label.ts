import { sql } from 'kysely';
import { z } from 'zod';
import { parsePlainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import { appendLog } from '#platform/log/log';
import type { Transaction } from '#platform/operation';
import type { Platform } from '#platform/run-operation';
import { type City, makeCity } from './city';
import { insertDevices } from './devices';
import { insertMasters } from './masters';

/** Why the city was not loaded, and the way forward. */
export class DemoRefused extends Error {
  override name = 'DemoRefused';
}

/** Actions of the log that mark a load. */
export const marks = { begun: 'demo.begin', done: 'demo.load' } as const;
const markForm = z.object({ seed: z.number(), loadedOn: z.string() });

/** What the log says of an earlier load: the label that stays with the database. */
async function findMark(tx: Transaction, action: string) {
  const row = await tx.selectFrom('log_events').select('detail').where('action', '=', action).executeTakeFirst();
  if (!row) return undefined;
  const { seed, loadedOn } = markForm.parse(row.detail);
  return { seed, loadedOn: parsePlainDate(loadedOn) };
}

export const writeMark = (tx: Transaction, { clock }: Platform, action: string, { seed, days, classes }: City) =>
  appendLog(tx, {
    action,
    outcome: 'done',
    actor: { userId: null, name: '演示数据', role: 'system' },
    detail: { seed, loadedOn: days.today, classes: classes.length },
    happenedAt: clock.now(),
  });

/** Whether the whole city is there; false also for one whose loading was broken off. */
export const isDemoLoaded = ({ pool }: Pick<Platform, 'pool'>): Promise<boolean> =>
  inScope(pool, { reach: 'system' }, async (tx) => (await findMark(tx, marks.done)) !== undefined);

/** The city to be loaded: a new one, or the one whose loading was broken off, with its seed and day. */
export const cityFor = (platform: Platform, seed: number): Promise<City> =>
  inScope(platform.pool, { reach: 'system' }, async (tx, client) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('mingxun.demo', 0))`.execute(tx);
    if (!platform.services.isDemo) {
      throw new DemoRefused('这个库不是演示库，不能装入演示数据。请换一个空的数据目录（MINGXUN_DATA）再装。');
    }
    if (await findMark(tx, marks.done)) throw new DemoRefused('演示数据已经装过，不必再装。');
    const begun = await findMark(tx, marks.begun);
    const city = makeCity(begun?.seed ?? seed, begun?.loadedOn ?? platform.clock.today());
    if (begun) return city;
    const occupied = await tx.selectFrom('institutions').select('id').limit(1).executeTakeFirst();
    if (occupied) {
      throw new DemoRefused('这个库里已有培训机构，不能装入演示数据。请换一个空的数据目录（MINGXUN_DATA）再装。');
    }
    await insertMasters(tx, city, platform.services.secrets, platform.clock.now());
    await insertDevices(tx, client, city, platform.services.secrets);
    await writeMark(tx, platform, marks.begun, city);
    return city;
  });
