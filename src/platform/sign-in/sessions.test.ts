import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '../database/scope';
import { signIn, signOut } from './accounts';
import { disableUser, enableUser } from './administration';
import { endOwnSession, listSessions } from './own-sessions';
import type { SignInService } from './service';
import { findSession } from './sessions';
import { addUser, after, from, minutes, start, startService, tokenFor } from './testing';

let service: SignInService;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ service, drop } = await startService());
});
afterAll(() => drop());

const inSystem = <Result>(work: Parameters<typeof inScope<Result>>[2]) =>
  inScope(service.pool, { reach: 'system' }, work);
const isLive = async (token: string, now = start) => (await findSession(service, token, now)) !== undefined;
describe('a session', () => {
  it('is known by a token of 256 bits, of which the database keeps a digest', async () => {
    const user = await addUser(service);
    const token = await tokenFor(service, user);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = await inSystem((tx) =>
      tx.selectFrom('sessions').selectAll().where('user_id', '=', user.userId).execute(),
    );
    expect(rows.map(({ token_hash }) => token_hash)).toEqual([createHash('sha256').update(token).digest()]);
    expect(await findSession(service, token, start)).toMatchObject({
      standing: 'full',
      secondFactorAt: start,
      endsAt: minutes(720),
    });
  });

  it('is not found by anything else', async () => {
    const token = await tokenFor(service, await addUser(service));
    const flipped = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    for (const other of [
      '',
      'x',
      flipped,
      `${token}A`,
      `' or 1=1 --`,
      createHash('sha256').update(token).digest('hex'),
    ]) {
      expect(await isLive(other)).toBe(false);
    }
  });

  it('rests for fifteen minutes at most, an administrator’s for five', async () => {
    const staff = await tokenFor(service, await addUser(service));
    expect(await isLive(staff, after(899))).toBe(true);
    expect(await isLive(staff, after(899 + 899))).toBe(true);
    expect(await isLive(staff, after(899 + 899 + 900))).toBe(false);
    expect(await isLive(staff, after(899 + 899 + 901))).toBe(false);
    const administrator = await addUser(service, { role: 'securityAdministrator', regionCode: undefined });
    const token = await tokenFor(service, administrator);
    expect(await isLive(token, after(299))).toBe(true);
    expect(await isLive(token, after(299 + 300))).toBe(false);
  });

  it('ends after twelve hours however busy', async () => {
    const token = await tokenFor(service, await addUser(service));
    for (let at = 10; at < 720; at += 10) expect(await isLive(token, minutes(at))).toBe(true);
    expect(await isLive(token, after(12 * 3600 - 1))).toBe(true);
    expect(await isLive(token, minutes(720))).toBe(false);
  });

  it('is noted as in use at most once a minute', async () => {
    const user = await addUser(service);
    const token = await tokenFor(service, user);
    const seenAt = async (now: string) => {
      await findSession(service, token, now);
      const row = await inSystem((tx) =>
        tx.selectFrom('sessions').select('seen_at').where('user_id', '=', user.userId).executeTakeFirstOrThrow(),
      );
      return row.seen_at;
    };
    expect([
      await seenAt(after(59)),
      await seenAt(after(60)),
      await seenAt(after(119)),
      await seenAt(after(121)),
    ]).toEqual([start, after(60), after(60), after(121)]);
  });

  it('is a new one at every sign-in, and the one the browser held is over', async () => {
    const user = await addUser(service);
    const planted = await tokenFor(service, await addUser(service));
    const token = await tokenFor(service, user, start, planted);
    expect(token).not.toBe(planted);
    expect([await isLive(planted), await isLive(token)]).toEqual([false, true]);
  });

  it('is over at once when its account is disabled, or the person signs out', async () => {
    const user = await addUser(service);
    const token = await tokenFor(service, user);
    await inSystem((tx) => disableUser(tx, user.userId, start));
    expect(await isLive(token)).toBe(false);
    await inSystem((tx) => enableUser(tx, user.userId, start));
    expect(await isLive(token)).toBe(false);
    const other = await tokenFor(service, await addUser(service));
    const found = await findSession(service, other, start);
    if (found) await signOut(service, other, found.user, from());
    expect(await isLive(other)).toBe(false);
  });

  it('of a demonstration account is over when the database stops being a demonstration', async () => {
    const demo = { ...service, isDemo: true };
    await addUser(demo, { username: 'yanshi-2', demoPassword: 'yanshi-2026' });
    const outcome = await signIn(demo, { username: 'yanshi-2', password: 'yanshi-2026' }, from(start, '10.6.0.1'));
    if (outcome.kind !== 'signedIn') throw new Error(outcome.kind);
    expect(await findSession(demo, outcome.token, start)).toBeDefined();
    expect(await isLive(outcome.token)).toBe(false);
  });

  it('is shown to its owner, who can end it, and to nobody else', async () => {
    const [user, other] = [await addUser(service), await addUser(service)];
    const [first, second] = [await tokenFor(service, user), await tokenFor(service, user, after(60))];
    const current = await findSession(service, second, after(61));
    const own = { reach: 'county', regionCode: '410802', userId: user.userId } as const;
    const listed = await inScope(service.pool, own, (tx) =>
      listSessions(tx, user.userId, current?.sessionId ?? '', after(61)),
    );
    expect(listed.map(({ isCurrent, source }) => [isCurrent, source])).toEqual([
      [true, '192.168.10.20'],
      [false, '192.168.10.20'],
    ]);
    const sessionId = listed[1]?.sessionId ?? '';
    const foreign = { ...own, userId: other.userId };
    expect(await inScope(service.pool, foreign, (tx) => endOwnSession(tx, user.userId, sessionId, after(62)))).toBe(
      false,
    );
    expect(await isLive(first, after(62))).toBe(true);
    expect(await inScope(service.pool, own, (tx) => endOwnSession(tx, user.userId, sessionId, after(62)))).toBe(true);
    expect([await isLive(first, after(63)), await isLive(second, after(63))]).toEqual([false, true]);
  });
});
