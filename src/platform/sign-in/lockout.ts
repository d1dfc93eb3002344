import { isIPv6 } from 'node:net';
import { type Kysely, sql } from 'kysely';
import type { Instant } from '../clock';
import type { Tables } from '../database/tables';
import type { Secrets } from '../secrets/secrets';

/** So many failures within the window stop an account, or whoever comes from one source (GB/T 22239 8.1.4.1 b). */
export interface LockoutPolicy {
  readonly accountLimit: number;
  readonly sourceLimit: number;
  readonly windowMinutes: number;
}

export const usualLockout: LockoutPolicy = { accountLimit: 5, sourceLimit: 5, windowMinutes: 15 };

/** What failures are counted for. */
export interface Subject {
  readonly key: string;
  readonly limit: number;
}

/** The account as typed, hashed with a key: people type passwords into the wrong field. */
export const accountSubject = (secrets: Secrets, username: string, policy: LockoutPolicy): Subject => ({
  key: `account:${secrets.index('signInSubject', username).toString('hex')}`,
  limit: policy.accountLimit,
});

/** An IPv6 source counts with its whole /64, which one machine has to itself. */
export function sourceSubject(source: string, policy: LockoutPolicy): Subject {
  const mapped = /^::ffff:([\d.]+)$/i.exec(source)?.[1];
  const key = mapped ?? (isIPv6(source) ? networkOf(source) : source);
  return { key: `source:${key}`, limit: policy.sourceLimit };
}

/** The first four groups of an IPv6 address, written out. */
function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - groups.length - after.length }, () => '0');
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

const windowStart = (now: Instant, { windowMinutes }: LockoutPolicy) =>
  new Date(Date.parse(now) - windowMinutes * 60_000).toISOString();

/** Lets one try at a time through for each subject until the transaction ends, so that the count is exact. */
export async function takeTurn(tx: Kysely<Tables>, subjects: readonly Subject[]): Promise<void> {
  for (const key of subjects.map(({ key }) => key).toSorted()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`mingxun.sign-in:${key}`}, 0))`.execute(tx);
  }
}

/** Until when a subject is locked, or nothing: when its oldest counted failure leaves the window. */
export async function lockedUntil(
  tx: Kysely<Tables>,
  subjects: readonly Subject[],
  now: Instant,
  policy: LockoutPolicy,
): Promise<Instant | undefined> {
  let latest = 0;
  for (const { key, limit } of subjects) {
    const failure = await tx
      .selectFrom('sign_in_failures')
      .select('failed_at')
      .where('subject', '=', key)
      .where('failed_at', '>', windowStart(now, policy))
      .orderBy('failed_at', 'desc')
      .offset(limit - 1)
      .limit(1)
      .executeTakeFirst();
    if (failure) latest = Math.max(latest, Date.parse(failure.failed_at) + policy.windowMinutes * 60_000);
  }
  return latest === 0 ? undefined : new Date(latest).toISOString();
}

/** Counts a failure for each subject and drops those that no longer count. */
export async function recordFailure(
  tx: Kysely<Tables>,
  subjects: readonly Subject[],
  now: Instant,
  policy: LockoutPolicy,
): Promise<void> {
  const keys = subjects.map(({ key }) => key);
  await sql`delete from sign_in_failures
    where subject = any(${keys}) and failed_at <= ${windowStart(now, policy)}::timestamptz`.execute(tx);
  await tx
    .insertInto('sign_in_failures')
    .values(keys.map((subject) => ({ subject, failed_at: now })))
    .execute();
}

/** After a success the account starts anew; the source does not, or one own account would open the way to all others. */
export async function forgetFailures(tx: Kysely<Tables>, { key }: Subject): Promise<void> {
  await tx.deleteFrom('sign_in_failures').where('subject', '=', key).execute();
}
