import { writtenForm } from '#kernel/written-form';

/** The words of a lesson without marks, numbers and counting words, so that “（3）” and “第三课” make no difference. */
export const contentForm = (content: string): string =>
  writtenForm(content)
    .replace(/第[一二三四五六七八九十百\d]+[课节章讲次单元部分]+/gu, '')
    .replace(/[\p{P}\p{S}\p{N}]/gu, '');

/** Shorter words than these name a kind of lesson, not what is taught in it. */
const shortest = 4;

/** The different lessons of a plan by their words. */
export const distinctContents = (contents: readonly string[]): string[] => [
  ...new Set(contents.map(contentForm).filter((form) => form.length >= shortest)),
];

const pairsOf = (form: string): Set<string> => {
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < form.length; at += 1) pairs.add(form.slice(at, at + 2));
  return pairs;
};

/** Two lessons are alike from seven tenths of their pairs of signs in common on (Dice). */
const isAlike = (shared: number, one: number, other: number): boolean => shared * 20 >= (one + other) * 7;

/** A plan made ready to be held against many others. */
export interface PlanText {
  readonly total: number;
  /** How many of its different lessons are the same, or nearly, in another plan. */
  alikeIn(contents: readonly string[]): number;
}

/** Normalised likeness of lesson contents: by pairs of neighbouring signs, so that a word changed here and there does not hide a copy. */
export function planText(contents: readonly string[]): PlanText {
  const lessons = distinctContents(contents).map(pairsOf);
  const holders = new Map<string, number[]>();
  for (const [index, pairs] of lessons.entries())
    for (const pair of pairs) {
      const known = holders.get(pair);
      if (known) known.push(index);
      else holders.set(pair, [index]);
    }
  return {
    total: lessons.length,
    alikeIn(others) {
      const found = new Set<number>();
      for (const other of distinctContents(others)) {
        const pairs = pairsOf(other);
        const shared = new Map<number, number>();
        for (const pair of pairs)
          for (const index of holders.get(pair) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
        for (const [index, count] of shared)
          if (isAlike(count, lessons[index]?.size ?? 0, pairs.size)) found.add(index);
      }
      return found.size;
    },
  };
}
