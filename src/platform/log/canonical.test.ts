import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, exactJson, type Json } from './canonical';
import { hasPersonalNumber, maskedDetail, withoutPersonalNumbers } from './personal-data';

describe('the one text of a value', () => {
  it('does not depend on the order of names', () => {
    expect(canonicalJson({ b: [1, '二', null], a: { d: true, c: -0 } })).toBe(
      '{"a":{"c":0,"d":true},"b":[1,"二",null]}',
    );
  });

  it('reads back as the value it stands for', () => {
    const decimal = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 100);
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        decimal,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        const text = canonicalJson(json);
        expect(canonicalJson(exactJson(text) ?? '?')).toBe(json === null ? '"?"' : text);
      }),
    );
  });

  it('refuses numbers and characters the database would change', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1e-7, 'a\0b', '\ud800', { '\udc00': 1 }]) {
      expect(() => canonicalJson(value)).toThrow(RangeError);
    }
  });

  it('does not take a number for another that reads the same', () => {
    expect(exactJson('{"a": 1, "b": "2.0", "c": -3.25}')).toEqual({ a: 1, b: '2.0', c: -3.25 });
    for (const text of ['{"a": 1.0}', '{"a": 1.00000000000000000001}', '[9007199254740993]']) {
      expect(exactJson(text)).toBeUndefined();
    }
  });
});

describe('personal numbers', () => {
  it.each([
    '410802199003071234',
    '41080219900307123X',
    '证号 41080219900307123x 有误',
    '４１０８０２１９９００３０７１２３４',
    '410802 19900307 1234',
    '410802900307123',
    '13703910000',
    '137 0391 0000',
    '电话13703910000。',
    '6222021709001234567',
  ])('are seen in %s', (text) => {
    expect(hasPersonalNumber(text)).toBe(true);
    expect(withoutPersonalNumbers(text)).not.toMatch(/\d{5}/);
  });

  it.each([
    '0199a3c2-7b1e-7cc0-9f00-137039100001',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '2024-09-03T10:00:00.000Z',
    '焦解职培〔2024〕12号',
    '91410800MA3X12345K',
    '第 12 行，第 3 列',
    '1200000',
  ])('are not seen in %s', (text) => {
    expect(withoutPersonalNumbers(text)).toBe(text);
  });

  it('are blotted out at every depth', () => {
    expect(maskedDetail({ a: ['x 13703910000', 13703910000], b: { c: 5 } })).toEqual({
      a: ['x 〔已隐去〕', '〔已隐去〕'],
      b: { c: 5 },
    });
  });
});
