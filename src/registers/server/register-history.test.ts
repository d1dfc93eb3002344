import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope, type Scope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import { appendLog, type LogOutcome } from '#platform/log/log';
import { type Actor, scopeOf } from '#platform/operation';
import { addInstitution, addUser, resultOf, run, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { registerHistory } from './register-history';

const regionCode = '410822';
let platform: TestPlatform;
let institutionId: string;
let clerk: Actor;
let officer: Actor;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  institutionId = await addInstitution(platform, regionCode, '博爱县同仁职业培训学校');
  clerk = await addUser(platform, { role: 'institutionClerk', regionCode, institutionId });
  officer = await addUser(platform, { role: 'countyOfficer', name: '王经办', regionCode });
  await enter('institution.change-contact', { 联系人: ['王校长', '李校长'], 联系电话: '已更改', reason: '换届' });
  await enter('institution.change-venue', { message: '版本已变' }, 'refused');
  for (let count = 30; count < 60; count += 1) {
    await enter('institution.change-venue', { 核定人数: [`${count} 人`, `${count + 1} 人`] });
  }
});
afterAll(() => platform.close());

const enter = (action: string, detail: Record<string, string | string[]>, outcome: LogOutcome = 'done') =>
  inScope(platform.pool, { reach: 'system' }, (tx) =>
    appendLog(tx, {
      action,
      outcome,
      actor: { userId: officer.userId, name: officer.name, role: officer.role },
      subject: { type: 'institution', id: institutionId },
      regionCode,
      institutionId,
      detail,
      happenedAt: platform.clock.now(),
    }),
  );
const ask = (actor: Actor, id = institutionId) => run(platform, registerHistory, actor, { type: 'institution', id });

describe('the history of a register record', () => {
  it('tells each change once, the latest first, page by page, and no refusal', async () => {
    const told: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await resultOf(platform, registerHistory, clerk, {
        type: 'institution',
        id: institutionId,
        ...(cursor ? { cursor } : {}),
      });
      told.push(...page.entries.map(({ changes }) => changes[0]?.after ?? ''));
      cursor = page.nextCursor;
    } while (cursor);
    expect(told).toEqual([...Array.from({ length: 30 }, (_, count) => `${60 - count} 人`), '李校长']);
  });

  it('says who did what, what it was and what it became, and of personal fields only that they changed', async () => {
    const first = await resultOf(platform, registerHistory, officer, { type: 'institution', id: institutionId });
    const { entries } = await resultOf(platform, registerHistory, officer, {
      type: 'institution',
      id: institutionId,
      cursor: first.nextCursor,
    });
    expect(entries.at(-1)).toMatchObject({
      who: '王经办',
      role: 'countyOfficer',
      operation: 'institution.change-contact',
      changes: [{ field: '联系人', before: '王校长', after: '李校长' }],
      unseen: ['联系电话'],
      notes: [{ name: 'reason', value: '换届' }],
    });
  });

  it('is shown to the institution itself, its county, the city and the discipline group, and to nobody else', async () => {
    const otherId = await addInstitution(platform, regionCode, '博爱县巧手职业培训学校');
    const inside = [
      clerk,
      officer,
      await addUser(platform, { role: 'citySignatory' }),
      await addUser(platform, { role: 'disciplineOfficer' }),
    ];
    for (const actor of inside) expect([actor.role, (await ask(actor)).outcome]).toEqual([actor.role, 'done']);
    const beside = [
      await addUser(platform, { role: 'institutionPrincipal', regionCode, institutionId: otherId }),
      await addUser(platform, { role: 'countyOfficer', regionCode: '410823' }),
    ];
    for (const actor of beside) expect(await ask(actor)).toMatchObject({ kind: 'missing' });
    const auditor = await addUser(platform, { role: 'auditAdministrator' });
    expect(await ask(auditor)).toMatchObject({ kind: 'forbidden' });
    expect(await ask(officer, 'not-an-id')).toMatchObject({ kind: 'missing' });
  });

  it('opens no other part of the log to them, whatever a query forgets', async () => {
    await inScope(platform.pool, { reach: 'system' }, (tx) =>
      appendLog(tx, {
        action: 'class.show',
        outcome: 'shown',
        actor: { userId: officer.userId, name: officer.name, role: officer.role },
        subject: { type: 'trainingClass', id: institutionId },
        regionCode,
        institutionId,
        detail: {},
        happenedAt: platform.clock.now(),
      }),
    );
    const seen = (scope: Scope) =>
      inScope(platform.pool, scope, async (tx) =>
        (
          await sql<{ kind: string }>`select distinct subject_type || ' ' || outcome as kind from log_events`.execute(
            tx,
          )
        ).rows.map(({ kind }) => kind),
      );
    for (const actor of [clerk, officer]) expect(await seen(scopeOf(actor))).toEqual(['institution done']);
    expect(await seen({ reach: 'county', regionCode: '410823' })).toEqual([]);
  });
});
