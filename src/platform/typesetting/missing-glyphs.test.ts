import { describe, expect, it } from 'vitest';
import { drawnInstead, missingIn, placeOf, saysMissing } from './missing-glyphs';

const complaint = (quoted: string) =>
  String.raw`[SourceDiagnostic { severity: Error, message: "PDF/A-2u error: the text ` +
  '`' +
  String.raw`\"${quoted}\"` +
  '` could not be displayed with font `\\"Noto Serif SC\\"`", trace: [] }]';

describe('what no font has', () => {
  it('is read from the complaint of the export, once for each character, escapes undone', () => {
    const all = ['𠮷', '𠮷', String.raw`\\u{10fffd}`, String.raw`\\\"`].map(complaint).join(', ');
    expect(missingIn(all)).toEqual(['𠮷', '\u{10fffd}', '"']);
    expect(missingIn('unexpected end of block')).toEqual([]);
  });

  it('is named with its code point and the words around it', () => {
    const data = { teachers: [{ name: '吉𠮷' }] };
    expect(saysMissing(['𠮷'], data)).toBe('字体缺少“𠮷”字（U+20BB7），出现在“吉𠮷”。');
    expect(saysMissing(['☐'], data)).toBe('字体缺少“☐”字（U+2610），出现在表格的固定文字中。');
    expect(placeOf('𠮷', ['', { deep: ['一二三四五六七八九十甲乙丙𠮷'] }])).toBe('四五六七八九十甲乙丙𠮷');
  });

  it('is found again by a pattern that holds nothing but code points', () => {
    expect(drawnInstead('*')).toEqual({ code: 'U+002A', pattern: String.raw`\x{002A}` });
  });
});
