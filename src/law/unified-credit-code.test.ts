import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCreditCode, creditCheckSign } from './unified-credit-code';

const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const validCode = fc
  .tuple(
    fc.constantFrom('91', '92', '52', '12'),
    fc.nat(999_999).map((n) => String(n).padStart(6, '0')),
    fc.string({ unit: fc.constantFrom(...signs), minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.join(''))
  .map((first17) => first17 + creditCheckSign(first17));

describe('a unified social credit code', () => {
  it.each(['914403001922038216', '91330100799655058B', '9144030071526726XG', '91110000802100433B'])(
    '%s, a published one, is accepted',
    (code) => expect(checkCreditCode(code)).toMatchObject({ ok: true, code, kind: '91' }),
  );

  it('tells the registering department and the region, in either case of letters', () => {
    expect(checkCreditCode('91330100799655058b')).toEqual({
      ok: true,
      code: '91330100799655058B',
      kind: '91',
      regionPrefix: '330100',
    });
  });

  it.each([
    ['', 'length'],
    ['91330100799655058', 'length'],
    ['9133010O799655058B', 'characters'],
    ['91330100799655058I', 'characters'],
    ['9133A100799655058B', 'characters'],
    ['91330100799655058C', 'checksum'],
    ['91330100799655085B', 'checksum'],
  ])('“%s” is none: %s', (code, fault) => expect(checkCreditCode(code)).toEqual({ ok: false, fault }));

  it('with one sign changed is refused', () => {
    fc.assert(
      fc.property(validCode, fc.nat(17), fc.integer({ min: 1, max: 30 }), (code, at, by) => {
        expect(checkCreditCode(code).ok).toBe(true);
        const sign = signs[(signs.indexOf(code.charAt(at)) + by) % 31];
        expect(checkCreditCode(code.slice(0, at) + sign + code.slice(at + 1)).ok).toBe(false);
      }),
    );
  });

  it('with two neighbouring signs swapped is refused', () => {
    fc.assert(
      fc.property(validCode, fc.nat(15), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
        expect(checkCreditCode(swapped).ok).toBe(false);
      }),
    );
  });
});
