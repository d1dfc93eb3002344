import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { plainDate } from '#kernel/plain-date';
import { runNow } from '#platform/jobs/testing';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run, testPassword } from '#platform/testing-platform';
import { workCounts, workQueue } from './stages/2-opening/server/work-queue';
import { watchAssessment } from './stages/3-attendance/server/privacy/watch-job';
import { stateAccount } from './registers/server/institution/account-commands';
import { decideProposal } from './registers/server/institution/deciding';
import { proposeDesignation, proposeOnInstitution } from './registers/server/institution/decision-commands';
import {
  keptInstitution,
  type KeptInstitution,
  occupationCode,
} from './registers/server/institution/testing-institution';
import { addFigureLine } from './registers/server/standing-figures';

let kept: KeptInstitution;
beforeAll(async () => {
  kept = await keptInstitution();
});
afterAll(() => kept.platform.close());

const mattersOf = async (actor: Actor) => (await resultOf(kept.platform, workQueue, actor, {})).matters;
const document = '博人社〔2026〕12号';

describe('what waits in the registers for a second person', () => {
  it('is in the queue of the signatory of the bureau that proposed it, and in nobody else’s', async () => {
    const { platform, id, officer, signatory, cityOfficer, citySignatory, clerk, stranger } = kept;
    await resultOf(platform, proposeDesignation, officer, {
      institutionId: id,
      occupationCode,
      level: 5,
      validFrom: '2028-01-01',
      validUntil: '2029-12-31',
      grantingBureau: '博爱县人力资源和社会保障局',
      document,
    });
    const suspend = { institutionId: id, act: 'suspend' as const, from: '2026-03-09', reason: '现场检查', document };
    await resultOf(platform, proposeOnInstitution, cityOfficer, suspend);
    expect(await mattersOf(signatory)).toMatchObject([
      {
        kind: 'decision',
        subject: id,
        what: '新增定点资格：养老护理员（五级）',
        about: kept.name,
        region: undefined,
        waited: 0,
      },
    ]);
    expect(await mattersOf(citySignatory)).toMatchObject([
      { what: '中止机构资格', askedBy: '赵经办', region: '博爱县' },
    ]);
    for (const actor of [officer, cityOfficer, clerk, stranger]) expect(await mattersOf(actor)).toEqual([]);
    expect(await resultOf(platform, workCounts, signatory, {})).toMatchObject({ work: 1 });
  });

  it('counts the working days it has waited, and leaves when it is settled', async () => {
    const { platform, id, signatory } = kept;
    platform.clock.moveTo(plainDate('2026-03-09'));
    const [matter] = await mattersOf(signatory);
    expect(matter?.waited).toBe(5);
    const decisionId = matter?.key.split(':')[1] ?? '';
    const decision = { institutionId: id, decisionId, accepted: true, opinion: '', password: testPassword };
    expect(await run(platform, decideProposal, signatory, decision)).toMatchObject({ outcome: 'done' });
    expect(await mattersOf(signatory)).toEqual([]);
  });

  it('takes in accounts and rooms of the county, and figures that another of the city entered', async () => {
    const { platform, id, principal, officer, signatory, cityOfficer, citySignatory, stranger } = kept;
    const account = { institutionId: id, holder: kept.name, bankName: '中原银行', account: '161001234567' };
    await resultOf(platform, stateAccount, principal, { ...account, reason: '原账户销户' });
    await inScope(platform.pool, { reach: 'system' }, (tx) =>
      tx.updateTable('venues').set({ awaits_check: true }).where('id', '=', kept.venueId).execute(),
    );
    const kindsOf = async (actor: Actor) => (await mattersOf(actor)).map(({ kind }) => kind).sort();
    expect(await kindsOf(officer)).toEqual(['account', 'venue']);
    expect(await kindsOf(signatory)).toEqual(['account']);
    expect(await kindsOf(stranger)).toEqual([]);

    const line = { figure: 'reviewWarning', from: '2026-04-01', value: 2, document: '焦人社〔2026〕3号', note: '' };
    await resultOf(platform, addFigureLine, cityOfficer, line);
    expect(await kindsOf(citySignatory)).toEqual(['decision', 'figure']);
    expect(await kindsOf(cityOfficer)).toEqual([]);
    expect(await kindsOf(await addUser(platform, { role: 'cityOfficer' }))).toEqual(['figure']);
    expect(await kindsOf(await addUser(platform, { role: 'disciplineOfficer' }))).toEqual([]);
  });

  it('gives the security administrator what is owed to people whose faces are stored, and nothing else', async () => {
    const { platform, cityOfficer, officer } = kept;
    const security = await addUser(platform, { role: 'securityAdministrator', name: '安全员' });
    expect(await mattersOf(security)).toEqual([]);
    await runNow(platform, watchAssessment, {});
    const due = {
      kind: 'task',
      what: '还没有个人信息保护影响评估',
      subject: '/face-protection',
      region: undefined,
    };
    expect(await mattersOf(security)).toMatchObject([due]);
    expect(await resultOf(platform, workCounts, security, {})).toMatchObject({ work: 1 });
    expect((await mattersOf(cityOfficer)).filter(({ kind }) => kind === 'task')).toMatchObject([due]);
    for (const actor of [officer, await addUser(platform, { role: 'auditAdministrator' })])
      expect((await mattersOf(actor)).filter(({ kind }) => kind === 'task')).toEqual([]);
  });
});
