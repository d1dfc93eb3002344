import { describe, expect, it } from 'vitest';
import { Secret, TOTP } from 'otpauth';
import { newTotpSecret, totpCode, totpStep, totpUri } from './totp';

/** RFC 6238 appendix B: the seed of each algorithm is its digits repeated. */
const seeds = { SHA1: 20, SHA256: 32, SHA512: 64 } as const;
const published: [number, Record<keyof typeof seeds, string>][] = [
  [59, { SHA1: '94287082', SHA256: '46119246', SHA512: '90693936' }],
  [1111111109, { SHA1: '07081804', SHA256: '68084774', SHA512: '25091201' }],
  [1111111111, { SHA1: '14050471', SHA256: '67062674', SHA512: '99943326' }],
  [1234567890, { SHA1: '89005924', SHA256: '91819424', SHA512: '93441116' }],
  [2000000000, { SHA1: '69279037', SHA256: '90698825', SHA512: '38618901' }],
  [20000000000, { SHA1: '65353130', SHA256: '77737706', SHA512: '47863826' }],
];

describe('the second factor (RFC 6238)', () => {
  it.each(published)('gives the published codes at second %d', (second, codes) => {
    for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
      const secret = Secret.fromLatin1('1234567890'.repeat(7).slice(0, seeds[algorithm]));
      const code = new TOTP({ algorithm, digits: 8, secret }).generate({ timestamp: second * 1000 });
      expect(code).toBe(codes[algorithm]);
    }
    const secret = Secret.fromLatin1('12345678901234567890').base32;
    expect(totpCode(secret, new Date(second * 1000).toISOString())).toBe(codes.SHA1.slice(2));
  });

  it('takes the code of this half minute, the one before and the one after', () => {
    const secret = newTotpSecret();
    const at = (seconds: number) => new Date(Date.parse('2026-03-02T01:00:00.000Z') + seconds * 1000).toISOString();
    const step = Date.parse(at(0)) / 30_000;
    const code = totpCode(secret, at(0));
    expect([-60, -30, 0, 29, 30, 59].map((seconds) => totpStep(secret, code, at(seconds)))).toEqual([
      undefined,
      ...Array.from({ length: 5 }, () => step),
    ]);
    expect(totpStep(secret, code, at(60))).toBeUndefined();
  });

  it('takes wide digits and spaces, and nothing that is not six digits', () => {
    const secret = newTotpSecret();
    const now = '2026-03-02T01:00:00.000Z';
    const code = totpCode(secret, now);
    const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    expect(totpStep(secret, wide, now)).toBeDefined();
    expect(totpStep(secret, `${code.slice(0, 3)} ${code.slice(3)}`, now)).toBeDefined();
    for (const wrong of ['', code.slice(1), `${code}0`, 'abcdef', `${code}\n`]) {
      expect(totpStep(secret, wrong, now)).toBeUndefined();
    }
  });

  it('is enrolled by a QR code that names product and account', () => {
    const uri = totpUri('JBSWY3DPEHPK3PXP', '李经办');
    expect(uri).toBe(
      `otpauth://totp/${encodeURIComponent('明训')}:${encodeURIComponent('李经办')}` +
        `?issuer=${encodeURIComponent('明训')}&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30`,
    );
  });
});
