import { describe, expect, it } from 'vitest';
import { accountDigits, whyNotHolder } from './account';

describe('the account of an institution', () => {
  it('is held by the institution itself, however its brackets and spaces are typed', () => {
    expect(whyNotHolder('博爱县同仁职业培训学校', '博爱县同仁职业培训学校')).toBeUndefined();
    expect(whyNotHolder('焦作市（新区）培训学校 ', '焦作市(新区)培训学校')).toBeUndefined();
  });

  it('is refused in any other name, with the clause and what to do', () => {
    expect(whyNotHolder('王校长', '博爱县同仁职业培训学校')).toMatch(/2021 七.*请核对开户许可/);
    expect(whyNotHolder('博爱县同仁职业培训学校分校', '博爱县同仁职业培训学校')).toBeDefined();
  });

  it('is a row of nine to thirty-two digits, spaces and hyphens aside', () => {
    expect(accountDigits('1610 0123-4567 890')).toBe('161001234567890');
    expect(accountDigits('１６１００１２３４')).toBe('161001234');
    expect(accountDigits('12345678')).toBeUndefined();
    expect(accountDigits('1'.repeat(33))).toBeUndefined();
    expect(accountDigits('6222 abc')).toBeUndefined();
  });
});
