import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDayNumber, dayNumber, plainDate as day } from '#kernel/plain-date';
import { checkDigit, checkIdentityNumber, upgrade15 } from './identity-number';

const digits = (length: number) =>
  fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((list) => list.join(''));
const anyBirth = fc
  .integer({ min: dayNumber(day('1900-01-01')), max: dayNumber(day('2026-11-21')) })
  .map(dateOfDayNumber);
const validNumber = fc
  .tuple(digits(6), anyBirth, digits(3))
  .map(([prefix, birth, sequence]) => prefix + birth.replaceAll('-', '') + sequence)
  .map((first17) => first17 + checkDigit(first17));

describe('an identity number', () => {
  it.each(['410802199003070017', '412224196808151125', '410811200803017777', '410802196808151128'])(
    '%s is one',
    (text) => {
      expect(checkIdentityNumber(text, day('2026-11-21'))).toMatchObject({ ok: true, number: text });
    },
  );

  it('tells birth, sex and the place of first issue', () => {
    expect(checkIdentityNumber('410802199003070017')).toEqual({
      ok: true,
      number: '410802199003070017',
      birth: '1990-03-07',
      sex: '男',
      regionPrefix: '410802',
    });
    expect(checkIdentityNumber('412224196808151125')).toMatchObject({ sex: '女', birth: '1968-08-15' });
  });

  it('ends in a digit or X, and a small x is read as X', () => {
    expect(checkIdentityNumber('41080419971015858x')).toMatchObject({ ok: true, number: '41080419971015858X' });
    expect(checkIdentityNumber('41080419971015858X')).toMatchObject({ ok: true, number: '41080419971015858X' });
  });

  it.each([
    ['', 'length'],
    ['41080219900307001', 'length'],
    ['4108021990030700177', 'length'],
    ['410802680815112', 'length'],
    ['4108021990030700X7', 'characters'],
    ['41080219900307001Y', 'characters'],
    ['41O802199003070017', 'characters'],
    ['４10802199003070017', 'characters'],
    ['410802 99003070017', 'characters'],
    ['410802199003070018', 'checksum'],
    ['410882200502290038', 'birth-date'],
    ['410802199013010011', 'birth-date'],
    ['410802189912310013', 'birth-date'],
    ['410802199000000019', 'birth-date'],
  ])('“%s” is none: %s', (text, fault) => {
    expect(checkIdentityNumber(text)).toEqual({ ok: false, fault });
  });

  it('with an impossible birth date says so whatever its check digit', () => {
    const first17 = '41088220050229003';
    for (const sign of '0123456789X')
      expect(checkIdentityNumber(first17 + sign)).toMatchObject({ fault: 'birth-date' });
  });

  it('of one not yet born is refused when today is known', () => {
    expect(checkIdentityNumber('410802210001010015', day('2026-11-21'))).toMatchObject({ fault: 'birth-date' });
    expect(checkIdentityNumber('410802199003070017', day('1990-03-06'))).toMatchObject({ fault: 'birth-date' });
    expect(checkIdentityNumber('410802199003070017', day('1990-03-07'))).toMatchObject({ ok: true });
  });

  it('is accepted whenever it is made by the standard', () => {
    fc.assert(
      fc.property(validNumber, (text) => {
        expect(checkIdentityNumber(text)).toMatchObject({ ok: true, number: text });
      }),
    );
  });

  it('with one digit changed is refused, and never for anything but its date or check digit', () => {
    fc.assert(
      fc.property(validNumber, fc.nat(16), fc.integer({ min: 1, max: 9 }), (text, at, by) => {
        const changed = text.slice(0, at) + ((Number(text[at]) + by) % 10) + text.slice(at + 1);
        const check = checkIdentityNumber(changed);
        expect(check.ok).toBe(false);
        if (at < 6 || at > 13) expect(check).toMatchObject({ fault: 'checksum' });
      }),
    );
  });

  it('with two neighbouring signs swapped is refused', () => {
    fc.assert(
      fc.property(validNumber, fc.nat(15), (text, at) => {
        fc.pre(text[at] !== text[at + 1]);
        const swapped = text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
        expect(checkIdentityNumber(swapped).ok).toBe(false);
      }),
    );
  });

  it('has one check digit of eleven', () => {
    fc.assert(
      fc.property(validNumber, (text) => {
        const right = [...'0123456789X'].filter((sign) => checkIdentityNumber(text.slice(0, 17) + sign).ok);
        expect(right).toEqual([text[17]]);
      }),
    );
    expect(() => checkDigit('4108021990030700')).toThrow(RangeError);
    expect(() => checkDigit('4108021990030700X')).toThrow(RangeError);
  });

  it('is checked a million times alike', () => {
    let right = 0;
    for (let n = 0; n < 1_000_000; n += 1) if (checkIdentityNumber('410802199003070017').ok) right += 1;
    expect(right).toBe(1_000_000);
  });
});

describe('a number of fifteen digits', () => {
  it('is upgraded with its century and check digit', () => {
    expect(upgrade15('410802680815112')).toBe('410802196808151128');
  });

  it.each(['', '41080268081511', '410802681315112', '410802690229112', '41080268081511X', '410802080815996'])(
    '“%s” is left alone',
    (text) => expect(upgrade15(text)).toBeUndefined(),
  );
});
