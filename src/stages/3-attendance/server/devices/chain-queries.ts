import { sql } from 'kysely';
import { z } from 'zod';
import { done, missing, query, refused } from '#platform/operation';
import { job } from '#platform/jobs/job';
import { raiseAlarms } from './alarm-store';
import { deviceId, readers } from './forms';
import { startOfNewest, verifyChain } from './verify-chain';

/** So many can be worked out again while somebody waits; the operator’s command does all. */
const mostWhileWaiting = 4000;

/** 核对记录链：送来的内容有没有缺、有没有被换 */
export const checkDeviceChain = query({
  name: 'device.check-chain',
  path: '/devices/:deviceId/chain',
  title: '核对设备记录链',
  by: readers,
  cites: ['2021.4.4', '2021.A6.5'],
  input: z.object({ deviceId }),
  async handle(input, { tx, now, services }) {
    const device = await tx
      .selectFrom('devices')
      .select(['id', 'keeps_pictures'])
      .where('id', '=', input.deviceId)
      .executeTakeFirst();
    if (!device) return missing('这台设备');
    const after = await startOfNewest(tx, device.id, mostWhileWaiting);
    const verdict = await verifyChain(tx, services, device.id, after);
    if (verdict.last === 0 && verdict.findings.length === 0) {
      return refused('这台设备还没有送来记录，没有可以核对的。', 'conflict');
    }
    return done({ ...verdict, checkedAt: now, isWhole: after === 0 });
  },
});

/** 每夜核对记录链：近几天送来的，逐环重算；不符的发出告警 */
export const verifyDeviceChains = job({
  name: 'verify-device-chains',
  title: '核对考勤设备的记录链',
  input: z.object({}),
  isPatient: true,
  timeLimitSeconds: 1800,
  async run(_input, { tx, now, services, log }) {
    const { rows } = await sql<{ id: string; region_code: string; institution_id: string; first: number }>`
      select d.id, d.region_code, d.institution_id, min(p.chain_number)::int as first
      from devices d join device_payloads p on p.region_code = d.region_code and p.device_id = d.id
      where p.chain_number is not null and p.received_at > ${now}::timestamptz - interval '2 days'
      group by d.id, d.region_code, d.institution_id`.execute(tx);
    let broken = 0;
    for (const { id, region_code, institution_id, first } of rows) {
      const { findings, last, head } = await verifyChain(tx, services, id, first - 1);
      const owner = { deviceId: id, regionCode: region_code, institutionId: institution_id };
      await raiseAlarms(
        tx,
        findings.slice(0, 5).map(({ fault, number }) => ({
          ...owner,
          kind: 'chainBroken' as const,
          key: `${fault}/${number}`,
          detail: { number, detail: fault },
        })),
        now,
      );
      broken += findings.length > 0 ? 1 : 0;
      // What stands in the log cannot be changed: a chain made anew from the start no longer ends in this.
      await log({
        action: 'device.chain-head',
        subject: { type: 'device', id },
        regionCode: region_code,
        institutionId: institution_id,
        detail: { number: last, link: head },
      });
    }
    return `核对设备 ${rows.length} 台，记录链不符 ${broken} 台。`;
  },
});
