import type { Kysely } from 'kysely';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import type { Tables } from '../database/tables';
import { logAccount } from './account-log';
import { accountSubject, lockedUntil, recordFailure, takeTurn } from './lockout';
import { type PasswordProfile, passwordFaults } from './password-policy';
import { hashPassword, isPassword } from './passwords';
import type { Circumstances, SignInService } from './service';
import { endSessionsOf, findSession, openSession } from './sessions';
import { getAccount } from './users';

export type PasswordChange =
  | { readonly kind: 'changed'; readonly token: string }
  | { readonly kind: 'wrong' | 'noSession' }
  | { readonly kind: 'locked'; readonly until: Instant }
  | { readonly kind: 'refused'; readonly messages: readonly string[] };

interface StoredPasswords {
  readonly password_hash: string;
  readonly former_hashes: readonly string[];
}

async function isRemembered({ password_hash, former_hashes }: StoredPasswords, password: string): Promise<boolean> {
  for (const hash of [password_hash, ...former_hashes]) if (await isPassword(hash, password)) return true;
  return false;
}

/** Everything against the new password, the last ones included. */
async function faultsOf(
  row: StoredPasswords,
  username: string,
  next: string,
  profile: PasswordProfile,
): Promise<string[]> {
  const faults = passwordFaults(next, username, profile);
  if (faults.length === 0 && (await isRemembered(row, next))) {
    faults.push(`新密码不能与最近 ${profile.remembered} 次用过的相同，请换一个。`);
  }
  return faults;
}

/** Stores a new password and pushes the old one among the remembered. */
export async function storePassword(
  tx: Kysely<Tables>,
  userId: string,
  row: StoredPasswords,
  next: string,
  changedAt: Instant,
  { remembered }: PasswordProfile,
): Promise<void> {
  const former = [row.password_hash, ...row.former_hashes].slice(0, remembered - 1);
  await tx
    .updateTable('users')
    .set({ password_hash: await hashPassword(next), password_changed_at: changedAt, former_hashes: former })
    .where('id', '=', userId)
    .execute();
}

/** Changes the password of the session’s account, ends all its sessions and opens a new one. */
export async function changePassword(
  service: SignInService,
  { token, current, next }: { readonly token: string; readonly current: string; readonly next: string },
  circumstances: Circumstances,
): Promise<PasswordChange> {
  const { now } = circumstances;
  const session = await findSession(service, token, now);
  if (!session) return { kind: 'noSession' };
  const { user, secondFactorAt } = session;
  if (user.isDemo) return { kind: 'refused', messages: ['演示账户的密码是公开的，不能修改。'] };
  const subjects = [accountSubject(service.secrets, user.username, service.lockout)];
  return service.oneByOne(() =>
    inScope(service.pool, { reach: 'system' }, async (tx): Promise<PasswordChange> => {
      await takeTurn(tx, subjects);
      const until = await lockedUntil(tx, subjects, now, service.lockout);
      if (until !== undefined) return { kind: 'locked', until };
      const row = await getAccount(tx, user.userId);
      if (!(await isPassword(row.password_hash, current))) {
        await recordFailure(tx, subjects, now, service.lockout);
        await logAccount(tx, 'account.changePassword', 'refused', user, circumstances, { reason: '原密码不对' });
        return { kind: 'wrong' };
      }
      const messages = await faultsOf(row, user.username, next, service.profile);
      if (messages.length > 0) return { kind: 'refused', messages };
      await storePassword(tx, user.userId, row, next, now, service.profile);
      await endSessionsOf(tx, user.userId, now);
      await logAccount(tx, 'account.changePassword', 'done', user, circumstances);
      const opened = await openSession(tx, { ...circumstances, userId: user.userId, secondFactorAt }, service.limits);
      return { kind: 'changed', token: opened };
    }),
  );
}
