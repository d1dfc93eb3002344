import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIdentityNumber, maskName, maskPhone, maskPublicly } from './masks';

describe('masks', () => {
  it('show three and four of an identity number on office screens', () => {
    expect(maskIdentityNumber('410802199003070017')).toBe('410***********0017');
    expect(maskIdentityNumber('41080419971015858X')).toBe('410***********858X');
  });

  it('show the last two to four where anybody reads', () => {
    expect(maskPublicly('410802199003070017')).toBe('**************0017');
    expect(maskPublicly('410802199003070017', 2)).toBe('****************17');
  });

  it('show the ends of a phone number', () => expect(maskPhone('13800000001')).toBe('138****0001'));

  it.each([
    ['王秀英', '王*英'],
    ['王英', '王*'],
    ['欧阳秀英', '欧**英'],
    ['买买提·吐尔逊', '买*****逊'],
    ['𠮷田英', '𠮷*英'],
    ['王', '*'],
    ['', ''],
  ])('show %s as %s', (name, masked) => expect(maskName(name)).toBe(masked));

  it('never show the whole of anything, and keep its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789王李'), minLength: 1, maxLength: 20 }), (text) => {
        for (const mask of [maskIdentityNumber, maskPublicly, maskPhone, maskName]) {
          expect(mask(text)).toHaveLength(text.length);
          expect(mask(text)).toContain('*');
        }
      }),
    );
  });
});
