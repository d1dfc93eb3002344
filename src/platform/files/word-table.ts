import { setImmediate } from 'node:timers/promises';

/** Words are 24 bits, so three bytes hold one. */
export const wordBytes = 3;
const blockWords = 65_536;
/** The scan first asks a table that stays in the nearest cache; one in a few hundred words that are not sought passes it. */
const sieveBits = 17;
/** Blocks read before others get a turn: a few thousandths of a second. */
const blocksAtOnce = 16;

const mixed = (word: number): number => Math.imul(word, 2_654_435_761) >>> 0;

/** Every second word, the same ones in every picture: enough to know a copy by, and half of the memory. */
const isKept = (word: number): boolean => mixed(word) < 2 ** 31;

/** The words a picture is looked up by, three bytes each. */
export function wordKeys(words: readonly number[]): Buffer {
  const kept = words.filter(isKept);
  const bytes = Buffer.alloc(kept.length * wordBytes);
  for (const [at, word] of kept.entries()) bytes.writeUIntBE(word, at * wordBytes, wordBytes);
  return bytes;
}

interface Block {
  readonly words: Uint32Array;
  readonly keys: number[];
  /** Where the words of each picture end. */
  readonly ends: number[];
}

/** Which of the words sought each hit was, picture after picture. */
interface Hits {
  readonly keys: number[];
  readonly ends: number[];
  readonly slots: number[];
  readonly counts: Uint32Array;
}

/** Words of pictures in memory, all of them read for each search: no index to miss one. */
export interface WordTable {
  readonly size: number;
  /** Puts a picture in under its number. */
  add(key: number, keys: Uint8Array): void;
  /**
   * The pictures that share most with any of these readings of one, best first. A word counts the more, the fewer pictures
   * show it; what all of them show counts nothing.
   */
  most(readings: readonly (readonly number[])[], count: number): Promise<number[]>;
}

function scanBlock(
  { words, keys, ends }: Block,
  slots: ReadonlyMap<number, number>,
  sieve: Uint8Array,
  to: Hits,
): void {
  const shift = 32 - sieveBits;
  let at = 0;
  for (let picture = 0; picture < keys.length; picture += 1) {
    const end = ends[picture] ?? 0;
    const before = to.slots.length;
    for (; at < end; at += 1) {
      const word = words[at] ?? 0;
      if (sieve[Math.imul(word, 2_654_435_761) >>> shift] !== 1) continue;
      const slot = slots.get(word);
      if (slot === undefined) continue;
      to.slots.push(slot);
      to.counts[slot] = (to.counts[slot] ?? 0) + 1;
    }
    if (to.slots.length === before) continue;
    to.keys.push(keys[picture] ?? 0);
    to.ends.push(to.slots.length);
  }
}

/** How much two pictures share that few others show, in the better of the readings. */
function scoresOf({ keys, ends, slots, counts }: Hits, size: number, readings: readonly ReadonlySet<number>[]) {
  const weights = Float64Array.from(counts, (count) => Math.log2(size / Math.max(count, 1)));
  const inReading = readings.map((reading) => Uint8Array.from(counts, (_, slot) => (reading.has(slot) ? 1 : 0)));
  const sums = readings.map(() => 0);
  let at = 0;
  return keys.map((key, picture) => {
    sums.fill(0);
    for (const end = ends[picture] ?? 0; at < end; at += 1) {
      const slot = slots[at] ?? 0;
      for (let nth = 0; nth < sums.length; nth += 1)
        sums[nth] = (sums[nth] ?? 0) + (inReading[nth]?.[slot] ?? 0) * (weights[slot] ?? 0);
    }
    return { key, score: Math.max(...sums) };
  });
}

export function createWordTable(): WordTable {
  const blocks: Block[] = [];
  let size = 0;
  const blockFor = (count: number): Block => {
    const last = blocks.at(-1);
    if (last && (last.ends.at(-1) ?? 0) + count <= blockWords) return last;
    const next = { words: new Uint32Array(Math.max(blockWords, count)), keys: [], ends: [] };
    blocks.push(next);
    return next;
  };
  return {
    get size() {
      return size;
    },
    add(key, keys) {
      const count = Math.floor(keys.length / wordBytes);
      const { words, keys: known, ends } = blockFor(count);
      const from = ends.at(-1) ?? 0;
      for (let at = 0; at < count; at += 1) {
        const [high = 0, middle = 0, low = 0] = keys.subarray(at * wordBytes, (at + 1) * wordBytes);
        words[from + at] = (high << 16) | (middle << 8) | low;
      }
      known.push(key);
      ends.push(from + count);
      size += 1;
    },
    async most(readings, count) {
      const kept = readings.map((words) => words.filter(isKept));
      const sought = [...new Set(kept.flat())];
      const slots = new Map(sought.map((word, slot) => [word, slot]));
      const sieve = new Uint8Array(2 ** sieveBits);
      for (const word of sought) sieve[mixed(word) >>> (32 - sieveBits)] = 1;
      const hits: Hits = { keys: [], ends: [], slots: [], counts: new Uint32Array(sought.length) };
      for (const [at, block] of blocks.entries()) {
        if (at % blocksAtOnce === blocksAtOnce - 1) await setImmediate();
        scanBlock(block, slots, sieve, hits);
      }
      const bySlot = kept.map((words) => new Set(words.map((word) => slots.get(word) ?? -1)));
      return scoresOf(hits, size, bySlot)
        .sort((a, b) => b.score - a.score || a.key - b.key)
        .slice(0, count)
        .map(({ key }) => key);
    },
  };
}
