/** Draws that come out the same for the same seed (mulberry32), for the generator of classes. */
export interface Chance {
  /** From 0 up to, not with, 1. */
  part(): number;
  between(least: number, most: number): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True in so many cases of a hundred. */
  isOneOf(percent: number): boolean;
  /** Bell-shaped around 0 with a spread of 1. */
  bell(): number;
}

export function chanceOf(seed: number): Chance {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0;
  const part = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const between = (least: number, most: number) => least + part() * (most - least);
  return {
    part,
    between,
    whole: (least, most) => Math.floor(between(least, most + 1)),
    isOneOf: (percent) => part() * 100 < percent,
    bell: () => Math.sqrt(-2 * Math.log(1 - part())) * Math.cos(2 * Math.PI * part()),
  };
}
