import { sql } from 'kysely';
import type { Pool } from 'pg';
import { roleNames } from '#kernel/roles';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import { appendLog } from '../log/log';
import { createUser } from './administration';
import { administratorRoles } from './users';

/** One of the three, with the password that is printed once and must be changed at the first sign-in. */
export interface FirstAdministrator {
  readonly role: (typeof administratorRoles)[number];
  readonly username: string;
  readonly password: string;
}

const usernames: Record<FirstAdministrator['role'], string> = {
  systemAdministrator: 'system-admin',
  securityAdministrator: 'security-admin',
  auditAdministrator: 'audit-admin',
};

/**
 * The three separate administrators of a new installation (三员分立, GB/T 22239 8.1.5), or nothing when there is any
 * administrator already: nobody gains an account by running it again.
 */
export const createFirstAdministrators = (
  pool: Pool,
  now: Instant,
): Promise<readonly FirstAdministrator[] | undefined> =>
  inScope(pool, { reach: 'system' }, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('mingxun.first-administrators', 0))`.execute(tx);
    const existing = await tx
      .selectFrom('users')
      .select('id')
      .where('role', 'in', [...administratorRoles])
      .where('is_demo', '=', false)
      .limit(1)
      .executeTakeFirst();
    if (existing) return undefined;
    const made: FirstAdministrator[] = [];
    for (const role of administratorRoles) {
      const username = usernames[role];
      const created = await createUser(tx, { username, displayName: roleNames[role], role }, now);
      if (created.kind === 'refused') throw new Error(created.message);
      await appendLog(tx, {
        action: 'account.createFirst',
        outcome: 'done',
        actor: { userId: null, name: '初始化程序', role: 'system' },
        subject: { type: 'user', id: created.userId },
        detail: { role },
        happenedAt: now,
      });
      made.push({ role, username, password: created.password });
    }
    return made;
  });
