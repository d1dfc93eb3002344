import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { plainDate } from '#kernel/plain-date';
import { roles } from '#kernel/roles';
import { freshDatabase } from '#platform/database/testing';
import { numberWaiting } from '#platform/log/sequencer';
import type { Actor } from '#platform/operation';
import { addInstitution, addUser, resultOf, run, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { showLogHead } from './log-head';
import { exportLog, listLog } from './log-list';
import { readSheets } from '#platform/spreadsheet/read';
import { addFigureLine, saveCalendarYear } from './standing-figures';
import { showSystemStatus } from './system-status';

let platform: TestPlatform;
let auditor: Actor;
let officer: Actor;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  auditor = await addUser(platform, { role: 'auditAdministrator', name: '审计员' });
  officer = await addUser(platform, { role: 'cityOfficer', name: '王经办' });
});
afterAll(() => platform.close());

const saveYear = (year: number) =>
  resultOf(platform, saveCalendarYear, officer, { year, source: '放假通知测试', offDays: [], workedWeekendDays: [] });
const find = (input: z.input<typeof listLog.input>) => resultOf(platform, listLog, auditor, input);

describe('the log', () => {
  it('is read by the auditor, the discipline group and the city, and by nobody else', async () => {
    const institutionId = await addInstitution(platform, '410822', '博爱县同仁职业培训学校');
    const mayRead = ['auditAdministrator', 'disciplineOfficer', 'cityOfficer', 'citySignatory'];
    for (const role of roles) {
      const actor = await addUser(platform, {
        role,
        regionCode: '410822',
        ...(role.startsWith('institution') ? { institutionId } : {}),
      });
      const answer = await run(platform, listLog, actor, {});
      expect(answer.outcome, role).toBe(mayRead.includes(role) ? 'done' : 'refused');
    }
  });

  it('tells who did what to what, the latest first, the reading itself included', async () => {
    await saveYear(2041);
    const { rows } = await find({ action: 'calendar.save-year' });
    expect(rows[0]).toMatchObject({
      actorName: '王经办',
      role: 'cityOfficer',
      outcome: 'done',
      subjectType: 'calendarYear',
      subjectId: '2041',
    });
    const own = await find({ action: 'log.list', actor: '审计员' });
    expect(own.rows[0]).toMatchObject({ action: 'log.list', outcome: 'shown', actorName: '审计员' });
  });

  it('is narrowed by day in Beijing time, person, result and subject', async () => {
    platform.clock.moveTo(plainDate('2026-04-01'));
    await saveYear(2042);
    await run(platform, addFigureLine, auditor, { figure: 'x', from: '2026-09-01', value: 1, document: '', note: '' });
    const days = { from: '2026-04-01', until: '2026-04-01' };
    expect((await find({ ...days, subject: '2042' })).rows).toHaveLength(1);
    expect((await find({ ...days, outcome: 'denied' })).rows).toMatchObject([
      { action: 'figure.add', role: 'auditAdministrator' },
    ]);
    expect((await find({ from: '2026-04-02' })).rows).toEqual([]);
    expect((await find({ until: '2026-03-31', subject: '2042' })).rows).toEqual([]);
    expect((await find({ ...days, actor: '经办' })).rows.map((row) => row.subjectId)).toEqual(['2042']);
    expect(await run(platform, listLog, auditor, { from: '四月' })).toMatchObject({ kind: 'invalid' });
  });

  it('comes page by page, each entry once', async () => {
    platform.clock.moveTo(plainDate('2026-05-06'));
    for (let year = 2043; year < 2100; year += 1) await saveYear(year);
    const filter = { from: '2026-05-06', action: 'calendar.save-year' };
    const first = await find(filter);
    const second = await find({ ...filter, cursor: first.nextCursor });
    expect(first.rows).toHaveLength(50);
    expect(second.nextCursor).toBeUndefined();
    const years = [...first.rows, ...second.rows].map((row) => row.subjectId);
    expect(years).toEqual(Array.from({ length: 57 }, (_, at) => String(2099 - at)));
    expect((await find({ ...filter, cursor: 'nonsense' })).rows).toHaveLength(50);
  });

  it('counts what it found, and goes out as it is seen, which is itself written down', async () => {
    const filter = { from: '2026-05-06', action: 'calendar.save-year' };
    expect((await find(filter)).total).toBe(57);
    const titled = { ...platform, services: { ...platform.services, titleOf: () => '录入放假通知' } };
    const file = await resultOf(titled, exportLog, auditor, filter);
    const read = await readSheets(file.body, file.fileName);
    const rows = 'sheets' in read ? (read.sheets[0]?.rows ?? []) : [];
    expect(rows[0]?.[0]?.text).toContain('自 5月6日 周三，事项 录入放假通知；');
    expect(rows).toHaveLength(59);
    const words = rows[2]?.map((cell) => cell?.text);
    expect(words).toEqual(expect.arrayContaining(['市人社局经办人', '录入放假通知', 'calendar.save-year', '工作日历']));
    const [entry] = (await find({ action: 'log.export' })).rows;
    expect(entry).toMatchObject({ outcome: 'shown', detail: { list: '留痕', rows: 57 } });
  });

  it('shows its head, and the number of each entry once it has one', async () => {
    await saveYear(2039);
    const waiting = await resultOf(platform, showLogHead, auditor, {});
    expect(waiting.head).toBeUndefined();
    const numbered = await numberWaiting(platform.pool, platform.clock.now());
    const { head, waitingCount } = await resultOf(platform, showLogHead, auditor, {});
    expect(head).toMatchObject({ size: numbered });
    expect(head?.root).toMatch(/^[0-9a-f]{64}$/);
    expect(waitingCount).toBe(0);
    const { rows } = await find({ subject: '2039' });
    expect(rows[0]?.position).toBeTypeOf('number');
    expect(rows[0]?.leafHash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the state of the system', () => {
  it('is told in counts to the system administrator and the auditor only', async () => {
    const administrator = await addUser(platform, { role: 'systemAdministrator' });
    const status = await resultOf(platform, showSystemStatus, administrator, {});
    expect(status.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(status.database.serverVersion).toMatch(/^1[5-9]/);
    expect(status.log.size).toBeGreaterThan(0);
    expect(await run(platform, showSystemStatus, auditor, {})).toMatchObject({ outcome: 'done' });
    expect(await run(platform, showSystemStatus, officer, {})).toMatchObject({ kind: 'forbidden' });
  });

  it('says how long entries have waited for their number', async () => {
    await numberWaiting(platform.pool, platform.clock.now());
    await saveYear(2038);
    const { log } = await resultOf(platform, showSystemStatus, auditor, {});
    expect(log.waitingCount).toBe(1);
    expect(log.oldestWaitingAt).toBeDefined();
  });
});
