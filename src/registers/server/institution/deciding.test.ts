import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import type { Actor } from '#platform/operation';
import { resultOf, run, testPassword } from '#platform/testing-platform';
import { decideProposal, withdrawProposal } from './deciding';
import { proposeDesignation, proposeOnDesignation, proposeOnInstitution } from './decision-commands';
import { keptInstitution, type KeptInstitution, lastEntry, occupationCode, recordOf } from './testing-institution';

let kept: KeptInstitution;
let designationId: string;
beforeAll(async () => {
  kept = await keptInstitution();
  designationId = (await recordOf(kept, kept.officer)).designations[0]?.id ?? '';
});
afterAll(() => kept.platform.close());

const document = '博人社〔2026〕12号';
const measure = (
  act: 'endDesignation' | 'suspendDesignation' | 'liftDesignation' | 'revokeDesignation',
  from: string,
) => ({
  institutionId: kept.id,
  designationId,
  act,
  from,
  reason: '现场检查发现问题',
  document,
});
const decide = (actor: Actor, decisionId: string, accepted = true, opinion = '', password = testPassword) =>
  run(kept.platform, decideProposal, actor, { institutionId: kept.id, decisionId, accepted, opinion, password });
const first = async () => (await recordOf(kept, kept.officer)).designations.find(({ id }) => id === designationId);

describe('a decision about a designation', () => {
  it('changes nothing until the signatory of the same bureau confirms it with the password', async () => {
    const { platform, officer, signatory, citySignatory } = kept;
    const { decisionId } = await resultOf(platform, proposeOnDesignation, officer, {
      ...measure('suspendDesignation', '2026-03-10'),
      until: '2026-03-31',
    });
    expect((await first())?.suspensions).toEqual([]);
    expect(
      await run(platform, decideProposal, officer, {
        institutionId: kept.id,
        decisionId,
        accepted: true,
        opinion: '',
        password: testPassword,
      }),
    ).toMatchObject({ kind: 'forbidden' });
    expect(await decide(citySignatory, decisionId)).toMatchObject({ kind: 'forbidden' });
    expect(await decide(signatory, decisionId, true, '', 'wrong')).toMatchObject({ outcome: 'refused' });
    expect((await first())?.suspensions).toEqual([]);

    expect(await decide(signatory, decisionId)).toMatchObject({ outcome: 'done' });
    expect((await first())?.suspensions).toEqual([{ from: '2026-03-10', until: '2026-03-31' }]);
    expect(await lastEntry(kept)).toMatchObject({
      who: '李局长',
      notes: expect.arrayContaining([
        { name: '事项', value: '中止定点资格：养老护理员（五级）' },
        { name: '决定', value: '确认' },
        { name: '提出人', value: '王经办' },
        { name: 'document', value: document },
      ]),
    });
    expect(await decide(signatory, decisionId)).toMatchObject({ kind: 'conflict' });
  });

  it('lifts a suspension from its day on, and is one at a time', async () => {
    const { platform, officer, signatory } = kept;
    const lift = measure('liftDesignation', '2026-03-20');
    const { decisionId } = await resultOf(platform, proposeOnDesignation, officer, lift);
    expect(await run(platform, proposeOnDesignation, officer, lift)).toMatchObject({ kind: 'conflict' });
    await decide(signatory, decisionId);
    expect((await first())?.suspensions).toEqual([{ from: '2026-03-10', until: '2026-03-19' }]);
    expect(await run(platform, proposeOnDesignation, officer, lift)).toMatchObject({ kind: 'invalid' });
  });

  it('never reaches back, and takes effect on the day of confirmation when its own day has passed', async () => {
    const { platform, officer, signatory } = kept;
    const past = await run(platform, proposeOnDesignation, officer, measure('endDesignation', '2026-03-01'));
    expect(past).toMatchObject({ kind: 'invalid', message: expect.stringContaining('不能早于今天') });
    const { decisionId } = await resultOf(
      platform,
      proposeOnDesignation,
      officer,
      measure('revokeDesignation', '2026-03-03'),
    );
    platform.clock.moveTo(plainDate('2026-03-05'));
    await decide(signatory, decisionId);
    expect(await first()).toMatchObject({ revokedOn: '2026-03-05' });
  });

  it('is withdrawn by the bureau that proposed it, or sent back with a reason', async () => {
    const { platform, officer, cityOfficer, signatory } = kept;
    const wanted = {
      institutionId: kept.id,
      occupationCode,
      level: 5 as const,
      validFrom: '2026-04-01',
      validUntil: '2028-03-31',
      grantingBureau: '博爱县人力资源和社会保障局',
      document,
    };
    const { decisionId } = await resultOf(platform, proposeDesignation, officer, wanted);
    const act = { institutionId: kept.id, decisionId };
    expect(await run(platform, withdrawProposal, cityOfficer, act)).toMatchObject({ kind: 'conflict' });
    await resultOf(platform, withdrawProposal, officer, act);
    const second = await resultOf(platform, proposeDesignation, officer, wanted);
    expect(await decide(signatory, second.decisionId, false)).toMatchObject({ kind: 'invalid' });
    expect(await decide(signatory, second.decisionId, false, '缺批复文件')).toMatchObject({ outcome: 'done' });
    expect((await recordOf(kept, officer)).decisions).toEqual([]);
  });

  it('grants a new one of the catalogue beside a revoked one, with bureau and document; once', async () => {
    const { platform, officer, cityOfficer, citySignatory, clerk } = kept;
    const wanted = {
      institutionId: kept.id,
      occupationCode,
      level: 5 as const,
      validFrom: '2026-04-01',
      validUntil: '2028-03-31',
      grantingBureau: '焦作市人力资源和社会保障局',
      document,
    };
    const unknown = { ...wanted, occupationCode: '9-99-99-99' };
    expect(await run(platform, proposeDesignation, officer, unknown)).toMatchObject({ kind: 'invalid' });
    const { decisionId } = await resultOf(platform, proposeDesignation, cityOfficer, wanted);
    expect(await decide(kept.signatory, decisionId)).toMatchObject({ kind: 'forbidden' });
    await decide(citySignatory, decisionId);
    const { designations } = await recordOf(kept, clerk);
    expect(designations).toHaveLength(2);
    expect(designations[1]).toMatchObject({ validFrom: '2026-04-01', grantingBureau: wanted.grantingBureau, document });
    expect(await run(platform, proposeDesignation, officer, wanted)).toMatchObject({ kind: 'invalid' });
  });
});

