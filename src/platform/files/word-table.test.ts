import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mirroredWords, pictureWords } from './picture-words';
import { boxesOfChance } from './testing-pictures';
import { createWordTable, wordBytes, wordKeys } from './word-table';

const words = fc.uniqueArray(fc.nat(2 ** 24 - 1), { minLength: 20, maxLength: 60 });

describe('the table of words', () => {
  it('finds a picture by any of its words that are looked up, and first where nobody shares more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 2, maxLength: 8 }), fc.nat(), async (pictures, chosen) => {
        const table = createWordTable();
        for (const [at, each] of pictures.entries()) table.add(at, wordKeys(each));
        const at = chosen % pictures.length;
        const own = pictures[at] ?? [];
        fc.pre(wordKeys(own).length > 0);
        const others = new Set(pictures.flatMap((each, nth) => (nth === at ? [] : each)));
        fc.pre(own.every((word) => !others.has(word)));
        expect((await table.most([own], 3))[0]).toBe(at);
        expect((await table.most([[], own], 1))[0]).toBe(at);
      }),
    );
  });

  it('counts what every picture shows as nothing, so that one rare word outweighs many common ones', async () => {
    const table = createWordTable();
    const common = Array.from({ length: 40 }, (_, at) => at);
    const rare = [1_000_003, 1_000_033, 1_000_037, 1_000_039];
    for (let at = 0; at < 50; at += 1) table.add(at, wordKeys([...common, ...(at === 31 ? rare : [])]));
    expect(await table.most([[...common, ...rare]], 1)).toEqual([31]);
  });

  it('goes on beyond one block, and finds a copy that was turned left to right', async () => {
    const table = createWordTable();
    const own = await pictureWords(await boxesOfChance(31));
    const crowd = Array.from({ length: 1_500 }, (_, at) =>
      Array.from({ length: 160 }, (_each, nth) => (Math.imul(at * 160 + nth, 2_246_822_519) >>> 0) % 2 ** 24),
    );
    for (const [at, each] of crowd.entries()) {
      if (at === 700) table.add(90_000, wordKeys(own.map(({ word }) => word)));
      table.add(at, wordKeys(each));
    }
    expect(table.size).toBe(1_501);
    const turned = mirroredWords(own).map(({ word }) => word);
    expect((await table.most([turned, own.map(({ word }) => word)], 5))[0]).toBe(90_000);
  });

  it('keeps every second word, in three bytes, the same ones in every picture', () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [a, b] = [wordKeys(one), wordKeys(other)];
        expect(Buffer.concat([a, b])).toEqual(wordKeys([...one, ...other]));
        expect(a.length % wordBytes).toBe(0);
      }),
    );
    const all = Array.from({ length: 10_000 }, (_, at) => at * 1_677);
    expect(wordKeys(all).length / wordBytes / all.length).toBeCloseTo(0.5, 1);
  });

  it('finds nothing where nothing was put in', async () => {
    expect(await createWordTable().most([[1, 2, 3], []], 5)).toEqual([]);
  });
});
