import { createHash } from 'node:crypto';

/** Draws that come out the same for the same seed and place; the only chance in the demonstration city. */
export interface Chance {
  /** A whole number from 0 up to, not with, `limit`. */
  below(limit: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<Choice>(choices: readonly Choice[]): Choice;
  /** True in so many cases of a hundred. */
  isOneOf(percent: number): boolean;
}

/** Small Fast Counter, 32 bits (C. Doty-Humphrey); its state is a digest of the seed and of what is drawn for. */
function sfc32(words: Buffer): () => number {
  let a = words.readUInt32LE(0);
  let b = words.readUInt32LE(4);
  let c = words.readUInt32LE(8);
  let counter = words.readUInt32LE(12);
  const next = () => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + mixed;
    return mixed >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

const digestOf = (seed: number, place: readonly string[]): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([seed, ...place]))
    .digest();

/** Every place draws from its own stream, so that a change in one leaves the others as they were. */
export function chanceOf(seed: number, ...place: string[]): Chance {
  const next = sfc32(digestOf(seed, place));
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    pick(choices) {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new RangeError('nothing to choose from');
      return choice;
    },
    isOneOf: (percent) => below(100) < percent,
  };
}

/** An identifier that belongs to the seed and the thing: a UUID of version 8, whose bits are the maker's own. */
export function idOf(seed: number, ...thing: string[]): string {
  const bytes = digestOf(seed, ['id', ...thing]).subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
