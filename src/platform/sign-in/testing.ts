import { inScope } from '../database/scope';
import { freshDatabase } from '../database/testing';
import { newKeyRing } from '../secrets/keys';
import { openSecrets } from '../secrets/secrets';
import { type Credentials, signIn } from './accounts';
import { createUser, type NewUser } from './administration';
import { hashPassword } from './passwords';
import { type Circumstances, openSignIn, type SignInChoices, type SignInService } from './service';
import { newTotpSecret, totpCode } from './totp';

export const start = '2026-03-02T01:00:00.000Z';
export const after = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();
export const minutes = (count: number) => after(count * 60);

export const from = (now = start, source = '192.168.10.20'): Circumstances => ({ now, source, agent: '测试浏览器' });

export const password = 'Wind-Rain-77-boat';

/** A service on a database of its own. */
export async function startService(choices: Partial<SignInChoices> = {}) {
  const database = await freshDatabase();
  const secrets = openSecrets(newKeyRing(start));
  const service = await openSignIn({ pool: database.pool, secrets, isDemo: false, ...choices });
  return { database, service, drop: () => database.drop() };
}

export interface TestUser {
  readonly userId: string;
  readonly username: string;
  readonly secret: string;
  credentials(now?: string): Credentials;
}

let count = 0;

/** An account in order: its own password, and a second factor. */
export async function addUser(service: SignInService, overrides: Partial<NewUser> = {}): Promise<TestUser> {
  count += 1;
  const username = `user-${count}`;
  const secret = newTotpSecret();
  const userId = await inScope(service.pool, { reach: 'system' }, async (tx) => {
    const user: NewUser = {
      username,
      displayName: '李经办',
      role: 'countyOfficer',
      regionCode: '410802',
      ...overrides,
    };
    const created = await createUser(tx, user, start);
    if (created.kind === 'refused') throw new Error(created.message);
    if (overrides.demoPassword !== undefined) return created.userId;
    await tx
      .updateTable('users')
      .set({
        password_hash: await hashPassword(password),
        password_changed_at: start,
        totp_sealed: service.secrets.seal('totp', created.userId, secret),
      })
      .where('id', '=', created.userId)
      .execute();
    return created.userId;
  });
  const credentials = (now = start) => ({ username, password, code: totpCode(secret, now) });
  return { userId, username, secret, credentials };
}

/** Signs in and gives the token; throws when refused. */
export async function tokenFor(
  service: SignInService,
  user: TestUser,
  now = start,
  formerToken?: string,
): Promise<string> {
  const outcome = await signIn(service, user.credentials(now), from(now), formerToken);
  if (outcome.kind !== 'signedIn') throw new Error(`not signed in: ${outcome.kind}`);
  return outcome.token;
}
