import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen, findFen, formatYuan, parseYuan, percentOfFen, spokenYuan, sumFen, timesFen, yuan } from './money';
import { writtenForm } from './written-form';

const anyFen = fc.maxSafeInteger().map(fen);

describe('money', () => {
  it('is a whole number of fen and nothing else', () => {
    expect(fen(123)).toBe(123);
    expect(findFen(0.5)).toBeUndefined();
    expect(findFen(Number.MAX_SAFE_INTEGER + 1)).toBeUndefined();
    expect(findFen(Number.NaN)).toBeUndefined();
    expect(Object.is(fen(-0), 0)).toBe(true);
    expect(() => fen(1.1)).toThrow(RangeError);
    expect(() => sumFen([fen(Number.MAX_SAFE_INTEGER), fen(1)])).toThrow(RangeError);
  });

  it('adds and multiplies: 30 个初级工 and 5 张合格证 make 39,500 yuan', () => {
    const total = sumFen([timesFen(yuan(1200), 30), timesFen(yuan(700), 5)]);
    expect(total).toBe(3_950_000);
    expect(spokenYuan(total)).toBe('39,500');
    expect(sumFen([])).toBe(0);
  });

  it.each([
    ['1200', 120_000],
    ['1,200.5', 120_050],
    ['￥1,200.05元', 120_005],
    ['１２００．００', 120_000],
    [' 39 500 ', 3_950_000],
    ['-0.01', -1],
    ['0', 0],
    ['-0', 0],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('reads %s', (text, amount) => expect(parseYuan(text)).toBe(amount));

  it.each(['', '元', '12,00', '1.234', '1.', '.5', '1e3', '12 圆整', '壹仟', '--1', '90071992547409.92'])(
    'does not guess at “%s”',
    (text) => expect(parseYuan(text)).toBeUndefined(),
  );

  it('prints thousands and two places', () => {
    expect(formatYuan(fen(0))).toBe('0.00');
    expect(formatYuan(fen(5))).toBe('0.05');
    expect(formatYuan(fen(100_000))).toBe('1,000.00');
    expect(formatYuan(fen(-123_456_789))).toBe('-1,234,567.89');
    expect(spokenYuan(fen(120_050))).toBe('1,200.50');
  });

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(anyFen, (amount) => {
        expect(parseYuan(formatYuan(amount))).toBe(amount);
      }),
    );
  });

  it('takes a percentage to the nearest fen, for 直接认定 at half rate', () => {
    expect(percentOfFen(yuan(200), 50)).toBe(10_000);
    expect(percentOfFen(fen(1), 50)).toBe(1);
    expect(percentOfFen(fen(-1), 50)).toBe(-1);
    expect(percentOfFen(fen(1), 49)).toBe(0);
    expect(() => percentOfFen(fen(1), 0.5)).toThrow(RangeError);
    fc.assert(
      fc.property(anyFen, (amount) => {
        expect(percentOfFen(amount, 100)).toBe(amount);
      }),
    );
  });
});

describe('the written form', () => {
  it('drops what differs only to the eye', () => {
    expect(writtenForm('④ 农村　转移（就业）')).toBe('4农村转移(就业)');
    expect(writtenForm('４１０８１１２００３０２０８１１３ｘ')).toBe('41081120030208113X');
    expect(writtenForm('\ufeff138\u200b 0000\u00a00000\t\n')).toBe('13800000000');
    expect(writtenForm('1－2—3–4')).toBe('1-2-3-4');
  });

  it.each(['ΐ', 'a\u200b\u0301', 'ﬃ', 'ŉ', '\u0345'])('is its own written form: %j', (text) => {
    expect(writtenForm(writtenForm(text))).toBe(writtenForm(text));
  });

  it('is its own written form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(writtenForm(writtenForm(text))).toBe(writtenForm(text));
      }),
    );
  });
});
