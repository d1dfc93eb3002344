import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '../clock';
import type { LogFault } from '../log/faults';
import { verifyLogTail } from '../log/verify';
import type { Transaction } from '../operation';
import { job } from './job';

const dayMilliseconds = 24 * 3_600_000;
const action = 'job.verify-log-tail';

/** What the entry of a fault says, and what tells that it has been said. */
const factsOf = ({ kind, position, eventId }: LogFault) => ({
  kind,
  position: position ?? null,
  event: eventId ?? null,
});

async function isTold(tx: Transaction, fault: LogFault, since: Instant): Promise<boolean> {
  const told = await sql`select 1 from log_events where action = ${action} and happened_at >= ${since}::timestamptz
    and detail -> 'first' = ${JSON.stringify(factsOf(fault))}::jsonb limit 1`.execute(tx);
  return told.rows.length > 0;
}

/** 每小时核对最近一天的留痕；不符的，写入留痕供审计管理员查看，并告知运维。同一处一天只记一次。 */
export const verifyLogTailJob = job({
  name: 'verify-log-tail',
  title: '核对最近一天的留痕',
  input: z.object({}),
  async run(_input, { tx, pool, now, log, warn }) {
    const since = new Date(Date.parse(now) - dayMilliseconds).toISOString();
    const { size, faults, faultCount } = await verifyLogTail(pool, { now, since });
    const [first] = faults;
    if (!first) return `核对到第 ${size} 条，无误。`;
    const sentence = `留痕有 ${faultCount} 处不符：${first.message}`;
    warn(`${sentence}请保留现场，用 mingxun verify-log 核对全部留痕，并报告纪检监察组。`);
    if (!(await isTold(tx, first, since))) {
      await log({ action, detail: { faults: faultCount, first: factsOf(first), message: first.message } });
    }
    return sentence;
  },
});
