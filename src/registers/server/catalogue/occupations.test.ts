import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { addDays, plainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import { codeOf } from '#platform/database/refusal';
import { freshDatabase } from '#platform/database/testing';
import type { Actor } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';
import { writeWorkbook } from '#platform/spreadsheet/write';
import { addUser, resultOf, run, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { sql } from 'kysely';
import { confirmEdition, listEditions, showEdition, withdrawEdition } from './editions';
import { occupationDifferences, proposeOccupations, readOccupationWorkbook } from './occupation-editions';
import { exportOccupations, listOccupations, showOccupation } from './occupation-list';

let platform: TestPlatform;
let officer: Actor;
let signatory: Actor;
let clerk: Actor;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  officer = await addUser(platform, { role: 'cityOfficer', name: '王经办' });
  signatory = await addUser(platform, { role: 'citySignatory', name: '李负责' });
  clerk = await addUser(platform, { role: 'countyOfficer', regionCode: '410822' });
});
afterAll(() => platform.close());

const head = {
  document: '焦作市补贴性职业培训职业（工种）目录',
  documentNumber: '焦人社〔2026〕11号',
  issuedOn: '2026-03-01',
};
const carer = { occupationCode: '4-10-01-05', occupationName: '养老护理员', level: 5, requiredHours: 80 } as const;
const higher = { ...carer, level: 4, requiredHours: 100 } as const;
const welder = { occupationCode: '6-18-02-04', occupationName: '焊工', level: 5, requiredHours: 90 } as const;
type Change = z.input<typeof proposeOccupations.input>['changes'][number];

const propose = (from: string, changes: readonly Change[]) =>
  run(platform, proposeOccupations, officer, { ...head, from, changes: [...changes] });
async function publish(from: string, changes: readonly Change[]): Promise<string> {
  const { editionId } = await resultOf(platform, proposeOccupations, officer, { ...head, from, changes: [...changes] });
  await resultOf(platform, confirmEdition, signatory, { editionId });
  return editionId;
}
const on = async (day: string) => {
  const { rows } = await resultOf(platform, listOccupations, clerk, { on: day });
  return rows.map(({ occupationCode, level, requiredHours }) => `${occupationCode}/${level} ${requiredHours}`);
};

describe('the occupation catalogue', () => {
  it('takes up an edition on its day, once a second person has confirmed it', async () => {
    const { editionId } = await resultOf(platform, proposeOccupations, officer, {
      ...head,
      from: '2026-04-01',
      changes: [
        { ...carer, kind: 'added' },
        { ...welder, kind: 'added' },
      ],
    });
    expect(await on('2026-04-01')).toEqual([]);
    expect((await resultOf(platform, listEditions, clerk, { catalogue: 'occupation' })).editions).toEqual([]);
    expect(await run(platform, confirmEdition, officer, { editionId })).toMatchObject({ kind: 'forbidden' });
    await resultOf(platform, confirmEdition, signatory, { editionId });
    expect(await on('2026-03-31')).toEqual([]);
    expect(await on('2026-04-01')).toEqual(['4-10-01-05/5 80', '6-18-02-04/5 90']);
    expect(await run(platform, confirmEdition, signatory, { editionId })).toMatchObject({ kind: 'conflict' });
    const { editions } = await resultOf(platform, listEditions, officer, { catalogue: 'occupation' });
    expect(editions).toMatchObject([
      { state: 'confirmed', added: 2, ended: 0, addedBy: '王经办', confirmedBy: '李负责', from: '2026-04-01' },
    ]);
  });

  it('adds, ends and changes hours from a day on, and leaves every day before as it was', async () => {
    const before = await on('2026-04-30');
    await publish('2026-05-01', [
      { ...carer, requiredHours: 96, kind: 'hours' },
      { ...higher, kind: 'added' },
      { ...welder, kind: 'ended' },
    ]);
    expect(await on('2026-04-30')).toEqual(before);
    expect(await on('2026-05-01')).toEqual(['4-10-01-05/5 96', '4-10-01-05/4 100']);
    const { changes, counts } = await resultOf(platform, occupationDifferences, clerk, {
      from: '2026-04-30',
      until: '2026-05-01',
    });
    expect(counts).toEqual({ added: 1, ended: 1, hours: 1 });
    expect(changes[0]).toMatchObject({ kind: 'hours', formerHours: 80, requiredHours: 96 });
    const { rows } = await resultOf(platform, showOccupation, clerk, { code: carer.occupationCode });
    expect(
      rows.map(({ level, requiredHours, validFrom, validUntil }) => [level, requiredHours, validFrom, validUntil]),
    ).toEqual([
      [5, 96, '2026-05-01', undefined],
      [5, 80, '2026-04-01', '2026-04-30'],
      [4, 100, '2026-05-01', undefined],
    ]);
    expect(rows[1]).toMatchObject({ document: '焦人社〔2026〕11号', endedBy: '焦人社〔2026〕11号' });
  });

  it('never reaches back: not to today, not before the edition in force', async () => {
    const change = { ...welder, kind: 'added' } as const;
    expect(await propose('2026-03-02', [change])).toMatchObject({ kind: 'invalid' });
    expect(await propose('2026-05-01', [change])).toMatchObject({
      message: '最近一版自 5月1日 周五 生效，新的一版须在其后生效。',
    });
    const late = await inScope(platform.pool, { reach: 'city' }, (tx) =>
      sql`update occupation_levels set required_hours = 1`.execute(tx),
    ).catch(codeOf);
    expect(late).toBe('42501');
    const rewritten = await inScope(platform.pool, { reach: 'city' }, (tx) =>
      sql`update catalogue_editions set document = ''`.execute(tx),
    ).catch(codeOf);
    expect(rewritten).toBe('42501');
  });

  it('refuses a change that does not fit, in words', async () => {
    expect(await propose('2026-06-01', [{ ...welder, kind: 'ended' }])).toMatchObject({
      kind: 'invalid',
      message: '焊工五级：目录中没有这个等级，可能刚被另一版停用。',
    });
    expect(await propose('2026-06-01', [{ ...welder, occupationName: '电焊工', kind: 'added' }])).toMatchObject({
      message: '电焊工五级：这个编码在目录中是“焊工”，不是“电焊工”；请核对编码。',
    });
  });

  it('waits for one edition at a time, which either person may send back with a reason', async () => {
    const change = { ...welder, kind: 'added' } as const;
    const { editionId } = await resultOf(platform, proposeOccupations, officer, {
      ...head,
      from: '2026-06-01',
      changes: [change],
    });
    expect(await propose('2026-07-01', [change])).toMatchObject({ kind: 'conflict' });
    expect(await run(platform, showEdition, clerk, { editionId })).toMatchObject({ kind: 'missing' });
    const shown = await resultOf(platform, showEdition, signatory, { editionId });
    expect(shown.content.changes).toMatchObject([{ kind: 'added', occupationName: '焊工' }]);
    await resultOf(platform, withdrawEdition, signatory, { editionId, reason: '课时与文件不一致' });
    expect(await run(platform, confirmEdition, signatory, { editionId })).toMatchObject({ kind: 'conflict' });
    expect(await on('2026-06-01')).toEqual(['4-10-01-05/5 96', '4-10-01-05/4 100']);
  });

  it('is not confirmed when its day has come meanwhile', async () => {
    const today = platform.clock.today();
    const { editionId } = await resultOf(platform, proposeOccupations, officer, {
      ...head,
      from: '2026-06-01',
      changes: [{ ...welder, kind: 'added' }],
    });
    platform.clock.moveTo(plainDate('2026-06-01'));
    expect(await run(platform, confirmEdition, signatory, { editionId })).toMatchObject({ kind: 'conflict' });
    await resultOf(platform, withdrawEdition, officer, { editionId, reason: '已过生效日' });
    platform.clock.moveTo(addDays(today, 1));
  });
});

