import type { Kysely } from 'kysely';
import type { Role } from '#kernel/roles';
import type { Instant } from '../clock';
import type { Tables } from '../database/tables';
import { newId } from '../identifiers';
import { storePassword } from './change-password';
import { gradedProtectionProfile, longAgo } from './password-policy';
import { hashPassword, oneTimePassword } from './passwords';
import { endSessionsOf } from './sessions';
import { getAccount, usernameForm } from './users';

export interface NewUser {
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly regionCode?: string | undefined;
  readonly institutionId?: string | undefined;
  /** Only for a demonstration account, whose password is published; all others get one to be changed at once. */
  readonly demoPassword?: string | undefined;
}

export type UserCreation =
  | { readonly kind: 'created'; readonly userId: string; readonly password: string }
  | { readonly kind: 'refused'; readonly message: string };

const usernameShape = /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,31}$/u;

/** Opens an account with a password shown once; on a real database it is useless until changed. */
export async function createUser(tx: Kysely<Tables>, user: NewUser, now: Instant): Promise<UserCreation> {
  const username = usernameForm(user.username);
  if (!usernameShape.test(username)) {
    return { kind: 'refused', message: '用户名须为 2 至 32 个字母、数字或汉字，可含 . _ -，请改正。' };
  }
  if (/^\d{11,}x?$/.test(username)) {
    return { kind: 'refused', message: '用户名不能是手机号或证件号，请换成姓名或工号。' };
  }
  const password = user.demoPassword ?? oneTimePassword();
  const userId = newId(Date.parse(now));
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('users')
    .values({
      id: userId,
      username,
      display_name: user.displayName.trim(),
      role: user.role,
      region_code: user.regionCode ?? null,
      institution_id: user.institutionId ?? null,
      password_hash: await hashPassword(password),
      password_changed_at: user.demoPassword === undefined ? longAgo : now,
      totp_sealed: null,
      totp_last_step: null,
      is_demo: user.demoPassword !== undefined,
      disabled_at: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return { kind: 'refused', message: `用户名“${username}”已有人使用，请换一个。` };
  return { kind: 'created', userId, password };
}

/** Closes an account and ends its sessions: its next request is refused. False when it was closed already. */
export async function disableUser(tx: Kysely<Tables>, userId: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('users')
    .set({ disabled_at: now })
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  await endSessionsOf(tx, userId, now);
  return numUpdatedRows === 1n;
}

/** Opens a closed account again, with a new password to be changed at once. */
export async function enableUser(tx: Kysely<Tables>, userId: string, now: Instant): Promise<string> {
  await tx.updateTable('users').set({ disabled_at: null }).where('id', '=', userId).execute();
  return resetPassword(tx, userId, now);
}

/** Gives an account a new password, shown once and to be changed at once; its sessions end. */
export async function resetPassword(tx: Kysely<Tables>, userId: string, now: Instant): Promise<string> {
  const row = await getAccount(tx, userId);
  const password = oneTimePassword();
  await storePassword(tx, userId, row, password, longAgo, gradedProtectionProfile);
  await endSessionsOf(tx, userId, now);
  return password;
}

/** Takes away a lost second factor, so that a new one is enrolled at the next sign-in; its sessions end. */
export async function resetSecondFactor(tx: Kysely<Tables>, userId: string, now: Instant): Promise<void> {
  await tx.updateTable('users').set({ totp_sealed: null, totp_last_step: null }).where('id', '=', userId).execute();
  await endSessionsOf(tx, userId, now);
}
