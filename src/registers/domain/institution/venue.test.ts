import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import type { Venue } from '../institution';
import { jiaozuo, needsCheck, taughtAfter, tooManyFor, type VenueUse, whyNotInJiaozuo } from './venue';

describe('where a room lies', () => {
  it('is in Jiaozuo, its borders included, or not said at all', () => {
    expect(whyNotInJiaozuo(113.07, 35.17)).toBeUndefined();
    expect(whyNotInJiaozuo(jiaozuo.west, jiaozuo.north)).toBeUndefined();
    expect(whyNotInJiaozuo(undefined, undefined)).toBeUndefined();
  });

  it('is refused a step outside, half said, or with its numbers in the wrong places', () => {
    expect(whyNotInJiaozuo(jiaozuo.east + 0.001, 35.17)).toMatch(/^这个位置不在焦作市内/);
    expect(whyNotInJiaozuo(113.65, 34.76)).toMatch(/^这个位置不在焦作市内/);
    expect(whyNotInJiaozuo(113.07, undefined)).toMatch(/要么都填/);
    expect(whyNotInJiaozuo(35.17, 113.07)).toMatch(/填反了/);
  });
});

describe('what an institution enters of a room', () => {
  const room: Venue = { id: 'a', name: '301 教室', kind: 'theory', address: '中山路 8 号', capacity: 40 };

  it('is looked at again by the county when it is new, larger, elsewhere or for another use', () => {
    expect(needsCheck(undefined, room)).toBe(true);
    expect(needsCheck(room, { ...room, capacity: 41 })).toBe(true);
    expect(needsCheck(room, { ...room, address: '中山路 9 号' })).toBe(true);
    expect(needsCheck(room, { ...room, kind: 'both' })).toBe(true);
  });

  it('holds at once when it is smaller or only called otherwise, unless the room still waits', () => {
    expect(needsCheck(room, { ...room, capacity: 30 })).toBe(false);
    expect(needsCheck({ ...room, name: '旧名' }, room)).toBe(false);
    expect(needsCheck({ ...room, awaitsCheck: true }, room)).toBe(true);
  });
});

describe('classes in a room that shrinks or closes', () => {
  const use = (name: string, traineeCount: number, lastOn: string): VenueUse => ({
    classId: name,
    name,
    traineeCount,
    firstOn: plainDate('2026-12-01'),
    lastOn: plainDate(lastOn),
  });
  const uses = [use('一班', 40, '2026-12-10'), use('二班', 25, '2026-12-20')];

  it('are told when they have more trainees than it holds: as many as it holds is none too many', () => {
    expect(tooManyFor(uses, 40)).toEqual([]);
    expect(tooManyFor(uses, 39).map(({ name }) => name)).toEqual(['一班']);
    expect(tooManyFor(uses, 20)).toHaveLength(2);
  });

  it('are told when they are taught there on the first closed day or later', () => {
    expect(taughtAfter(uses, plainDate('2026-12-20')).map(({ name }) => name)).toEqual(['二班']);
    expect(taughtAfter(uses, plainDate('2026-12-21'))).toEqual([]);
  });
});
