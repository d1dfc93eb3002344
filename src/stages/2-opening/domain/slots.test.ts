import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#kernel/plain-date';
import { slotsOf } from './slots';
import { sound, startsOn } from './sound-opening';
import type { Lesson } from './opening';

const at = (startsMinute: number, endsMinute: number, days = 0): Lesson[] =>
  sound.lessons
    .slice(0, 1)
    .map((lesson) => ({ ...lesson, taughtOn: addDays(startsOn, days), startsMinute, endsMinute }));
const parts = (startsMinute: number, endsMinute: number) =>
  slotsOf(at(startsMinute, endsMinute)).map(({ part }) => part);

const noon = 12 * 60 + 30;
const evening = 18 * 60;

describe('the parts of a day a lesson takes', () => {
  it('turn from morning to afternoon at half past twelve', () => {
    expect(parts(510, noon)).toEqual([1]);
    expect(parts(510, noon + 1)).toEqual([1, 2]);
    expect(parts(noon - 1, evening)).toEqual([1, 2]);
    expect(parts(noon, evening)).toEqual([2]);
  });

  it('turn from afternoon to evening at six', () => {
    expect(parts(noon, evening + 1)).toEqual([2, 3]);
    expect(parts(evening - 1, evening + 90)).toEqual([2, 3]);
    expect(parts(evening, evening + 90)).toEqual([3]);
  });

  it('are all three for a lesson from morning to night', () => expect(parts(480, 1260)).toEqual([1, 2, 3]));
});

describe('the slots of a plan', () => {
  it('are told once each, in order of time, whatever the order of the lessons', () => {
    const lessons = [at(870, 1050, 1), at(510, 690, 1), at(540, 600, 1), at(1140, 1275, 0)].flat();
    expect(slotsOf(lessons)).toEqual([
      { day: '2026-12-14', part: 3 },
      { day: '2026-12-15', part: 1 },
      { day: '2026-12-15', part: 2 },
    ]);
    expect(slotsOf([])).toEqual([]);
    expect(slotsOf(sound.lessons)).toHaveLength(10);
  });

  it('are shared by any two lessons of one day that overlap', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 1438 }), fc.integer({ min: 1, max: 600 }));
    fc.assert(
      fc.property(span, span, ([from, minutes], [otherFrom, otherMinutes]) => {
        const ends = Math.min(1440, from + minutes);
        const otherEnds = Math.min(1440, otherFrom + otherMinutes);
        fc.pre(from < otherEnds && otherFrom < ends);
        const own = parts(from, ends);
        expect(parts(otherFrom, otherEnds).some((part) => own.includes(part))).toBe(true);
      }),
    );
  });
});
