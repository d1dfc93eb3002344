import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { creditCheckSign } from '#law/unified-credit-code';
import { hasPersonalNumber } from '#platform/log/personal-data';
import { codeAsKept, spokenCode, whyNotIdentity } from './identity';

const coded = (first17: string): string => first17 + creditCheckSign(first17);
const present = { name: '博爱县同仁职业培训学校', creditCode: coded('52410822MJ1234567') };
const wanted = { name: '博爱县同仁职业技能培训学校', creditCode: present.creditCode };
const [today, yesterday, tomorrow] = [plainDate('2026-03-02'), plainDate('2026-03-01'), plainDate('2026-03-03')];

describe('a new name or credit code', () => {
  it('follows its registration: from a day that has come, and not from one that has not', () => {
    expect(whyNotIdentity(wanted, present, yesterday, today)).toBeUndefined();
    expect(whyNotIdentity(wanted, present, today, today)).toBeUndefined();
    expect(whyNotIdentity(wanted, present, tomorrow, today)).toMatch(/不能晚于今天/);
  });

  it('changes something', () => {
    expect(whyNotIdentity(present, present, today, today)).toMatch(/无须变更/);
    const recoded = { ...present, creditCode: coded('91410822MA1234567') };
    expect(whyNotIdentity(recoded, present, today, today)).toBeUndefined();
  });

  it('is refused with what is wrong in it: length, signs, check sign, spaces in a name', () => {
    const refusal = (change: object) => whyNotIdentity({ ...wanted, ...change }, present, today, today);
    expect(refusal({ creditCode: present.creditCode.slice(1) })).toMatch(/18 位/);
    expect(refusal({ creditCode: `${'52410822MI1234567'}0` })).toMatch(/不会出现的字符/);
    const last = present.creditCode.at(-1) === '0' ? '1' : '0';
    expect(refusal({ creditCode: present.creditCode.slice(0, 17) + last })).toMatch(/校验位不符/);
    expect(refusal({ name: '博爱县 同仁学校' })).toMatch(/不含空格/);
    expect(refusal({ name: '同仁（焦作）职业培训学校' })).toBeUndefined();
  });

  it('is kept in capitals however it is typed, and said in groups that no identity number looks like', () => {
    expect(codeAsKept('５２410822 mj1234567-x')).toBe('52410822MJ1234567X');
    expect(spokenCode('524108221234567890')).toBe('52-410822-123456789-0');
    expect(hasPersonalNumber(spokenCode('524108221234567890'))).toBe(false);
  });
});
