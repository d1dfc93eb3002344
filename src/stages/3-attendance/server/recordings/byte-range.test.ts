import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteRange } from './byte-range';

describe('a part of a file (RFC 9110 14.1.2)', () => {
  it('is read as it is asked for', () => {
    expect(byteRange('bytes=0-', 10)).toEqual({ start: 0, end: 9 });
    expect(byteRange('bytes=2-4', 10)).toEqual({ start: 2, end: 4 });
    expect(byteRange('bytes=-3', 10)).toEqual({ start: 7, end: 9 });
    expect(byteRange('bytes=-30', 10)).toEqual({ start: 0, end: 9 });
    expect(byteRange('bytes=8-99', 10)).toEqual({ start: 8, end: 9 });
    expect([byteRange('bytes=10-', 10), byteRange('bytes=-0', 10), byteRange('bytes=0-', 0)]).toEqual([
      'outside',
      'outside',
      'outside',
    ]);
    for (const odd of [undefined, 'bytes=-', 'bytes=4-2', 'items=0-1', 'bytes=0-1,3-4', 'bytes=a-b']) {
      expect(byteRange(odd, 10)).toBe('whole');
    }
  });

  it('never lies outside the file, whatever the header says', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(90), fc.nat(90), fc.constantFrom('both', 'first', 'last'), (size, a, b, kind) => {
        const header = { both: `bytes=${a}-${b}`, first: `bytes=${a}-`, last: `bytes=-${b}` }[kind];
        const range = byteRange(header, size);
        if (typeof range === 'string') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });
});
