import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '#kernel/roles';
import { inScope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import type { Actor } from '#platform/operation';
import { runOperation } from '#platform/run-operation';
import { signIn } from '#platform/sign-in/accounts';
import {
  addInstitution,
  addUser,
  resultOf,
  run,
  testPassword,
  testPlatform,
  type TestPlatform,
} from '#platform/testing-platform';
import { listUserPlaces, listUsers } from './users';
import {
  createUserAccount,
  disableUserAccount,
  enableUserAccount,
  resetUserPassword,
  resetUserSecondFactor,
} from './users-commands';

let platform: TestPlatform;
let keeper: Actor;
let institutionId: string;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  keeper = await addUser(platform, { role: 'securityAdministrator', name: '安全员' });
  institutionId = await addInstitution(platform, '410822', '博爱县同仁职业培训学校');
});
afterAll(() => platform.close());

const asSystem = <T>(text: ReturnType<typeof sql<T>>) =>
  inScope(platform.pool, { reach: 'system' }, async (tx) => (await text.execute(tx)).rows);
const rowOf = async (userId: string) => {
  const [row] = await asSystem(
    sql<{
      role: string;
      region_code: string | null;
      institution_id: string | null;
      disabled_at: string | null;
      totp_sealed: Buffer | null;
    }>`select * from users where id = ${userId}`,
  );
  return row;
};
const clerk = { name: '王经办', role: 'institutionClerk', regionCode: undefined } as const;
const newName = () => `clerk-${randomUUID().slice(0, 8)}`;
const open = () => resultOf(platform, createUserAccount, keeper, { ...clerk, username: newName(), institutionId });
const here = () => ({ source: '10.1.1.1', agent: '测试浏览器', now: platform.clock.now() });

describe('opening an account', () => {
  it('gives a password shown once, which must be changed at the first sign-in', async () => {
    const username = newName();
    const { userId, password } = await resultOf(platform, createUserAccount, keeper, {
      ...clerk,
      username,
      institutionId,
    });
    expect(await rowOf(userId)).toMatchObject({ region_code: '410822', institution_id: institutionId });
    const outcome = await signIn(platform.signIn, { username, password }, here());
    expect(outcome).toMatchObject({ kind: 'signedIn', standing: 'mustChangePassword' });
  });

  it('keeps the password neither with the command nor in the log nor in the table', async () => {
    const commandId = randomUUID();
    const input = { ...clerk, username: newName(), institutionId };
    const { password } = await resultOf(platform, createUserAccount, keeper, input, { commandId });
    const [kept] = await asSystem(sql<{ outcome: unknown }>`select outcome from commands where id = ${commandId}`);
    expect(kept).toEqual({ outcome: null });
    const stored = await asSystem(sql<{ found: number }>`select count(*)::int as found from (
      select to_jsonb(c)::text as text from commands c union all select to_jsonb(e)::text from log_events e
      union all select to_jsonb(u)::text from users u) every where strpos(text, ${password}) > 0`);
    expect(stored).toEqual([{ found: 0 }]);
    const again = await runOperation(platform, createUserAccount, { actor: keeper, input, commandId });
    expect(again).toEqual({ outcome: 'done', result: null });
  });

  it('is logged with the role and the place, under the keeper’s name', async () => {
    const { userId } = await open();
    const logged = await asSystem(sql<object>`
      select action, outcome, actor_name, subject_type, region_code, institution_id, detail->>'role' as role
      from log_events where subject_id = ${userId}`);
    expect(logged).toEqual([
      {
        action: 'user.create',
        outcome: 'done',
        actor_name: '安全员',
        subject_type: 'user',
        region_code: '410822',
        institution_id: institutionId,
        role: 'institutionClerk',
      },
    ]);
  });

  it('asks for the place the role works at, and for no other', async () => {
    const refusalOf = (input: object) =>
      run(platform, createUserAccount, keeper, { ...clerk, username: newName(), ...input });
    expect(await refusalOf({})).toMatchObject({ message: '请选择所在培训机构。' });
    expect(await refusalOf({ role: 'countyOfficer' })).toMatchObject({ message: '请选择所在县（市、区）。' });
    expect(await refusalOf({ role: 'countyOfficer', regionCode: '410800' })).toMatchObject({ kind: 'invalid' });
    expect(await refusalOf({ role: 'cityOfficer', regionCode: '410822' })).toMatchObject({ kind: 'invalid' });
    expect(await refusalOf({ institutionId: randomUUID() })).toMatchObject({ kind: 'missing' });
  });

  it('takes a username once, and none that is an identity or phone number', async () => {
    const username = newName();
    await resultOf(platform, createUserAccount, keeper, { ...clerk, username, institutionId });
    const twice = await run(platform, createUserAccount, keeper, { ...clerk, username, institutionId });
    expect(twice).toMatchObject({ kind: 'conflict', message: `用户名“${username}”已有人使用，请换一个。` });
  });

  it('makes the other two administrators, but never a second of its own kind, nor trainees and devices', async () => {
    for (const role of ['auditAdministrator', 'systemAdministrator'] as const) {
      const { userId } = await resultOf(platform, createUserAccount, keeper, {
        name: '三员',
        role,
        username: newName(),
      });
      expect(await rowOf(userId)).toMatchObject({ role, region_code: null });
    }
    for (const role of ['securityAdministrator', 'trainee', 'device']) {
      const input = { name: '不行', role, username: newName() };
      const answer = await runOperation(platform, createUserAccount, { actor: keeper, input, commandId: randomUUID() });
      expect(answer).toMatchObject({ faults: [{ field: 'role', message: '这一岗位的账户不能在这里建立' }] });
    }
  });
});

