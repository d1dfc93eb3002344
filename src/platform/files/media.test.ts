import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from './media';

const of = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));

describe('the kind of an upload', () => {
  it.each([
    ['jpeg', of([0xff, 0xd8, 0xff, 0xe0])],
    ['png', of([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['webp', of('RIFF', [1, 0, 0, 0], 'WEBPVP8 ')],
    ['heic', of([0, 0, 0, 24], 'ftypheic')],
    ['pdf', of('%PDF-1.7\n')],
    ['xlsx', of([0x50, 0x4b, 0x03, 0x04], '[Content_Types].xml', 'xl/workbook.xml')],
    ['zip', of([0x50, 0x4b, 0x03, 0x04], 'notes.txt')],
    ['xls', of([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['csv', of('\ufeff姓名,身份证号\n王海燕,410802\n')],
    ['csv', of([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xe7, 0xbb, 0xb0])],
    ['markup', of('\ufeff  <svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['markup', of('<!doctype html><script>1</script>')],
    ['unknown', of('MZ', [0, 1, 2, 3])],
    ['unknown', of('')],
  ] as const)('is told by its bytes: %s', (kind, bytes) => {
    expect(mediaTypeOf(bytes)).toBe(kind);
  });
});
