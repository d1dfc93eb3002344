import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsFor } from '#kernel/lifecycle';
import { differenceWords, mergeLifecycle, numberDifference } from './person-merge';

const words = (a: string, b: string): string => differenceWords(numberDifference(a, b));

describe('how two numbers differ', () => {
  it.each([
    ['410822198506011228', '410822198506011428', '第 16 位不同'],
    ['410822198506011228', '410822198506011421', '第 16 位不同，校验位随之不同'],
    ['410822198506012128', '410822198506011228', '第 15、16 位互换'],
    ['410822198506012128', '410822198506011221', '第 15、16 位互换，校验位随之不同'],
    ['410822198506011228', '410822198506011221', '第 18 位不同'],
    ['410822198506011228', '410811197712304456', '有 12 位不同'],
  ])('%s and %s: %s', (a, b, said) => {
    expect(words(a, b)).toBe(said);
  });

  it('is told without a digit of either, and the same from both sides', () => {
    const number = fc.stringMatching(/^\d{17}[\dX]$/);
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(numberDifference(a, b)).toEqual(numberDifference(b, a));
        expect(words(a, b)).not.toMatch(/\d{3}/);
      }),
    );
  });
});

describe('a merge', () => {
  it('is asked for by a county or the city, settled by the city, and settled once', () => {
    expect(actionsFor(mergeLifecycle, 'requested', 'countyOfficer')).toEqual(['withdraw']);
    expect(actionsFor(mergeLifecycle, 'requested', 'cityOfficer')).toEqual(['confirm', 'refuse', 'withdraw']);
    expect(actionsFor(mergeLifecycle, 'requested', 'citySignatory')).toEqual(['confirm', 'refuse']);
    for (const role of ['countyOfficer', 'cityOfficer', 'citySignatory', 'institutionPrincipal'] as const) {
      expect(actionsFor(mergeLifecycle, 'confirmed', role)).toEqual([]);
    }
  });
});