describe('changing an account', () => {
  it('ends its sessions at once when it is disabled, and gives a new password when it is opened again', async () => {
    const { userId } = await open();
    await resultOf(platform, disableUserAccount, keeper, { userId, reason: '调离' });
    expect((await rowOf(userId))?.disabled_at).not.toBeNull();
    expect(await run(platform, disableUserAccount, keeper, { userId, reason: '调离' })).toMatchObject({
      kind: 'conflict',
    });
    expect(await run(platform, resetUserPassword, keeper, { userId })).toMatchObject({ kind: 'conflict' });
    const { password } = await resultOf(platform, enableUserAccount, keeper, { userId });
    expect(password).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect((await rowOf(userId))?.disabled_at).toBeNull();
  });

  it('replaces a forgotten password and takes off a lost second factor', async () => {
    const username = newName();
    const officer = await addUser(platform, { role: 'countyOfficer', regionCode: '410822', username });
    const { password } = await resultOf(platform, resetUserPassword, keeper, { userId: officer.userId });
    expect(await signIn(platform.signIn, { username, password: testPassword }, here())).toMatchObject({
      kind: 'wrong',
    });
    expect(await signIn(platform.signIn, { username, password }, here())).toMatchObject({ kind: 'codeNeeded' });
    await resultOf(platform, resetUserSecondFactor, keeper, { userId: officer.userId });
    expect((await rowOf(officer.userId))?.totp_sealed).toBeNull();
    expect(await signIn(platform.signIn, { username, password }, here())).toMatchObject({ kind: 'signedIn' });
  });

  const changes = [
    ['disable', (userId: string) => run(platform, disableUserAccount, keeper, { userId, reason: '试试' })],
    ['enable', (userId: string) => run(platform, enableUserAccount, keeper, { userId })],
    ['reset the password of', (userId: string) => run(platform, resetUserPassword, keeper, { userId })],
    ['reset the second factor of', (userId: string) => run(platform, resetUserSecondFactor, keeper, { userId })],
  ] as const;

  it.each(changes)('may not %s itself', async (_what, change) => {
    const before = await rowOf(keeper.userId);
    expect(await change(keeper.userId)).toMatchObject({ outcome: 'refused', kind: 'forbidden' });
    expect(await rowOf(keeper.userId)).toEqual(before);
  });

  it.each(changes)('may not %s another administrator, and the try is logged', async (_what, change) => {
    const auditor = await addUser(platform, { role: 'auditAdministrator' });
    const before = await rowOf(auditor.userId);
    expect(await change(auditor.userId)).toMatchObject({ outcome: 'refused', kind: 'forbidden' });
    expect(await rowOf(auditor.userId)).toEqual(before);
    const logged = await asSystem(sql<object>`select outcome from log_events where subject_id = ${auditor.userId}`);
    expect(logged).toEqual([{ outcome: 'refused' }]);
  });
});

describe('the accounts', () => {
  it('are kept by the security administrator alone', async () => {
    for (const role of roles.filter((each) => each !== 'securityAdministrator')) {
      const actor = await addUser(platform, {
        role,
        ...(role.startsWith('institution') ? { institutionId, regionCode: '410822' } : {}),
        ...(role.startsWith('county') ? { regionCode: '410822' } : {}),
      });
      const { userId } = actor;
      const tries = [
        await run(platform, listUsers, actor, {}),
        await run(platform, listUserPlaces, actor, {}),
        await run(platform, createUserAccount, actor, { ...clerk, username: newName(), institutionId }),
        await run(platform, disableUserAccount, actor, { userId: keeper.userId, reason: '试试' }),
        await run(platform, enableUserAccount, actor, { userId }),
        await run(platform, resetUserPassword, actor, { userId }),
        await run(platform, resetUserSecondFactor, actor, { userId }),
      ];
      expect(tries.map((answer) => (answer.outcome === 'refused' ? answer.kind : 'done'))).toEqual(
        tries.map(() => 'forbidden'),
      );
    }
  });

  it('are listed page by page without any secret, found by name, role and state', async () => {
    const { userId } = await resultOf(platform, createUserAccount, keeper, {
      ...clerk,
      name: '独孤求',
      username: newName(),
      institutionId,
    });
    const { rows, total } = await resultOf(platform, listUsers, keeper, { search: '独孤' });
    expect(total).toBe(1);
    expect(rows).toMatchObject([
      {
        id: userId,
        region: '博爱县',
        institution: '博爱县同仁职业培训学校',
        hasSecondFactor: false,
        whyNot: undefined,
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/argon|hash|totp/);
    await resultOf(platform, disableUserAccount, keeper, { userId, reason: '停用' });
    const disabled = await resultOf(platform, listUsers, keeper, { state: 'disabled', role: 'institutionClerk' });
    expect(disabled.rows.map((row) => row.id)).toContain(userId);
    for (let more = 0; more < 40; more += 1) await open();
    const first = await resultOf(platform, listUsers, keeper, {});
    const second = await resultOf(platform, listUsers, keeper, { cursor: first.nextCursor });
    const seen = [...first.rows, ...second.rows].map((row) => row.username);
    expect(new Set(seen).size).toBe(first.total);
    expect(second.nextCursor).toBeUndefined();
  });

  it('show the institutions to choose from by name only', async () => {
    const { institutions } = await resultOf(platform, listUserPlaces, keeper, {});
    expect(institutions).toEqual([{ id: institutionId, name: '博爱县同仁职业培训学校', region: '博爱县' }]);
  });
});
