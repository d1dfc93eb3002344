/** Characters the export could not show. The engine quotes them, and its messages are quoted once more. */
export function missingIn(diagnostics: string): string[] {
  const messages = unescapeQuoted(diagnostics);
  const quoted = messages.matchAll(/the text `"((?:[^"\\]|\\(?:u\{[0-9a-f]+\}|.))+?)"` could not be displayed/g);
  const found = [...quoted].map((match) => unescapeQuoted(match[1] ?? ''));
  return [...new Set(found)].filter((text) => text !== '');
}

function unescapeQuoted(text: string): string {
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' };
  return text.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, code: string | undefined, letter: string | undefined) =>
    code === undefined ? (named[letter ?? ''] ?? letter ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

const codePoints = (text: string): string[] =>
  [...text].map((character) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0'));

/** What the template kit needs to draw a box in place of a character: its name, and a pattern that finds it. */
export const drawnInstead = (text: string) => {
  const codes = codePoints(text);
  return { code: codes.map((code) => `U+${code}`).join(' '), pattern: codes.map((code) => `\\x{${code}}`).join('') };
};

/** The first text of the data that holds the character, cut to what fits a sentence; undefined when the form itself has it. */
export function placeOf(character: string, data: unknown): string | undefined {
  if (typeof data === 'string') {
    const at = data.indexOf(character);
    return at < 0 ? undefined : data.slice(Math.max(0, at - 10), at + character.length + 10);
  }
  if (typeof data !== 'object' || data === null) return undefined;
  for (const value of Object.values(data)) {
    const place = placeOf(character, value);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** 字体缺少“𠮷”字（U+20BB7），出现在“𠮷田”。 for each character. */
export function saysMissing(characters: readonly string[], data: unknown): string {
  return characters
    .map((character) => {
      const code = codePoints(character)
        .map((point) => `U+${point}`)
        .join(' ');
      const place = placeOf(character, data);
      return `字体缺少“${character}”字（${code}），出现在${place === undefined ? '表格的固定文字中' : `“${place}”`}。`;
    })
    .join('');
}
