import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { challengesEachDay } from '../../domain/recordings/possession';
import { blocksIn, drawBlocks, type KeptRecording } from './archive';

const figure = figuresOn(plainDate('2026-11-23'));

const archiveOf = (sizes: readonly number[]): KeptRecording[] =>
  sizes.map((blocks, at) => ({
    id: `r${at}`,
    regionCode: '410822',
    institutionId: 'i',
    classId: 'c',
    storageKey: '',
    blockBytes: 4_194_304,
    blocks,
  }));

/** xorshift: the same draws for the same seed. */
function chance(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

describe('the daily draw', () => {
  it('takes as many different blocks as asked, all of them there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
        fc.nat(200),
        (sizes, count) => {
          const archive = archiveOf(sizes);
          const drawn = drawBlocks(archive, count);
          expect(drawn).toHaveLength(Math.min(count, blocksIn(archive)));
          expect(new Set(drawn.map(({ recording, block }) => `${recording.id}/${block}`)).size).toBe(drawn.length);
          for (const { recording, block } of drawn) expect(block >= 0 && block < recording.blocks).toBe(true);
        },
      ),
    );
  });

  it('takes each block about as often as any other', () => {
    const archive = archiveOf([3, 1, 6]);
    const counts = new Map<string, number>();
    const below = chance(7);
    for (let turn = 0; turn < 30_000; turn += 1)
      for (const { recording, block } of drawBlocks(archive, 3, below))
        counts.set(`${recording.id}/${block}`, (counts.get(`${recording.id}/${block}`) ?? 0) + 1);
    expect(counts.size).toBe(10);
    for (const count of counts.values()) expect(Math.abs(count / 9000 - 1)).toBeLessThan(0.05);
  });

  it.each([
    [[1], 1],
    [[2, 1], 1],
    [[10, 14], 1],
    [[60, 60, 60], 2],
    [[500, 900, 600], 20],
    [[9000, 21_000], 300],
  ])('finds within a week, for archives of %j blocks, that %i of them are gone, 99 times out of 100', (sizes, lost) => {
    const archive = archiveOf(sizes);
    const total = blocksIn(archive);
    expect(lost).toBe(Math.ceil(total / 100));
    const each = challengesEachDay(total, figure);
    const weeks = 4000;
    const below = chance(total + lost);
    let found = 0;
    for (let week = 0; week < weeks; week += 1) {
      const first = below(total - lost + 1);
      const starts = archive.map((_, at) => archive.slice(0, at).reduce((sum, { blocks }) => sum + blocks, 0));
      const isHit = () =>
        drawBlocks(archive, each, below).some(({ recording, block }) => {
          const place = (starts[Number(recording.id.slice(1))] ?? 0) + block;
          return place >= first && place < first + lost;
        });
      if ([1, 2, 3, 4, 5, 6, 7].some(isHit)) found += 1;
    }
    // Three standard deviations of so many weeks below what is promised.
    expect(found / weeks).toBeGreaterThan(0.99 - 3 * Math.sqrt((0.99 * 0.01) / weeks));
  });
});
