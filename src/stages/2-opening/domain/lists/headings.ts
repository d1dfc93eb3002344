import { narrowed, withoutBlanks } from './characters';
import type { HeadingMatch } from './form';

const brackets = /\(([^()]*)\)|\[([^\]]*)\]|【([^】]*)】|〔([^〕]*)〕|<([^>]*)>|「([^」]*)」/g;

/** A heading narrowed and without blanks; what follows ① explains the choices and is left out. */
const written = (text: string): string => withoutBlanks(narrowed(text.replace(/[①-⑳⑴-⒇][\s\S]*$/u, '')));

/** A heading as its bare words: no blanks, notes in brackets, numbering, stars or colons. */
export function bareHeading(text: string): string {
  return written(text)
    .replace(brackets, '')
    .replace(/^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、)]/, '')
    .replace(/[(（[【].*$/, '')
    .replace(/[*※★☆:;,，、。.!?"'“”‘’_+#)\]]/g, '')
    .replace(/^(?:请)?(?:填写|输入|选择)|(?:必填|选填|必录)项?$/g, '')
    .replaceAll('戶', '户')
    .replaceAll('別', '别')
    .replaceAll('號', '号')
    .replaceAll('電話', '电话');
}

/** Headings as clerks write them, by field; the first pattern of a field that fits is its best. */
export type HeadingPatterns<Field extends string> = Readonly<Record<Field, readonly RegExp[]>>;

/** Ranks below every plain wording: half of “学历/文化程度”, the brackets of “社会保障号码（身份证号）”. */
const partRank = 10;
const longest = 24;

/** Finds the field a heading names, if any: as a whole, else by one of its halves, else by what stands in brackets. */
export function headingReader<Field extends string>(
  patterns: HeadingPatterns<Field>,
  askedFirst: readonly Field[],
  never: RegExp,
): (text: string) => HeadingMatch<Field> | undefined {
  function fieldOfWords(heading: string): HeadingMatch<Field> | undefined {
    if (heading === '' || heading.length > longest || never.test(heading)) return undefined;
    let best: HeadingMatch<Field> | undefined;
    for (const field of askedFirst) {
      const rank = patterns[field].findIndex((pattern) => pattern.test(heading));
      if (rank >= 0 && (!best || rank < best.rank)) best = { field, rank };
    }
    return best;
  }
  return (text) => {
    const heading = bareHeading(text);
    const whole = fieldOfWords(heading);
    if (whole || never.test(heading)) return whole;
    const inner = [...written(text).matchAll(brackets)].flatMap((match) => match.slice(1).filter(Boolean));
    for (const part of [...heading.split(/[/及和或]/), ...inner.map(bareHeading)]) {
      const match = part === heading ? undefined : fieldOfWords(part);
      if (match && match.rank === 0) return { field: match.field, rank: partRank };
    }
    return undefined;
  };
}