describe('a workbook of the occupation catalogue', () => {
  const workbook = (rows: (string | number)[][]) =>
    writeWorkbook({
      sheetName: '目录',
      columns: ['职业编码', '职业（工种）', '等级', '规定课时'].map((name) => ({ name, kind: 'text' as const })),
      rows,
    });
  const preview = async (rows: (string | number)[][]) =>
    resultOf(
      platform,
      readOccupationWorkbook,
      officer,
      { from: '2026-08-01' },
      {
        upload: { name: '目录.xlsx', bytes: await workbook(rows) },
      },
    );

  it('is shown by its differences, and nothing is kept', async () => {
    const read = await preview([
      ['4-10-01-05', '养老护理员', '五级、四级', '100'],
      ['4-10-01-06', '家政服务员', '五级', '60'],
    ]);
    expect(read).toMatchObject({ lines: 3, before: 2, counts: { added: 1, ended: 0, hours: 1 }, unread: [] });
    expect(read.changes.map(({ kind, occupationName }) => `${kind} ${occupationName}`)).toEqual([
      'hours 养老护理员',
      'added 家政服务员',
    ]);
    expect(await on('2026-08-01')).toHaveLength(2);
  });

  it('tells what it cannot read, and what does not fit', async () => {
    const read = await preview([
      ['4-10-01-05', '护理员', '五级', '100'],
      ['x', '家政服务员', '五级', '60'],
    ]);
    expect(read.unread).toMatchObject([{ cell: 'A3' }]);
    expect(read.why).toContain('是“养老护理员”');
  });

  it('may be the exported one: read back it changes nothing', async () => {
    const file = await resultOf(platform, exportOccupations, officer, { on: '2026-08-01' });
    const sheets = await readSheets(file.body, file.fileName);
    expect('sheets' in sheets && sheets.sheets[0]?.rows[0]?.[0]?.text).toContain('8月1日 周六有效');
    const read = await resultOf(
      platform,
      readOccupationWorkbook,
      officer,
      { from: '2026-08-01' },
      {
        upload: { name: file.fileName, bytes: file.body },
      },
    );
    expect(read).toMatchObject({ lines: 2, changes: [], unread: [] });
  });
});

describe('the list of occupations', () => {
  it('comes page by page in the order of codes, each line once, and counts all', async () => {
    const many = Array.from({ length: 70 }, (_, at) => ({
      occupationCode: `5-01-01-${String(at + 10)}`,
      occupationName: `工种${at}`,
      level: 5 as const,
      requiredHours: 40,
      kind: 'added' as const,
    }));
    await publish('2026-09-01', many);
    const first = await resultOf(platform, listOccupations, clerk, { on: '2026-09-01' });
    const second = await resultOf(platform, listOccupations, clerk, { on: '2026-09-01', cursor: first.nextCursor });
    expect([first.rows.length, second.rows.length, first.total, first.occupations]).toEqual([50, 22, 72, 71]);
    const keys = [...first.rows, ...second.rows].map(({ occupationCode, level }) => `${occupationCode}/${level}`);
    expect(new Set(keys).size).toBe(72);
    expect(second.nextCursor).toBeUndefined();
    const found = await resultOf(platform, listOccupations, clerk, { on: '2026-09-01', search: 'ylhl', level: '4' });
    expect(found.rows).toMatchObject([{ occupationName: '养老护理员', level: 4 }]);
  });
});
