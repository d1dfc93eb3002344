import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { addInstitution, addUser, resultOf, run } from '#platform/testing-platform';
import { decideAccount, stateAccount, withdrawAccount } from './account-commands';
import { revealOfInstitution } from './reveal';
import { keptInstitution, type KeptInstitution, lastEntry, recordOf } from './testing-institution';

let kept: KeptInstitution;
beforeAll(async () => {
  kept = await keptInstitution();
});
afterAll(() => kept.platform.close());

const stated = (account: string, change: object = {}) => ({
  institutionId: kept.id,
  holder: kept.name,
  bankName: '中原银行博爱支行',
  account,
  reason: '原账户已销户',
  ...change,
});
const waiting = async () => (await recordOf(kept, kept.officer)).accountStatement;
const decide = async (accepted: boolean, opinion = '') => ({
  institutionId: kept.id,
  statementId: (await waiting())?.id ?? '',
  accepted,
  opinion,
});

describe('the account of an institution', () => {
  it('is stated by the principal in the name of the institution, and by nobody else or in another name', async () => {
    const { platform, principal, clerk } = kept;
    const other = await run(platform, stateAccount, principal, stated('16100 1234 5678', { holder: '周立本' }));
    expect(other).toMatchObject({ kind: 'invalid', message: expect.stringContaining('2021 七') });
    expect(await run(platform, stateAccount, principal, stated('12 34'))).toMatchObject({ kind: 'invalid' });
    expect(await run(platform, stateAccount, clerk, stated('161001234567'))).toMatchObject({ kind: 'forbidden' });
    expect(await waiting()).toBeUndefined();
  });

  it('stays the old one until an officer of the county confirms the new one', async () => {
    const { platform, principal, officer } = kept;
    await resultOf(platform, stateAccount, principal, stated('16100 1234 5678'));
    expect(await recordOf(kept, principal)).toMatchObject({
      account: { bank: '测试银行', tail: '6677' },
      accountStatement: { tail: '5678', bankName: '中原银行博爱支行', statedBy: '周校长' },
    });
    const again = await run(platform, stateAccount, principal, stated('16100 9999 9999'));
    expect(again).toMatchObject({ kind: 'conflict' });

    const opened = { institutionId: kept.id, what: 'statedAccount' as const, reason: '核对开户许可' };
    expect(await resultOf(platform, revealOfInstitution, officer, opened)).toEqual({ text: '1610012345678' });
    await resultOf(platform, decideAccount, officer, await decide(true));

    expect(await recordOf(kept, principal)).toMatchObject({ account: { bank: '中原银行博爱支行', tail: '5678' } });
    expect(await waiting()).toBeUndefined();
    const inForce = { institutionId: kept.id, what: 'account' as const, reason: '核对开户许可' };
    expect(await resultOf(platform, revealOfInstitution, officer, inForce)).toEqual({ text: '1610012345678' });
    expect(await lastEntry(kept)).toMatchObject({
      who: '王经办',
      changes: expect.arrayContaining([{ field: '账号尾号', before: '6677', after: '5678' }]),
      unseen: ['账号'],
    });
  });

  it('is sent back with a reason, or taken back by the principal, and nothing changes', async () => {
    const { platform, principal, signatory } = kept;
    await resultOf(platform, stateAccount, principal, stated('16100 2222 3333'));
    expect(await run(platform, decideAccount, signatory, await decide(false))).toMatchObject({ kind: 'invalid' });
    const input = await decide(false, '开户许可不清楚');
    await resultOf(platform, decideAccount, signatory, input);
    expect(await run(platform, decideAccount, signatory, input)).toMatchObject({ kind: 'conflict' });
    await resultOf(platform, stateAccount, principal, stated('16100 2222 3333'));
    await resultOf(platform, withdrawAccount, principal, { institutionId: kept.id });
    expect(await recordOf(kept, principal)).toMatchObject({ account: { tail: '5678' }, accountStatement: undefined });
  });

  it('is settled once, however many officers press at the same moment', async () => {
    const { platform, principal, officer, signatory } = kept;
    await resultOf(platform, stateAccount, principal, stated('16100 4444 5555'));
    const input = await decide(true);
    const answers = await Promise.all(
      [officer, signatory, officer, signatory].map((actor) => run(platform, decideAccount, actor, input)),
    );
    expect(answers.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
  });

  it('that another institution of the city has is not confirmed, and only the bureau is told', async () => {
    const { platform, officer } = kept;
    const otherId = await addInstitution(platform, '410822', '博爱县巧手职业培训学校');
    const otherPrincipal = await addUser(platform, {
      role: 'institutionPrincipal',
      regionCode: '410822',
      institutionId: otherId,
    });
    const copied = stated('16100 4444 5555', { institutionId: otherId, holder: '博爱县巧手职业培训学校' });
    const { statementId } = await resultOf(platform, stateAccount, otherPrincipal, copied);
    const input = { institutionId: otherId, statementId, accepted: true, opinion: '' };
    expect(await run(platform, decideAccount, officer, input)).toMatchObject({
      kind: 'blocked',
      message: expect.stringContaining('另一家机构'),
    });
  });

  it('never stands in the database in the clear', async () => {
    const rows = await inScope(kept.platform.pool, { reach: 'system' }, async (tx) => [
      ...(await sql<{ t: string }>`select t::text as t from account_statements t`.execute(tx)).rows,
      ...(await sql<{ t: string }>`select t::text as t from institutions t`.execute(tx)).rows,
      ...(await sql<{ t: string }>`select t::text as t from log_events t`.execute(tx)).rows,
    ]);
    const text = JSON.stringify(rows);
    for (const number of ['1610012345678', '1610044445555']) {
      expect(text).not.toContain(number);
      expect(text).not.toContain(Buffer.from(number).toString('hex'));
    }
  });
});