describe('a decision about an institution', () => {
  const propose = (act: 'suspend' | 'restore' | 'revoke', from = '2026-03-05') =>
    run(kept.platform, proposeOnInstitution, kept.officer, {
      institutionId: kept.id,
      act,
      from,
      reason: '一期内冒名顶替三人次',
      document,
    });
  const waitingId = async () => (await recordOf(kept, kept.officer)).decisions[0]?.id ?? '';

  it('suspends and restores it, each by two people, and opening reads the day', async () => {
    await propose('suspend', '2026-03-09');
    expect((await recordOf(kept, kept.clerk)).suspendedOn).toBeUndefined();
    await decide(kept.signatory, await waitingId());
    expect((await recordOf(kept, kept.clerk)).suspendedOn).toBe('2026-03-09');
    expect(await propose('suspend')).toMatchObject({ kind: 'conflict' });
    await propose('restore');
    await decide(kept.signatory, await waitingId());
    expect((await recordOf(kept, kept.clerk)).suspendedOn).toBeUndefined();
  });

  it('is told to the institution, and is settled once among many', async () => {
    await propose('suspend');
    const decisionId = await waitingId();
    const answers = await Promise.all(Array.from({ length: 4 }, () => decide(kept.signatory, decisionId)));
    expect(answers.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
    const told = await inScope(kept.platform.pool, { reach: 'system' }, (tx) =>
      tx.selectFrom('messages').select('text').where('audience', '=', 'institution').execute(),
    );
    expect(told.map(({ text }) => text)).toContain(`已决定中止机构资格，依据 ${document}。`);
  });

  it('once revoked is not touched again', async () => {
    await propose('revoke');
    await decide(kept.signatory, await waitingId());
    expect((await recordOf(kept, kept.clerk)).revokedOn).toBe('2026-03-05');
    for (const act of ['suspend', 'restore', 'revoke'] as const)
      expect(await propose(act)).toMatchObject({ kind: 'conflict' });
  });
});
