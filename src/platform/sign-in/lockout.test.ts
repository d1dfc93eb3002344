import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '../database/scope';
import { confirmCounted, confirmPassword, signIn } from './accounts';
import type { SignInService } from './service';
import { findSession } from './sessions';
import { addUser, after, from, minutes, password, start, startService, tokenFor } from './testing';

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

describe('the lockout', () => {
  it('evaluates exactly five of two hundred wrong tries made at once on one account', async () => {
    const user = await addUser(service);
    const tries = Array.from({ length: 200 }, (_, n) =>
      signIn(service, { username: user.username, ...wrong }, from(start, `10.1.${n}.1`)),
    );
    const outcomes = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(outcomes.filter((kind) => kind === 'wrong')).toHaveLength(5);
    expect(outcomes.filter((kind) => kind === 'locked')).toHaveLength(195);
    const log = await logOf(user.userId);
    expect(log).toHaveLength(5);
    expect(log.filter(({ detail }) => detail.isLocked)).toHaveLength(1);
  });

  it('evaluates exactly five from one source, whatever the accounts', async () => {
    const tries = Array.from({ length: 60 }, (_, n) =>
      signIn(service, { username: `guess-${n}`, ...wrong }, from(start, '10.2.0.1')),
    );
    const outcomes = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(outcomes.filter((kind) => kind === 'wrong')).toHaveLength(5);
    const user = await addUser(service);
    expect(await signIn(service, user.credentials(), from(start, '10.2.0.1'))).toMatchObject({ kind: 'locked' });
    expect(await signIn(service, user.credentials(), anywhere())).toMatchObject({ kind: 'signedIn' });
  });

  it('counts an IPv6 network of one machine as one source, and a mapped address as itself', async () => {
    const sources = [
      '2001:db8:0:7::1',
      '2001:db8:0:7:ffff::2',
      '2001:0db8::7:0:0:0:3',
      '2001:db8:0:7:a:b:c:d',
      '2001:DB8:0:7::9',
    ];
    for (const source of sources) await signIn(service, { username: 'v6', ...wrong }, from(start, source));
    const kindFrom = async (source: string) =>
      (await signIn(service, { username: 'v6-other', ...wrong }, from(start, source))).kind;
    expect(await kindFrom('2001:db8:0:7::77')).toBe('locked');
    expect(await kindFrom('2001:db8:0:8::1')).toBe('wrong');
    for (let n = 0; n < 4; n++) await signIn(service, { username: `m${n}`, ...wrong }, from(start, '::ffff:10.3.0.1'));
    expect(await kindFrom('10.3.0.1')).toBe('wrong');
    expect(await kindFrom('10.3.0.1')).toBe('locked');
  });

  it('ends fifteen minutes after the first of the five, and says when', async () => {
    const user = await addUser(service);
    for (let n = 0; n < 5; n++) await signIn(service, { username: user.username, ...wrong }, anywhere(minutes(n)));
    const locked = await signIn(service, user.credentials(minutes(5)), anywhere(minutes(5)));
    expect(locked).toEqual({ kind: 'locked', until: minutes(15) });
    expect(await signIn(service, user.credentials(after(899)), anywhere(after(899)))).toMatchObject({ kind: 'locked' });
    expect(await signIn(service, user.credentials(minutes(15)), anywhere(minutes(15)))).toMatchObject({
      kind: 'signedIn',
    });
  });

  it('starts anew for an account that signed in, but not for the source it came from', async () => {
    const user = await addUser(service);
    const here = from(start, '10.4.0.1');
    for (let n = 0; n < 4; n++) await signIn(service, { username: user.username, ...wrong }, here);
    expect(await signIn(service, user.credentials(), here)).toMatchObject({ kind: 'signedIn' });
    expect(await signIn(service, { username: user.username, ...wrong }, here)).toEqual({ kind: 'wrong' });
    expect(await signIn(service, { username: user.username, ...wrong }, here)).toMatchObject({ kind: 'locked' });
    expect(await signIn(service, { username: user.username, ...wrong }, anywhere())).toEqual({ kind: 'wrong' });
  });

  it('also stops guessing the password through an open session', async () => {
    const user = await addUser(service);
    const found = await findSession(service, await tokenFor(service, user), start);
    if (!found) throw new Error('no session');
    const confirm = (text: string) => confirmCounted(service, found.user, text, start);
    expect(await confirm(password)).toEqual({ kind: 'confirmed' });
    const guesses = await Promise.all(Array.from({ length: 20 }, () => confirm(wrong.password)));
    expect(guesses.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
    expect(await confirm(password)).toMatchObject({ kind: 'locked', until: minutes(15) });
    const own = { reach: 'county', regionCode: '410802', userId: user.userId } as const;
    const confirmed = (text: string) => inScope(service.pool, own, (tx) => confirmPassword(tx, user.userId, text));
    expect([await confirmed(password), await confirmed(wrong.password)]).toEqual([true, false]);
  });
});
