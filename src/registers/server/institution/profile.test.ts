import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, resultOf } from '#platform/testing-platform';
import { changeContact, changeLicence } from './profile-commands';
import { revealOfInstitution } from './reveal';
import { keptInstitution, type KeptInstitution, lastEntry, recordOf } from './testing-institution';

let kept: KeptInstitution;
beforeAll(async () => {
  kept = await keptInstitution();
});
afterAll(() => kept.platform.close());

const contact = { principalName: '周校长', contactName: '孙经办', phone: '', email: 'office@example.cn' };
const licence = {
  kind: 'trainingSchool',
  legalRepresentative: '周立本',
  address: '博爱县中山路 8 号',
  licenceNumber: '人社民 4108224000001 号',
  licenceIssuer: '博爱县人力资源和社会保障局',
  licenceUntil: '2029-12-31',
  document: '办学许可证正本（2026 年换发）',
} as const;

describe('the contacts of an institution', () => {
  it('are kept by itself; a telephone left blank stays, one that is changed is written down as changed only', async () => {
    const { platform, id, clerk } = kept;
    await resultOf(platform, changeContact, clerk, { institutionId: id, version: 1, ...contact });
    expect(await recordOf(kept, clerk)).toMatchObject({ version: 2, contactName: '孙经办', phone: '138****0001' });
    await resultOf(platform, changeContact, clerk, {
      institutionId: id,
      version: 2,
      ...contact,
      phone: '0391-3560000',
    });
    expect(await recordOf(kept, clerk)).toMatchObject({ version: 3, phone: '039*****0000' });
    expect(await lastEntry(kept)).toMatchObject({
      who: '孙经办',
      operation: 'institution.change-contact',
      changes: [],
      unseen: ['联系电话'],
    });
  });

  it('typed in a page that has grown old are refused and change nothing', async () => {
    const { platform, id, principal } = kept;
    const { version } = await recordOf(kept, principal);
    const stale = { institutionId: id, version: version - 1, ...contact, contactName: '别人' };
    const answer = await run(platform, changeContact, principal, stale);
    expect(answer).toMatchObject({ kind: 'conflict', message: expect.stringContaining('您填的内容还在') });
    expect((await recordOf(kept, principal)).contactName).toBe('孙经办');
  });

  it('are refused with the field named when a telephone or address cannot be one', async () => {
    const { platform, id, clerk } = kept;
    const wrong = { institutionId: id, version: 3, ...contact, phone: '12345', email: '没有' };
    expect(await run(platform, changeContact, clerk, wrong)).toMatchObject({
      kind: 'invalid',
      faults: [{ field: 'phone' }, { field: 'email' }],
    });
  });
});

describe('the licence of an institution', () => {
  it('is kept by the officer of its county, on a document, and told before and after', async () => {
    const { platform, id, officer } = kept;
    const { version } = await recordOf(kept, officer);
    await resultOf(platform, changeLicence, officer, { institutionId: id, version, ...licence });
    const { document: _document, ...entered } = licence;
    expect(await recordOf(kept, officer)).toMatchObject({ ...entered, version: version + 1 });
    expect(await lastEntry(kept)).toMatchObject({
      who: '王经办',
      changes: expect.arrayContaining([
        { field: '机构类别', before: null, after: '社会培训机构' },
        { field: '许可有效期至', before: '2030-12-31', after: '2029-12-31' },
      ]),
      notes: [{ name: 'document', value: licence.document }],
    });
  });

  it('is out of the hands of the institution, and out of sight of another county', async () => {
    const { platform, id, principal, stranger } = kept;
    const input = { institutionId: id, version: 1, ...licence };
    expect(await run(platform, changeLicence, principal, input)).toMatchObject({ kind: 'forbidden' });
    expect(await run(platform, changeLicence, stranger, input)).toMatchObject({ kind: 'missing' });
  });
});

describe('a telephone or account in full', () => {
  it('is opened by a bureau with a reason, which stays in the log and out of the history of changes', async () => {
    const { platform, id, officer, clerk } = kept;
    const before = await lastEntry(kept);
    const opened = await resultOf(platform, revealOfInstitution, officer, {
      institutionId: id,
      what: 'phone',
      reason: '电话核实地址',
    });
    expect(opened).toEqual({ text: '0391-3560000' });
    expect(await lastEntry(kept)).toEqual(before);
    const asked = { institutionId: id, what: 'account' as const, reason: '核对' };
    expect(await run(platform, revealOfInstitution, clerk, asked)).toMatchObject({ kind: 'forbidden' });
    const silent = { ...asked, reason: '' };
    expect(await run(platform, revealOfInstitution, officer, silent)).toMatchObject({ faults: [{ field: 'reason' }] });
  });
});
