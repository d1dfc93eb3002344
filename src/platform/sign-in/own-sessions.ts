import type { Kysely } from 'kysely';
import type { Instant } from '../clock';
import type { Tables } from '../database/tables';

/** A session as its owner sees it: when, from where, with what. */
export interface OwnSession {
  readonly sessionId: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  readonly source: string;
  readonly agent: string;
  readonly isCurrent: boolean;
}

/** The sessions of an account that have not ended, the latest first. */
export async function listSessions(
  tx: Kysely<Tables>,
  userId: string,
  currentSessionId: string,
  now: Instant,
): Promise<OwnSession[]> {
  const rows = await tx
    .selectFrom('sessions')
    .select(['token_hash', 'created_at', 'seen_at', 'source', 'agent'])
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .orderBy('seen_at', 'desc')
    .execute();
  return rows.map((row) => ({
    sessionId: row.token_hash.toString('hex'),
    startedAt: row.created_at,
    seenAt: row.seen_at,
    source: row.source,
    agent: row.agent,
    isCurrent: row.token_hash.toString('hex') === currentSessionId,
  }));
}

/** Ends one of an account's own sessions; false when it has none of that name. */
export async function endOwnSession(
  tx: Kysely<Tables>,
  userId: string,
  sessionId: string,
  now: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('user_id', '=', userId)
    .where('token_hash', '=', Buffer.from(sessionId, 'hex'))
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
