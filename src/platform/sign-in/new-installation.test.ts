import { describe, expect, it } from 'vitest';
import { inScope } from '../database/scope';
import { verifyLog } from '../log/verify';
import { signIn } from './accounts';
import { createUser } from './administration';
import { createFirstAdministrators } from './first-administrators';
import { addUser, from, minutes, password, start, startService } from './testing';

describe('a new installation', () => {
  const commonPairs = ['admin', 'root', 'system', 'mingxun', 'test'].flatMap((username) =>
    ['admin', '123456', 'admin123', username].map((text) => ({ username, password: text })),
  );

  it('has no account at all, and none of twenty common pairs opens it', async () => {
    const fresh = await startService();
    for (const [n, pair] of commonPairs.entries()) {
      expect(await signIn(fresh.service, pair, from(minutes(n * 20), `10.5.0.${n}`))).toEqual({ kind: 'wrong' });
    }
    expect(
      await inScope(fresh.database.pool, { reach: 'system' }, (tx) => tx.selectFrom('users').selectAll().execute()),
    ).toEqual([]);
    await fresh.drop();
  });

  it('gets three separate administrators once, whose passwords must be changed first', async () => {
    const fresh = await startService();
    const twice = await Promise.all([1, 2].map(() => createFirstAdministrators(fresh.database.pool, start)));
    const [made] = twice.filter((each) => each !== undefined);
    expect(twice.filter((each) => each === undefined)).toHaveLength(1);
    expect(made?.map(({ role }) => role)).toEqual([
      'systemAdministrator',
      'securityAdministrator',
      'auditAdministrator',
    ]);
    for (const administrator of made ?? []) {
      expect(await signIn(fresh.service, administrator, from())).toMatchObject({
        kind: 'signedIn',
        standing: 'mustChangePassword',
        user: { role: administrator.role },
      });
    }
    expect(await verifyLog(fresh.database.pool, { now: start })).toMatchObject({ faultCount: 0 });
    await fresh.drop();
  });

  it('as a demonstration lets demonstration accounts in without a code, and real ones still not', async () => {
    const demo = await startService({ isDemo: true });
    await addUser(demo.service, { username: 'yanshi', demoPassword: 'yanshi-2026' });
    const user = await addUser(demo.service);
    const late = minutes(60 * 24 * 200);
    expect(await signIn(demo.service, { username: 'yanshi', password: 'yanshi-2026' }, from(late))).toMatchObject({
      kind: 'signedIn',
      standing: 'full',
      user: { isDemo: true },
    });
    expect(await signIn(demo.service, { username: user.username, password }, from(late))).toEqual({
      kind: 'codeNeeded',
    });
    await demo.drop();
  });

  it('takes each username once, and no phone or identity number as one', async () => {
    const { service, drop } = await startService();
    await inScope(service.pool, { reach: 'accounts' }, async (tx) => {
      const named = (username: string) => createUser(tx, { username, displayName: '王', role: 'cityOfficer' }, start);
      expect(await named('王科员')).toMatchObject({ kind: 'created' });
      expect(await named(' 王科员 ')).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('已有人使用'),
      });
      for (const bad of ['a', 'a b', '-x', '13703910000', '41080219900307123X', 'x'.repeat(33)]) {
        expect(await named(bad)).toMatchObject({ kind: 'refused' });
      }
    });
    await drop();
  });
});
