import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '../database/scope';
import { signIn } from './accounts';
import type { SignInService } from './service';
import { addUser, after, from, minutes, password, start, startService, tokenFor } from './testing';
import { totpCode } from './totp';

let service: SignInService;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ service, drop } = await startService());
});
afterAll(() => drop());

let address = 0;
/** A source that nobody has used yet. */
const anywhere = (now = start) => {
  address += 1;
  return from(now, `10.0.${Math.floor(address / 250)}.${address % 250}`);
};
const wrong = { password: 'Wrong-Pass-word-9' };

const logOf = (userId: string | null) =>
  inScope(service.pool, { reach: 'audit' }, async (tx) => {
    const { rows } = await sql<{ action: string; outcome: string; detail: { reason?: string; isLocked?: boolean } }>`
      select action, outcome, detail from log_events where actor_id is not distinct from ${userId} order by id`.execute(
      tx,
    );
    return rows;
  });

describe('signing in', () => {
  it('takes the password with the code, whatever the spelling of the username, and logs it', async () => {
    const user = await addUser(service);
    const typed = { ...user.credentials(), username: ` ${user.username.toUpperCase()} ` };
    const outcome = await signIn(service, typed, anywhere());
    expect(outcome).toMatchObject({
      kind: 'signedIn',
      standing: 'full',
      user: { userId: user.userId, role: 'countyOfficer', regionCode: '410802', isDemo: false },
    });
    expect(await logOf(user.userId)).toMatchObject([{ action: 'account.signIn', outcome: 'done' }]);
  });

  it('asks for the code only after the right password', async () => {
    const user = await addUser(service);
    const { username } = user;
    expect(await signIn(service, { username, password }, anywhere())).toEqual({ kind: 'codeNeeded' });
    expect(await signIn(service, { username, ...wrong }, anywhere())).toEqual({ kind: 'wrong' });
    const wrongCode = { ...user.credentials(), code: totpCode(user.secret, minutes(9)) };
    expect(await signIn(service, wrongCode, anywhere())).toEqual({ kind: 'codeWrong' });
    const reasons = (await logOf(user.userId)).map(({ detail }) => detail.reason);
    expect(new Set(reasons)).toEqual(new Set(['账户或密码不对', '动态码不对']));
  });

  it('answers alike for an unknown account, a demonstration account and a wrong password', async () => {
    const demo = await addUser(service, { username: 'yanshi', demoPassword: 'yanshi-2026' });
    expect(demo.userId).toBeDefined();
    const answers = [
      await signIn(service, { username: 'nobody-here', ...wrong }, anywhere()),
      await signIn(service, { username: 'yanshi', password: 'yanshi-2026' }, anywhere()),
      await signIn(service, { username: (await addUser(service)).username, ...wrong }, anywhere()),
    ];
    expect(answers).toEqual([{ kind: 'wrong' }, { kind: 'wrong' }, { kind: 'wrong' }]);
  });

  it('keeps nothing of what was typed for an unknown account', async () => {
    await signIn(service, { username: 'My-Secret-Pass-9', ...wrong }, anywhere());
    const { rows } = await inScope(service.pool, { reach: 'system' }, (tx) =>
      sql<{ text: string }>`select subject as text from sign_in_failures union all
        select row_to_json(e)::text from log_events e`.execute(tx),
    );
    expect(rows.filter(({ text }) => /secret/i.test(text))).toEqual([]);
  });

  it('uses each code once, even when it is sent twice at the same moment', async () => {
    const user = await addUser(service);
    const tries = Array.from({ length: 8 }, () => signIn(service, user.credentials(), from(start, '10.9.9.9')));
    const outcomes = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(outcomes.filter((kind) => kind === 'signedIn')).toHaveLength(1);
    expect(outcomes.filter((kind) => kind === 'codeWrong')).toHaveLength(5);
    const other = await addUser(service);
    await tokenFor(service, other);
    expect(await signIn(service, other.credentials(), anywhere(after(20)))).toEqual({ kind: 'codeWrong' });
    expect(await signIn(service, other.credentials(after(30)), anywhere(after(31)))).toMatchObject({
      kind: 'signedIn',
    });
  });

  it('refuses a disabled account, and says so only to who knows the password', async () => {
    const user = await addUser(service);
    await inScope(service.pool, { reach: 'system' }, (tx) =>
      tx.updateTable('users').set({ disabled_at: start }).where('id', '=', user.userId).execute(),
    );
    expect(await signIn(service, user.credentials(), anywhere())).toEqual({ kind: 'disabled' });
    expect(await signIn(service, { ...user.credentials(), ...wrong }, anywhere())).toEqual({ kind: 'wrong' });
  });
});
