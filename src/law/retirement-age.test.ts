import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, ageOn, dateOfDayNumber, dayNumber, plainDate as day } from '#kernel/plain-date';
import { isPastRetirement, needsTrack, retirementDay } from './retirement-age';

/** Birth month, month of retirement: the table of the reform, men 60, women 55 and women 50. */
const men = `1964-12 2024-12, 1965-01 2025-02, 1965-04 2025-05, 1965-08 2025-10, 1965-09 2025-12, 1966-01 2026-05,
  1968-12 2029-12, 1970-06 2031-11, 1973-01 2035-02, 1976-08 2039-07, 1976-12 2039-12, 1980-03 2043-03, 1988-09 2051-09`;
const women55 = `1969-12 2024-12, 1970-01 2025-02, 1970-04 2025-05, 1970-09 2025-12, 1970-12 2026-03, 1971-06 2026-11,
  1974-10 2031-01, 1977-12 2034-12, 1979-06 2036-11, 1981-08 2039-07, 1981-12 2039-12, 1985-05 2043-05, 1988-09 2046-09`;
const women50 = `1974-12 2024-12, 1975-01 2025-02, 1975-02 2025-03, 1975-06 2025-09, 1975-12 2026-06, 1977-01 2028-02,
  1979-01 2031-02, 1981-01 2034-02, 1983-03 2037-05, 1984-10 2039-09, 1984-12 2039-12, 1987-07 2042-07, 1988-09 2043-09`;

const rows = (table: string) => table.split(',').map((row) => row.trim().split(' '));
const anyBirth = fc
  .integer({ min: dayNumber(day('1930-01-01')), max: dayNumber(day('2010-12-31')) })
  .map(dateOfDayNumber);
const anyTrack = fc.constantFrom(['男', 55] as const, ['女', 55] as const, ['女', 50] as const);

describe('the statutory age of retirement', () => {
  it.each(rows(men))('a man born in %s reaches it in %s', (birth, month) => {
    expect(retirementDay(day(`${birth}-15`), '男')).toBe(`${month}-15`);
  });
  it.each(rows(women55))('a woman of 55 born in %s reaches it in %s', (birth, month) => {
    expect(retirementDay(day(`${birth}-15`), '女', 55)).toBe(`${month}-15`);
  });
  it.each(rows(women50))('a woman of 50 born in %s reaches it in %s', (birth, month) => {
    expect(retirementDay(day(`${birth}-15`), '女', 50)).toBe(`${month}-15`);
  });

  it('holds thirty-nine rows of the table', () => {
    expect([men, women55, women50].map((table) => rows(table).length)).toEqual([13, 13, 13]);
  });

  it('keeps the day of the month, or takes the last', () => {
    expect(retirementDay(day('1967-05-12'), '男')).toBe('2028-01-12');
    expect(retirementDay(day('1965-01-31'), '男')).toBe('2025-02-28');
    expect(retirementDay(day('1964-02-29'), '男')).toBe('2024-02-29');
  });

  it('is the old age for all who reached it before 2025', () => {
    expect(retirementDay(day('1964-12-31'), '男')).toBe('2024-12-31');
    expect(retirementDay(day('1960-06-01'), '女', 50)).toBe('2010-06-01');
  });

  it('counts its own day', () => {
    expect(isPastRetirement(day('1965-01-15'), '男', day('2025-02-14'))).toBe(false);
    expect(isPastRetirement(day('1965-01-15'), '男', day('2025-02-15'))).toBe(true);
  });

  it('of a woman whose track is not known is the later one, and she is to be asked', () => {
    const birth = day('1975-01-15');
    expect(retirementDay(birth, '女')).toBe(retirementDay(birth, '女', 55));
    expect(needsTrack(birth, '女', day('2025-02-14'))).toBe(false);
    expect(needsTrack(birth, '女', day('2025-02-15'))).toBe(true);
    expect(needsTrack(birth, '女', day('2040-01-01'))).toBe(false);
    expect(needsTrack(birth, '男', day('2026-01-01'))).toBe(false);
  });

  it('never comes sooner for one born later', () => {
    fc.assert(
      fc.property(anyBirth, fc.nat(4000), anyTrack, (birth, days, [sex, track]) => {
        const later = retirementDay(addDays(birth, days), sex, track);
        expect(later >= retirementDay(birth, sex, track)).toBe(true);
      }),
    );
  });

  it('lies between the old age and the new: 60 to 63, 55 to 58, 50 to 55', () => {
    fc.assert(
      fc.property(anyBirth, anyTrack, (birth, [sex, track]) => {
        const [old, most] = sex === '男' ? [60, 63] : track === 55 ? [55, 58] : [50, 55];
        const found = retirementDay(birth, sex, track);
        expect(found >= addMonths(birth, old * 12)).toBe(true);
        expect(found <= addMonths(birth, most * 12)).toBe(true);
        expect(ageOn(birth, addDays(found, 1))).toBeGreaterThanOrEqual(old);
        expect(retirementDay(birth, '女', 50) <= retirementDay(birth, '女', 55)).toBe(true);
      }),
    );
  });
});
