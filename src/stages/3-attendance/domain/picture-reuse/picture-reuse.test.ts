import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { asksAboutLikeness, groupsOf, type ShownPicture } from './picture-reuse';

const shown: ShownPicture = { source: 'check', takenOn: plainDate('2026-03-02'), venueId: 'room' };

describe('a picture that looks like another', () => {
  it('is nothing on one day in one room, where the camera stands still', () => {
    expect(asksAboutLikeness(shown, shown)).toBe(false);
    const call: ShownPicture = { ...shown, source: 'rollCall' };
    expect(asksAboutLikeness(call, { ...call, takenOn: plainDate('2026-03-03') })).toBe(false);
  });
  it('is asked about on another day, in another room, and as the answer to a roll call', () => {
    for (const spoilt of [
      { takenOn: plainDate('2026-03-03') },
      { venueId: 'other' },
      { source: 'rollCall' as const },
    ]) {
      expect(asksAboutLikeness(shown, { ...shown, ...spoilt })).toBe(true);
      expect(asksAboutLikeness({ ...shown, ...spoilt }, shown)).toBe(true);
    }
  });
  it('belongs to one group with all copies of its copies, in whatever order they were found', () => {
    const marks = ['a', 'b', 'c', 'd', 'e'];
    expect(groupsOf([]).size).toBe(0);
    fc.assert(
      fc.property(fc.shuffledSubarray(marks.slice(1), { minLength: 4 }), (order) => {
        const groups = groupsOf(order.map((mark) => ['a', mark] as const));
        expect(new Set(marks.map((mark) => groups.get(mark))).size).toBe(1);
      }),
    );
    const apart = groupsOf([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(apart.get('a')).not.toBe(apart.get('c'));
  });
});
