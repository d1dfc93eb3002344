import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import type { Tables } from '../database/tables';
import type { Circumstances, SessionLimits, SignInService } from './service';
import {
  type AccountRow,
  administratorRoles,
  type SignedInUser,
  type Standing,
  signedInUser,
  standingOf,
} from './users';

const tokenForm = /^[A-Za-z0-9_-]{43}$/;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const before = (now: Instant, minutes: number): Instant => new Date(Date.parse(now) - minutes * 60_000).toISOString();

export interface NewSession extends Circumstances {
  readonly userId: string;
  /** When the second factor was last shown, if it was. */
  readonly secondFactorAt: Instant | undefined;
}

/** Opens a session and gives its token, 256 random bits; the database keeps only a digest. */
export async function openSession(tx: Kysely<Tables>, session: NewSession, limits: SessionLimits): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx
    .insertInto('sessions')
    .values({
      token_hash: hashOf(token),
      user_id: session.userId,
      created_at: session.now,
      seen_at: session.now,
      ends_at: before(session.now, -limits.lifeHours * 60),
      ended_at: null,
      second_factor_at: session.secondFactorAt ?? null,
      source: session.source.slice(0, 100),
      agent: session.agent.slice(0, 300),
    })
    .execute();
  return token;
}

export interface FoundSession {
  /** Names the session to its owner; no key to it. */
  readonly sessionId: string;
  readonly user: SignedInUser;
  readonly standing: Standing;
  readonly startedAt: Instant;
  readonly endsAt: Instant;
  readonly secondFactorAt: Instant | undefined;
}

interface FoundRow extends AccountRow {
  readonly token_hash: Buffer;
  readonly created_at: Instant;
  readonly ends_at: Instant;
  readonly second_factor_at: Instant | null;
  readonly password_changed_at: Instant;
  readonly has_second_factor: boolean;
}

/**
 * The live session of a token: neither ended, expired nor idle, its account neither disabled nor a demonstration on a
 * real database. One statement, which also notes at most once a minute that the session is in use.
 */
export async function findSession(
  { pool, isDemo, limits, profile }: SignInService,
  token: string,
  now: Instant,
): Promise<FoundSession | undefined> {
  if (!tokenForm.test(token)) return undefined;
  const { rows } = await inScope(pool, { reach: 'accounts' }, (tx) =>
    sql<FoundRow>`
      with found as materialized (
        select s.token_hash, s.created_at, s.seen_at, s.ends_at, s.second_factor_at, u.id, u.username, u.display_name,
          u.role, u.region_code, u.institution_id, u.is_demo, u.password_changed_at,
          u.totp_sealed is not null as has_second_factor
        from sessions s join users u on u.id = s.user_id
        where s.token_hash = ${hashOf(token)} and s.ended_at is null and s.ends_at > ${now}::timestamptz
          and u.disabled_at is null and (${isDemo} or not u.is_demo)
          and s.seen_at > case when u.role = any(${[...administratorRoles]}::text[])
            then ${before(now, limits.administratorIdleMinutes)}::timestamptz
            else ${before(now, limits.idleMinutes)}::timestamptz end
      ), touched as (
        update sessions set seen_at = ${now}
        where token_hash in (select token_hash from found where seen_at <= ${before(now, 1)}::timestamptz)
      )
      select * from found`.execute(tx),
  );
  const [row] = rows;
  if (!row) return undefined;
  const user = signedInUser(row);
  const facts = { passwordChangedAt: row.password_changed_at, hasSecondFactor: row.has_second_factor };
  return {
    sessionId: row.token_hash.toString('hex'),
    user,
    standing: standingOf(user, facts, now, profile),
    startedAt: row.created_at,
    endsAt: row.ends_at,
    secondFactorAt: row.second_factor_at ?? undefined,
  };
}

/** Ends the session of a token; an unknown token is no fault. */
export async function endSession(tx: Kysely<Tables>, token: string, now: Instant): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('ended_at', 'is', null)
    .execute();
}

/** Ends every session of an account; gives how many there were. */
export async function endSessionsOf(tx: Kysely<Tables>, userId: string, now: Instant): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
