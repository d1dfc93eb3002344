import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { registerHistory } from '../register-history';
import { decideAccount, stateAccount } from './account-commands';
import { registerInstitution } from './register-command';
import { revealOfInstitution } from './reveal';
import { showInstitution } from './show';
import { keptInstitution, type KeptInstitution } from './testing-institution';

let kept: KeptInstitution;
beforeAll(async () => {
  kept = await keptInstitution();
});
afterAll(() => kept.platform.close());

const papers = {
  kind: 'trainingSchool',
  legalRepresentative: '周立本',
  address: '博爱县中山路 9 号',
  licenceNumber: '人社民 4108224000009 号',
  licenceIssuer: '博爱县人力资源和社会保障局',
  licenceUntil: '2029-12-31',
  principalName: '周校长',
  phone: '0391-3560000',
  document: '准予设立决定书（博人社许〔2026〕3号）',
} as const;
const school = { ...papers, name: '博爱县新建职业培训学校', creditCode: '52410822MJF0123454' };

describe('a new institution (2024 一（二）)', () => {
  let id: string;

  it('is registered by an officer of its county from its papers, with a history that begins', async () => {
    const { platform, officer } = kept;
    ({ institutionId: id } = await resultOf(platform, registerInstitution, officer, school));
    const record = await resultOf(platform, showInstitution, officer, { institutionId: id });
    expect(record).toMatchObject({
      name: school.name,
      creditCode: school.creditCode,
      regionCode: '410822',
      licenceUntil: '2029-12-31',
      phone: '039*****0000',
      designations: [],
    });
    expect(record.account).toBeUndefined();
    const { entries } = await resultOf(platform, registerHistory, officer, { type: 'institution', id });
    expect(entries).toMatchObject([
      {
        operation: 'institution.register',
        notes: expect.arrayContaining([{ name: 'document', value: school.document }]),
      },
    ]);
  });

  it('is registered once: neither its name nor its code is free any more, not even for many at once', async () => {
    const { platform, officer } = kept;
    expect(await run(platform, registerInstitution, officer, school)).toMatchObject({ kind: 'invalid' });
    const other = { ...school, name: '博爱县另一职业培训学校' };
    expect(await run(platform, registerInstitution, officer, other)).toMatchObject({
      message: expect.stringContaining('已登记在另一家机构名下'),
    });
    const twin = { ...papers, name: '博爱县双生职业培训学校', creditCode: '91410800MA45CD5X0R' };
    const answers = await Promise.allSettled([1, 2, 3].map(() => run(platform, registerInstitution, officer, twin)));
    const done = answers.filter((each) => each.status === 'fulfilled' && each.value.outcome === 'done');
    expect(done).toHaveLength(1);
  });

  it('is not taken in with a code that cannot be, nor for another county, nor by the institution', async () => {
    const { platform, officer, stranger, clerk, cityOfficer } = kept;
    const wrong = { ...school, name: '博爱县错码职业培训学校', creditCode: '52410822MJF0123455' };
    expect(await run(platform, registerInstitution, officer, wrong)).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('校验位'),
    });
    const elsewhere = { ...wrong, regionCode: '410822' };
    expect(await run(platform, registerInstitution, stranger, elsewhere)).toMatchObject({ kind: 'forbidden' });
    expect(await run(platform, registerInstitution, clerk, school)).toMatchObject({ kind: 'forbidden' });
    expect(await run(platform, registerInstitution, cityOfficer, school)).toMatchObject({
      message: '请选择机构所在的县（市、区）。',
    });
  });

  it('has no account until it states one and the county confirms it', async () => {
    const { platform, officer } = kept;
    const asked = { institutionId: id, what: 'account', reason: '核对开户许可' } as const;
    expect(await run(platform, revealOfInstitution, officer, asked)).toMatchObject({ kind: 'missing' });
    const place = { regionCode: '410822', institutionId: id };
    const principal = await addUser(platform, { role: 'institutionPrincipal', name: '周校长', ...place });
    const account = { institutionId: id, holder: school.name, bankName: '中原银行', reason: '首次申报' };
    const { statementId } = await resultOf(platform, stateAccount, principal, { ...account, account: '161001234567' });
    const confirmed = { institutionId: id, statementId, accepted: true, opinion: '' };
    await resultOf(platform, decideAccount, officer, confirmed);
    const record = await resultOf(platform, showInstitution, officer, { institutionId: id });
    expect(record.account).toEqual({ bank: '中原银行', holder: school.name, tail: '4567' });
    expect(await resultOf(platform, revealOfInstitution, officer, asked)).toEqual({ text: '161001234567' });
  });
});
