import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingDays } from '#kernel/calendar';
import { plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { inScope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import type { Actor } from '#platform/operation';
import { readStanding } from '#platform/standing';
import { addUser, resultOf, run, testPlatform, type TestPlatform } from '#platform/testing-platform';
import {
  addFigureLine,
  confirmFigureLine,
  listFigures,
  saveCalendarYear,
  showCalendar,
  showStanding,
} from './standing-figures';

let platform: TestPlatform;
let officer: Actor;
let signatory: Actor;
let county: Actor;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  officer = await addUser(platform, { role: 'cityOfficer', name: '王经办' });
  signatory = await addUser(platform, { role: 'citySignatory', name: '李负责' });
  county = await addUser(platform, { role: 'countyOfficer', regionCode: '410822' });
});
afterAll(() => platform.close());

const standing = () => inScope(platform.pool, { reach: 'city' }, readStanding);
const fiftyFive = {
  figure: 'classSizeAdvised',
  from: '2026-06-01',
  value: 55,
  document: '焦人社〔2026〕9号',
  note: '',
};

describe('a later line of a figure', () => {
  it('holds from its day once a second person has confirmed it, and not before', async () => {
    const { id } = await resultOf(platform, addFigureLine, officer, fiftyFive);
    const from = plainDate('2026-06-01');
    expect(figuresOn(from, (await standing()).laterFigures)('classSizeAdvised')).toBe(50);

    expect(await run(platform, confirmFigureLine, officer, { lineId: id })).toMatchObject({
      outcome: 'refused',
      kind: 'forbidden',
      message: '须由录入人以外的另一人确认。',
    });
    await resultOf(platform, confirmFigureLine, signatory, { lineId: id });

    const { laterFigures } = await standing();
    expect(figuresOn(from, laterFigures)('classSizeAdvised')).toBe(55);
    expect(figuresOn(plainDate('2026-05-31'), laterFigures)('classSizeAdvised')).toBe(50);
    expect(laterFigures.classSizeAdvised).toMatchObject([{ ground: '焦人社〔2026〕9号', grade: 'S' }]);
    const { lines } = await resultOf(platform, listFigures, county, {});
    expect(lines).toMatchObject([{ figure: 'classSizeAdvised', value: 55, addedBy: '', isConfirmed: true }]);
  });

  it('is confirmed once', async () => {
    const { id } = await resultOf(platform, addFigureLine, officer, { ...fiftyFive, from: '2026-07-01' });
    await resultOf(platform, confirmFigureLine, signatory, { lineId: id });
    expect(await run(platform, confirmFigureLine, signatory, { lineId: id })).toMatchObject({ kind: 'conflict' });
  });

  it('never reaches back to a day that decisions already rest on', async () => {
    expect(await run(platform, addFigureLine, officer, { ...fiftyFive, from: '2026-03-02' })).toMatchObject({
      kind: 'invalid',
    });
  });

  it('names its document', async () => {
    expect(await run(platform, addFigureLine, officer, { ...fiftyFive, document: '' })).toMatchObject({
      faults: [{ field: 'document', message: '请写明文件名称和文号' }],
    });
  });

  it('is the city’s to add, not the county’s', async () => {
    expect(await run(platform, addFigureLine, county, fiftyFive)).toMatchObject({ kind: 'forbidden' });
  });
});

describe('the holiday notice of a year', () => {
  const year = {
    year: 2031,
    source: '国务院办公厅关于2031年部分节假日安排的通知',
    offDays: ['2031-01-01', '2031-01-02', '2031-01-03'],
    workedWeekendDays: ['2031-01-04'],
  };
  const filedOn = plainDate('2030-12-31');

  it('makes provisional deadlines firm and moves them by its holidays', async () => {
    const before = (await standing()).calendar;
    expect(before.isProvisional(addWorkingDays(before, filedOn, 3))).toBe(true);
    expect(addWorkingDays(before, filedOn, 3)).toBe('2031-01-06');

    await resultOf(platform, saveCalendarYear, officer, year);

    const after = (await standing()).calendar;
    expect(addWorkingDays(after, filedOn, 3)).toBe('2031-01-07');
    expect(after.isProvisional(plainDate('2031-01-07'))).toBe(false);
    const { years } = await resultOf(platform, showCalendar, county, {});
    expect(years[0]).toMatchObject({ year: 2031, workedWeekendDays: ['2031-01-04'] });
    expect((await resultOf(platform, showStanding, county, {})).years.map((each) => each.year)).toContain(2031);
  });

  it('may be corrected by entering it again', async () => {
    await resultOf(platform, saveCalendarYear, officer, { ...year, offDays: ['2031-01-01'], workedWeekendDays: [] });
    expect(addWorkingDays((await standing()).calendar, filedOn, 3)).toBe('2031-01-06');
  });

  it('is refused with a day of another year, a workday called worked, or a day called both', async () => {
    const refusalOf = async (change: object) => run(platform, saveCalendarYear, officer, { ...year, ...change });
    expect(await refusalOf({ offDays: ['2032-01-01'] })).toMatchObject({ message: '2032-01-01 不在 2031 年。' });
    expect(await refusalOf({ workedWeekendDays: ['2031-01-06'] })).toMatchObject({ kind: 'invalid' });
    expect(await refusalOf({ offDays: ['2031-01-04'] })).toMatchObject({
      message: '2031-01-04 同时列为放假和上班。',
    });
  });
});
