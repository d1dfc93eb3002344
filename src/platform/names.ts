import { pinyin } from 'pinyin-pro';

/** What a Chinese name is found by: full pinyin, initials, and its pairs of characters. */
export interface NameKeys {
  readonly pinyin: string;
  readonly initials: string;
  readonly pairs: string[];
}

/** Adjacent pairs of characters, for two-character infix search. */
export function pairsOf(text: string): string[] {
  const characters = Array.from(text);
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < characters.length; i += 1) pairs.add(`${characters[i]}${characters[i + 1]}`);
  return [...pairs];
}

/** Computed when a name is written; surnames are read as surnames (单 shàn, 仇 qiú). */
export function nameKeys(name: string): NameKeys {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' });
  const plain = syllables.map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, '')).filter(Boolean);
  return {
    pinyin: plain.join(''),
    initials: plain.map((syllable) => syllable[0] ?? '').join(''),
    pairs: pairsOf(name),
  };
}
