import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables';
import type { Json } from '../log/canonical';
import { appendLog, type LogOutcome } from '../log/log';
import type { Circumstances } from './service';
import type { SignedInUser } from './users';

type AccountAction = 'account.signIn' | 'account.signOut' | 'account.changePassword' | 'account.enrolSecondFactor';

/** Records what an account did by itself; of an unknown account nothing that was typed is kept. */
export const logAccount = (
  tx: Kysely<Tables>,
  action: AccountAction,
  outcome: LogOutcome,
  user: SignedInUser | undefined,
  { source, now }: Pick<Circumstances, 'source' | 'now'>,
  detail: { readonly [name: string]: Json } = {},
): Promise<void> =>
  appendLog(tx, {
    action,
    outcome,
    actor: user
      ? { userId: user.userId, name: user.name, role: user.role }
      : { userId: null, name: '未知账户', role: 'unknown' },
    ...(user ? { subject: { type: 'user', id: user.userId } } : {}),
    regionCode: user?.regionCode,
    institutionId: user?.institutionId,
    detail: { ...detail, source },
    happenedAt: now,
  });
