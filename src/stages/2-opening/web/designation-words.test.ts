import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import type { Designation } from '#registers';
import { sound } from '../domain/sound-opening';
import { designationOf, designationWords } from './designation-words';

const day = plainDate;
const { occupationCode, level } = sound.application;
const held: Designation = {
  occupationCode: occupationCode ?? '',
  level: level ?? 5,
  validFrom: day('2026-01-01'),
  validUntil: day('2027-12-31'),
};
const view = (designations: readonly Designation[]) => ({
  filedOn: day('2026-11-20'),
  application: { ...sound.application, startsOn: day('2026-12-01'), endsOn: day('2026-12-20') },
  institution: { ...sound.institution, designations },
});

describe('the designation a class stands on, as the desk reads it', () => {
  it('is told by its last month while it holds through the class', () => {
    expect(designationWords(view([held]))).toBe('定点至 2027年12月');
    const past = { ...held, suspensions: [{ from: day('2026-11-01'), until: day('2026-11-30') }] };
    expect(designationWords(view([past]))).toBe('定点至 2027年12月');
  });

  it('is told as suspended, ended or revoked where that falls on a day of the class', () => {
    const suspended = { ...held, suspensions: [{ from: day('2026-12-20'), until: undefined }] };
    expect(designationWords(view([suspended]))).toBe('定点 12月20日起中止');
    const short = { ...held, suspensions: [{ from: day('2026-11-25'), until: day('2026-12-01') }] };
    expect(designationWords(view([short]))).toBe('定点 11月25日起中止至 12月1日');
    expect(designationWords(view([{ ...held, endedOn: day('2026-12-10') }]))).toBe('定点 12月10日起终止');
    expect(designationWords(view([{ ...held, revokedOn: day('2025-12-10') }]))).toBe('定点 2025年12月10日起取消');
  });

  it('is, of several, the one that carries the class', () => {
    const revoked = { ...held, revokedOn: day('2026-06-01') };
    const renewed = { ...held, validFrom: day('2026-07-01') };
    const old = { ...held, validFrom: day('2024-01-01'), validUntil: day('2025-12-31') };
    expect(designationOf(view([old, revoked, renewed]))).toBe(renewed);
    expect(designationWords(view([old, revoked, renewed]))).toBe('定点至 2027年12月');
    expect(designationWords(view([{ ...held, occupationCode: '9-99' }]))).toBe('不在定点范围');
  });
});
