import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import type { Designation } from '../institution';
import { whyNotGranted, whyNotMeasure, whyNotOnDesignation } from './decision';

const day = plainDate;
const held: Designation = {
  occupationCode: '4-10-01-05',
  level: 5,
  validFrom: day('2026-01-01'),
  validUntil: day('2027-12-31'),
};
const suspended = { ...held, suspensions: [{ from: day('2026-11-01'), until: day('2026-11-30') }] };
const revoked = { ...held, revokedOn: day('2026-11-01') };

describe('a measure on a designation', () => {
  it('takes effect while the designation is in date, its first and last day included', () => {
    expect(whyNotOnDesignation('endDesignation', held, day('2026-01-01'))).toBeUndefined();
    expect(whyNotOnDesignation('revokeDesignation', held, day('2027-12-31'))).toBeUndefined();
    expect(whyNotOnDesignation('endDesignation', held, day('2025-12-31'))).toMatch(/不能更早/);
    expect(whyNotOnDesignation('suspendDesignation', held, day('2028-01-01'))).toMatch(/须在此之前/);
  });

  it('does not follow a revocation or an end, and may come before it', () => {
    expect(whyNotOnDesignation('suspendDesignation', revoked, day('2026-11-01'))).toBe(
      '这项资格已决定自11月1日 周日起取消。',
    );
    expect(whyNotOnDesignation('endDesignation', revoked, day('2026-10-31'))).toBeUndefined();
  });

  it('suspends what is not suspended on these days, and lifts only what is or will be', () => {
    expect(whyNotOnDesignation('suspendDesignation', suspended, day('2026-10-01'), day('2026-10-31'))).toBeUndefined();
    expect(whyNotOnDesignation('suspendDesignation', suspended, day('2026-10-01'), day('2026-11-01'))).toBeDefined();
    expect(whyNotOnDesignation('liftDesignation', suspended, day('2026-11-30'))).toBeUndefined();
    expect(whyNotOnDesignation('liftDesignation', suspended, day('2026-12-01'))).toMatch(/无须恢复/);
  });
});

describe('a new designation', () => {
  const wanted = (from: string, until: string, level: Designation['level'] = 5): Designation => ({
    ...held,
    level,
    validFrom: day(from),
    validUntil: day(until),
  });

  it('begins the day after the former one, not a day sooner', () => {
    expect(whyNotGranted(wanted('2028-01-01', '2029-12-31'), [held])).toBeUndefined();
    expect(whyNotGranted(wanted('2027-12-31', '2029-12-31'), [held])).toMatch(/已有到/);
    expect(whyNotGranted(wanted('2027-12-31', '2029-12-31', 4), [held])).toBeUndefined();
  });

  it('may take the place of one that was revoked, and ends no sooner than it begins', () => {
    expect(whyNotGranted(wanted('2026-11-01', '2028-12-31'), [revoked])).toBeUndefined();
    expect(whyNotGranted(wanted('2026-10-31', '2028-12-31'), [revoked])).toBeDefined();
    expect(whyNotGranted(wanted('2028-02-01', '2028-01-31'), [])).toMatch(/早于起始日/);
  });
});

describe('a measure on an institution', () => {
  const standing = (suspendedOn?: string, revokedOn?: string) => ({
    suspendedOn: suspendedOn ? day(suspendedOn) : undefined,
    revokedOn: revokedOn ? day(revokedOn) : undefined,
  });

  it('suspends once, restores what is suspended, and revokes either', () => {
    expect(whyNotMeasure('suspend', standing())).toBeUndefined();
    expect(whyNotMeasure('suspend', standing('2026-11-01'))).toBeDefined();
    expect(whyNotMeasure('restore', standing('2026-11-01'))).toBeUndefined();
    expect(whyNotMeasure('restore', standing())).toBeDefined();
    expect(whyNotMeasure('revoke', standing('2026-11-01'))).toBeUndefined();
  });

  it('never follows a revocation', () => {
    for (const act of ['suspend', 'restore', 'revoke'] as const)
      expect(whyNotMeasure(act, standing(undefined, '2026-11-01'))).toBeDefined();
  });
});
