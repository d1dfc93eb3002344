import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, partsOf, plainDate } from '#kernel/plain-date';
import { parseTypedDate, parseTypedTime } from './typed-date';

const today = plainDate('2026-11-21');

describe('a date as typed', () => {
  it.each([
    '2026-12-25',
    '2026.12.25',
    '2026/12/25',
    '2026年12月25日',
    '20261225',
    '12-25',
    '1225',
    '12.25',
    '12月25日',
    '１２－２５',
    '2026。12。25',
  ])('reads %s', (text) => expect(parseTypedDate(text, { today })).toBe('2026-12-25'));
  it.each(['', '13-40', '2026-02-29', '今天', '2026', '12-25-2026'])('refuses %s', (text) =>
    expect(parseTypedDate(text, { today })).toBeUndefined(),
  );
  it('takes a day without its year in the coming year when this year is too early', () => {
    expect(parseTypedDate('0105', { today, min: today })).toBe('2027-01-05');
    expect(parseTypedDate('0105', { today })).toBe('2026-01-05');
  });
  it('reads back every day in every way of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 20_000 }), (shift) => {
        const day = addDays(today, shift);
        const { year, month, day: d } = partsOf(day);
        for (const text of [day, day.replaceAll('-', ''), `${year}.${month}.${d}`, `${year}年${month}月${d}日`]) {
          expect(parseTypedDate(text)).toBe(day);
        }
      }),
    );
  });
});

describe('a time as typed', () => {
  it.each([
    ['830', '08:30'],
    ['0830', '08:30'],
    ['8:30', '08:30'],
    ['14：05', '14:05'],
    ['8', '08:00'],
  ])('reads %s as %s', (text, time) => expect(parseTypedTime(text)).toBe(time));
  it.each(['', '25:00', '8:61', '午后'])('refuses %s', (text) => expect(parseTypedTime(text)).toBeUndefined());
});
