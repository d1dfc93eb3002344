import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import { earliestStart, spokenForecast } from './application-rules';

describe('the earliest first day', () => {
  it('is said plainly in a year with its holiday notice', () => {
    const day = earliestStart(knownCalendar, plainDate('2026-11-23'));
    expect(spokenForecast(knownCalendar, day)).toBe('11月30日 周一');
  });
  it('is called a forecast in a year without one', () => {
    const day = earliestStart(knownCalendar, plainDate('2026-12-29'));
    expect(spokenForecast(knownCalendar, day)).toContain('当年放假安排未公布，按预计');
  });
});
