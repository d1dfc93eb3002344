import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '../database/scope';
import { signIn } from './accounts';
import { resetPassword, resetSecondFactor } from './administration';
import { changePassword } from './change-password';
import { confirmEnrolment, startEnrolment } from './enrolment';
import type { SignInService } from './service';
import { findSession } from './sessions';
import { addUser, after, from, minutes, password, start, startService, tokenFor } from './testing';
import { totpCode } from './totp';

let service: SignInService;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ service, drop } = await startService());
});
afterAll(() => drop());

const inSystem = <Result>(work: Parameters<typeof inScope<Result>>[2]) =>
  inScope(service.pool, { reach: 'system' }, work);
const isLive = async (token: string, now = start) => (await findSession(service, token, now)) !== undefined;
const next = 'Snow-Leaf-88-tram';

describe('changing the password', () => {
  it('ends every session and opens a new one', async () => {
    const user = await addUser(service);
    const [first, second] = [await tokenFor(service, user), await tokenFor(service, user, after(60))];
    const change = await changePassword(service, { token: second, current: password, next }, from(after(61)));
    if (change.kind !== 'changed') throw new Error(change.kind);
    expect([
      await isLive(first, after(62)),
      await isLive(second, after(62)),
      await isLive(change.token, after(62)),
    ]).toEqual([false, false, true]);
    const { username } = user;
    expect(await signIn(service, { username, password }, from(after(70)))).toEqual({ kind: 'wrong' });
    expect(await signIn(service, { username, password: next }, from(after(70)))).toEqual({ kind: 'codeNeeded' });
  });

  it('needs the current one, five wrong ones lock', async () => {
    const user = await addUser(service);
    const token = await tokenFor(service, user);
    const change = (current: string) => changePassword(service, { token, current, next }, from());
    const kinds = await Promise.all(Array.from({ length: 12 }, async () => (await change('Wrong-Pass-word-9')).kind));
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(5);
    expect(await change(password)).toMatchObject({ kind: 'locked' });
  });

  it('refuses a weak one, and each of the last five', async () => {
    const user = await addUser(service);
    let token = await tokenFor(service, user);
    let current = password;
    const change = (wanted: string) => changePassword(service, { token, current, next: wanted }, from());
    expect(await change('jiaozuo123456')).toMatchObject({ kind: 'refused', messages: { length: 3 } });
    for (const wanted of [1, 2, 3, 4].map((n) => `${next}-${n * 7}`)) {
      const changed = await change(wanted);
      if (changed.kind !== 'changed') throw new Error(changed.kind);
      [token, current] = [changed.token, wanted];
      expect(await change(password)).toMatchObject({
        kind: 'refused',
        messages: [expect.stringContaining('最近 5 次')],
      });
    }
    const fifth = await change(`${next}-35`);
    if (fifth.kind !== 'changed') throw new Error(fifth.kind);
    [token, current] = [fifth.token, `${next}-35`];
    expect(await change(password)).toMatchObject({ kind: 'changed' });
  });

  it('is due after ninety days: the session then allows nothing else', async () => {
    const user = await addUser(service);
    const [before, due] = [minutes(60 * 24 * 90 - 1), minutes(60 * 24 * 90)];
    expect(await signIn(service, user.credentials(before), from(before))).toMatchObject({ standing: 'full' });
    const outcome = await signIn(service, user.credentials(due), from(due));
    if (outcome.kind !== 'signedIn') throw new Error(outcome.kind);
    expect(outcome.standing).toBe('mustChangePassword');
    expect(await startEnrolment(service, outcome.token, due)).toEqual({ kind: 'passwordFirst' });
    const change = await changePassword(service, { token: outcome.token, current: password, next }, from(due));
    if (change.kind !== 'changed') throw new Error(change.kind);
    expect(await findSession(service, change.token, due)).toMatchObject({ standing: 'full' });
  });

  it('by the security administrator gives a password that works once for one step', async () => {
    const user = await addUser(service);
    const token = await tokenFor(service, user);
    const handedOver = await inSystem((tx) => resetPassword(tx, user.userId, after(60)));
    expect(await isLive(token, after(60))).toBe(false);
    const credentials = { ...user.credentials(after(90)), password: handedOver };
    expect(await signIn(service, credentials, from(after(90)))).toMatchObject({ standing: 'mustChangePassword' });
  });
});

describe('enrolling the second factor', () => {
  const withoutFactor = async () => {
    const user = await addUser(service);
    await inSystem((tx) => resetSecondFactor(tx, user.userId, start));
    const outcome = await signIn(service, { username: user.username, password }, from());
    if (outcome.kind !== 'signedIn') throw new Error(outcome.kind);
    expect(outcome.standing).toBe('mustEnrolSecondFactor');
    return { user, token: outcome.token };
  };

  it('is the only step open to staff without one; its first code opens the rest under a new token', async () => {
    const { user, token } = await withoutFactor();
    const offer = await startEnrolment(service, token, start);
    if (offer.kind !== 'started') throw new Error(offer.kind);
    expect(offer.uri).toContain(offer.secret);
    const confirm = (code: string, now = start) =>
      confirmEnrolment(service, { token, pending: offer.pending, code }, from(now));
    expect(await confirm(totpCode(offer.secret, minutes(9)))).toEqual({ kind: 'codeWrong' });
    const enrolled = await confirm(totpCode(offer.secret, start));
    if (enrolled.kind !== 'enrolled') throw new Error(enrolled.kind);
    expect(await isLive(token)).toBe(false);
    expect(await findSession(service, enrolled.token, start)).toMatchObject({
      standing: 'full',
      secondFactorAt: start,
    });
    const replayed = { username: user.username, password, code: totpCode(offer.secret, start) };
    expect(await signIn(service, replayed, from(after(5), '10.8.0.1'))).toEqual({ kind: 'codeWrong' });
    expect(await startEnrolment(service, enrolled.token, start)).toEqual({ kind: 'alreadyEnrolled' });
  });

  it('takes one of two enrolments sent at once', async () => {
    const { token } = await withoutFactor();
    const offers = await Promise.all([1, 2].map(() => startEnrolment(service, token, start)));
    const ends = await Promise.all(
      offers.map((offer) => {
        if (offer.kind !== 'started') throw new Error(offer.kind);
        const code = totpCode(offer.secret, start);
        return confirmEnrolment(service, { token, pending: offer.pending, code }, from());
      }),
    );
    expect(ends.filter(({ kind }) => kind === 'enrolled')).toHaveLength(1);
  });

  it('refuses an offer that is old, altered or made to another account', async () => {
    const [one, two] = [await withoutFactor(), await withoutFactor()];
    const offer = await startEnrolment(service, one.token, start);
    if (offer.kind !== 'started') throw new Error(offer.kind);
    const confirm = (token: string, pending: string, now = start) =>
      confirmEnrolment(service, { token, pending, code: totpCode(offer.secret, now) }, from(now));
    expect(await confirm(two.token, offer.pending)).toEqual({ kind: 'expired' });
    expect(await confirm(one.token, `${offer.pending.slice(0, -2)}AA`)).toEqual({ kind: 'expired' });
    expect(await confirm(one.token, offer.pending, after(601))).toEqual({ kind: 'expired' });
  });
});
