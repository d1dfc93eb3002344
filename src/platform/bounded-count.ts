import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from './operation';

/** Counting further would cost more than anyone learns from it. */
const most = 10_000;

/** How many rows there are; undefined beyond ten thousand, where a list says only what its page holds. */
export async function countUpTo(tx: Transaction, from: RawBuilder<unknown>): Promise<number | undefined> {
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 from ${from} limit ${most + 1}) found`.execute(tx);
  const count = counted.rows[0]?.count ?? 0;
  return count > most ? undefined : count;
}
