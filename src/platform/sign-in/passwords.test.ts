import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradedProtectionProfile, isPasswordExpired, lengthProfile, passwordFaults } from './password-policy';
import { hashPassword, isPassword, oneTimePassword } from './passwords';

describe('passwords', () => {
  it.each([
    ['sixty-four characters and more', `${'correct horse battery staple '.repeat(3)}9`],
    ['Chinese', '春眠不觉晓处处闻啼鸟'],
    ['outer spaces and wide letters', '  Ａb1 口令  '],
    ['an emoji made of several signs', '👩‍🔧 at work 2026'],
  ])('verify unchanged: %s', async (_, text) => {
    const stored = await hashPassword(text);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await isPassword(stored, text)).toBe(true);
    expect(await isPassword(stored, `${text} `)).toBe(false);
    expect(await isPassword(stored, text.slice(0, -1))).toBe(false);
  });

  it('open no account that has no password', async () => {
    for (const stored of ['', '!', 'disabled']) expect(await isPassword(stored, stored)).toBe(false);
  });

  it('are never worked on when absurdly long', async () => {
    const stored = await hashPassword('x'.repeat(300));
    expect(await isPassword(stored, 'x'.repeat(300))).toBe(false);
  });
});

describe('the password policy of graded protection', () => {
  it.each(['Wind-Rain-77-boat', '春眠不觉晓 Spring 处处闻', 'tR7#kdm20!xQw', 'xK9.mPq2vLr7s'])('takes %s', (text) => {
    expect(passwordFaults(text, 'lijingban')).toEqual([]);
  });

  it.each([
    ['Ab1-efghmnp', '至少 12 个字符，现在是 11 个'],
    ['alllowercasewords', '3 类，现在是 1 类'],
    ['lowerand77421', '3 类，现在是 2 类'],
    ['Lijingban-7742', '不能有用户名'],
    ['Jiaozuo@7742x', '“jiaozuo”'],
    ['J1a0zu0-7742x', '“jiaozuo”'],
    ['焦作Renmin-7742', '“焦作”'],
    ['MingXun-7742-ok', '“mingxun”'],
    ['Tree-123456-Hut', '“123456”'],
    ['P@ssw0rd-7742x', 'passw'],
    ['Qwerty-Tree-77', '“qwert”'],
    ['Tree-efghi-77X', '连续五个'],
    ['Tree-7777-hutX', '四个相同'],
    ['ＪｉａｏＺｕｏ-7742x', '“jiaozuo”'],
    [`Aa1-${'木林森火土'.repeat(60)}`, '最多 256 个'],
  ])('refuses %s and says why', (text, why) => {
    expect(passwordFaults(text, 'lijingban').join()).toContain(why);
  });

  it('is a profile: the other asks for length and never for a change', () => {
    expect(passwordFaults('alllowercasewords', 'x', lengthProfile)).toEqual([]);
    expect(passwordFaults('Wind-Rain-77b', 'x', lengthProfile).join()).toContain('至少 15 个');
    const day = (text: string) => `${text}T00:00:00.000Z`;
    expect(isPasswordExpired(day('2026-01-01'), day('2026-03-31'), gradedProtectionProfile)).toBe(false);
    expect(isPasswordExpired(day('2026-01-01'), day('2026-04-01'), gradedProtectionProfile)).toBe(true);
    expect(isPasswordExpired(day('1970-01-01'), day('2026-04-01'), lengthProfile)).toBe(false);
  });

  it('never finds less wrong with a shorter part of a password', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), (text) => {
        const isTooShort = (each: string) => passwordFaults(each, 'zz').some((fault) => fault.includes('至少'));
        if (isTooShort(text)) expect(isTooShort(text.slice(1))).toBe(true);
      }),
    );
  });

  it('leaves one-time passwords readable on paper and never alike', () => {
    const drawn = new Set(Array.from({ length: 500 }, oneTimePassword));
    expect(drawn.size).toBe(500);
    for (const each of drawn) expect(each).toMatch(/^(?:[A-HJ-NP-Za-kmnp-z2-9]{4}-){3}[A-HJ-NP-Za-kmnp-z2-9]{4}$/);
  });
});
