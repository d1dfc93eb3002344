import type { Kysely } from 'kysely';
import { type Role, roles } from '#kernel/roles';
import type { Instant } from '../clock';
import type { Tables } from '../database/tables';
import type { Actor } from '../operation';
import { isPasswordExpired, type PasswordProfile } from './password-policy';

/** Who is signed in. */
export interface SignedInUser extends Actor {
  readonly username: string;
  readonly isDemo: boolean;
}

/** What a session allows: everything its role may, or only the one step that is due first. */
export type Standing = 'full' | 'mustChangePassword' | 'mustEnrolSecondFactor';

const isRole = (text: string): text is Role => roles.some((role) => role === text);

/** Roles of the public and of machines; all others are staff and need a second factor (GB/T 22239 8.1.4.1 d). */
const withoutSecondFactor: ReadonlySet<Role> = new Set(['trainee', 'device']);

export const administratorRoles = ['systemAdministrator', 'securityAdministrator', 'auditAdministrator'] as const;

export interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly role: string;
  readonly region_code: string | null;
  readonly institution_id: string | null;
  readonly is_demo: boolean;
}

export function signedInUser(row: AccountRow): SignedInUser {
  if (!isRole(row.role)) throw new Error(`账户 ${row.id} 的角色“${row.role}”不存在，请联系安全管理员。`);
  return {
    userId: row.id,
    username: row.username,
    name: row.display_name,
    role: row.role,
    isDemo: row.is_demo,
    ...(row.region_code === null ? {} : { regionCode: row.region_code }),
    ...(row.institution_id === null ? {} : { institutionId: row.institution_id }),
  };
}

export interface StandingFacts {
  readonly passwordChangedAt: Instant;
  readonly hasSecondFactor: boolean;
}

/** Demonstration accounts have published passwords and no phone behind them, so neither duty makes sense for them. */
export function standingOf(user: SignedInUser, facts: StandingFacts, now: Instant, profile: PasswordProfile): Standing {
  if (user.isDemo) return 'full';
  if (isPasswordExpired(facts.passwordChangedAt, now, profile)) return 'mustChangePassword';
  return facts.hasSecondFactor || withoutSecondFactor.has(user.role) ? 'full' : 'mustEnrolSecondFactor';
}

/** One form for what people type: no outer spaces, narrow letters, small. */
export const usernameForm = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

export const findAccount = (tx: Kysely<Tables>, username: string) =>
  tx.selectFrom('users').selectAll().where('username', '=', usernameForm(username)).executeTakeFirst();

export const getAccount = (tx: Kysely<Tables>, userId: string) =>
  tx.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow();
