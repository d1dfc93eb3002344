import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { creditCheckSign } from '#law/unified-credit-code';
import { inScope } from '#platform/database/scope';
import type { Actor } from '#platform/operation';
import { addInstitution, resultOf, run, testPassword } from '#platform/testing-platform';
import { decideAccount, stateAccount } from './account-commands';
import { decideProposal } from './deciding';
import { proposeOnInstitution } from './decision-commands';
import { proposeIdentity } from './identity-command';
import { findIdentityOn, readFormerIdentities } from './identity-store';
import { keptInstitution, type KeptInstitution, lastEntry, recordOf } from './testing-institution';

let kept: KeptInstitution;
let former: { name: string; creditCode: string };
beforeAll(async () => {
  kept = await keptInstitution();
  former = await recordOf(kept, kept.officer);
});
afterAll(() => kept.platform.close());

const creditCode = `52410822MJ1234567${creditCheckSign('52410822MJ1234567')}`;
const name = '博爱县同仁职业技能培训学校';
const document = '民办学校变更登记决定书〔2026〕3号';
const asked = (change: object = {}) => ({
  institutionId: kept.id,
  name,
  creditCode,
  from: '2026-03-01',
  reason: '更名并换发登记证书',
  document,
  ...change,
});
const decide = (actor: Actor, decisionId: string, accepted = true, opinion = '') =>
  run(kept.platform, decideProposal, actor, {
    institutionId: kept.id,
    decisionId,
    accepted,
    opinion,
    password: testPassword,
  });
const waitingId = async () => (await recordOf(kept, kept.officer)).decisions[0]?.id ?? '';

describe('the name and credit code of an institution', () => {
  it('are changed on a document by the bureaus, never by the institution itself or another county', async () => {
    const { platform, officer, principal, stranger } = kept;
    expect(await run(platform, proposeIdentity, principal, asked())).toMatchObject({ kind: 'forbidden' });
    expect(await run(platform, proposeIdentity, stranger, asked())).toMatchObject({ kind: 'missing' });
    const wrongs = [
      { creditCode: creditCode.slice(0, 17) },
      { creditCode: `52410822MJ7654321${creditCode.at(-1) === '0' ? '1' : '0'}` },
      { from: '2026-03-03' },
      { document: '' },
      { name: former.name, creditCode: former.creditCode },
    ];
    for (const wrong of wrongs)
      expect(await run(platform, proposeIdentity, officer, asked(wrong))).toMatchObject({ kind: 'invalid' });
    expect(await recordOf(kept, officer)).toMatchObject(former);
  });

  it('that another institution of the city bears are refused, also from beyond the county', async () => {
    const { platform, officer } = kept;
    const otherId = await addInstitution(platform, '410823', '武陟县启航职业培训学校');
    await inScope(platform.pool, { reach: 'system' }, (tx) =>
      tx.updateTable('institutions').set({ credit_code: creditCode }).where('id', '=', otherId).execute(),
    );
    expect(await run(platform, proposeIdentity, officer, asked())).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('另一家机构'),
    });
    const code = `52410822MJ7654321${creditCheckSign('52410822MJ7654321')}`;
    const twin = asked({ name: '武陟县启航职业培训学校', creditCode: code });
    expect(await run(platform, proposeIdentity, officer, twin)).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('同名机构'),
    });
    await resultOf(platform, proposeIdentity, officer, asked({ creditCode: code }));
    await inScope(platform.pool, { reach: 'system' }, (tx) =>
      tx.updateTable('institutions').set({ credit_code: code }).where('id', '=', otherId).execute(),
    );
    expect(await decide(kept.signatory, await waitingId())).toMatchObject({ kind: 'conflict' });
    expect(await decide(kept.signatory, await waitingId(), false, '代码与证书不符')).toMatchObject({ outcome: 'done' });
    expect(await recordOf(kept, officer)).toMatchObject({ ...former, decisions: [] });
  });

  it('change when the signatory confirms, stand in the history, and leave the account in the former name', async () => {
    const { platform, officer, signatory, clerk, principal } = kept;
    const code = `52410822MJ1111111${creditCheckSign('52410822MJ1111111')}`;
    await resultOf(platform, proposeIdentity, officer, asked({ creditCode: code.toLowerCase() }));
    expect(await run(platform, proposeIdentity, officer, asked())).toMatchObject({ kind: 'conflict' });
    const suspend = { institutionId: kept.id, act: 'suspend' as const, from: '2026-03-09', reason: '整改', document };
    expect(await run(platform, proposeOnInstitution, officer, suspend)).toMatchObject({ outcome: 'done' });
    const [waiting] = (await recordOf(kept, officer)).decisions;
    expect(waiting).toMatchObject({ act: 'changeIdentity', newName: name, newCreditCode: code });
    platform.clock.moveTo(plainDate('2026-03-04'));
    expect(await decide(officer, waiting?.id ?? '')).toMatchObject({ kind: 'forbidden' });
    const answers = await Promise.all([1, 2, 3].map(() => decide(signatory, waiting?.id ?? '')));
    expect(answers.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);

    expect(await recordOf(kept, clerk)).toMatchObject({
      name,
      creditCode: code,
      formerName: former.name,
      account: { holder: former.name },
    });
    expect(await lastEntry(kept)).toMatchObject({
      who: '李局长',
      changes: expect.arrayContaining([{ field: '机构全称', before: former.name, after: name }]),
      notes: expect.arrayContaining([
        { name: 'from', value: '2026-03-01' },
        { name: 'document', value: document },
      ]),
    });
    const [was, is] = await inScope(platform.pool, { reach: 'system' }, async (tx) => [
      await findIdentityOn({ tx }, kept.id, plainDate('2026-03-03')),
      await findIdentityOn({ tx }, kept.id, plainDate('2026-03-04')),
    ]);
    expect(was).toEqual({ name: former.name, creditCode: former.creditCode });
    expect(is).toBeUndefined();
    expect(await inScope(platform.pool, { reach: 'system' }, (tx) => readFormerIdentities(tx, kept.id))).toEqual([
      { name: former.name, creditCode: former.creditCode },
    ]);

    const account = {
      institutionId: kept.id,
      bankName: '测试银行',
      account: '16100 1234 5678',
      reason: '户名随机构变更',
    };
    const inFormer = await run(platform, stateAccount, principal, { ...account, holder: former.name });
    expect(inFormer).toMatchObject({ kind: 'invalid' });
    const { statementId } = await resultOf(platform, stateAccount, principal, { ...account, holder: name });
    const confirmed = { institutionId: kept.id, statementId, accepted: true, opinion: '' };
    await resultOf(platform, decideAccount, officer, confirmed);
    expect(await recordOf(kept, clerk)).toMatchObject({ account: { holder: name } });
  });
});
