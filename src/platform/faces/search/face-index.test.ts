import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FaceTemplate, likeness, normalised, TemplateMismatch } from '../template';
import { bestOf } from './best-of';
import { createFaceIndex } from './face-index';
import { kernelBytes, kernelsOn, rowMultiple } from './kernels';
import { rowsPlace, scorePlace } from './row-table';
import { signed, unsigned } from './wasm-assembler';

/** Numbers that look like those of faces, the same for the same seed. */
function numbers(seed: number, count: number): Float32Array {
  let state = seed * 2_654_435_761 + 1;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) | 0;
    return ((state >>> 8) & 0xffff) / 65_536;
  };
  return Float32Array.from({ length: count }, () => next() + next() + next() - 1.5);
}
const face = (seed: number, dims = 512): FaceTemplate => ({
  engineId: 'e',
  values: normalised(numbers(seed, dims)) ?? new Float32Array(dims),
});
/** Another picture of the same face, `mix` of it something else. */
const again = (of: FaceTemplate, seed: number, mix: number): FaceTemplate => {
  const other = face(seed, of.values.length).values;
  const values = normalised(of.values.map((value, at) => value * (1 - mix) + (other[at] ?? 0) * mix));
  return { engineId: 'e', values: values ?? of.values };
};

describe('the assembler', () => {
  it('writes whole numbers as the standard does', () => {
    expect(unsigned(0)).toEqual([0]);
    expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(signed(-123_456)).toEqual([0xc0, 0xbb, 0x78]);
    expect([signed(63), signed(64), signed(-64), signed(-65)]).toEqual([[0x3f], [0xc0, 0], [0x40], [0xbf, 0x7f]]);
    expect(WebAssembly.validate(kernelBytes())).toBe(true);
  });
});

describe('the kernels', () => {
  const rows = fc.integer({ min: 1, max: 9 });
  const widths = fc.integer({ min: 1, max: 6 }).map((times) => times * rowMultiple);

  it('give the sums of products plain code gives, in float32', () => {
    fc.assert(
      fc.property(rows, widths, fc.nat(1e6), (count, width, seed) => {
        const memory = new WebAssembly.Memory({ initial: 2 });
        const table = numbers(seed, count * width);
        const query = numbers(seed + 1, width);
        new Float32Array(memory.buffer, rowsPlace, table.length).set(table);
        new Float32Array(memory.buffer, 0, width).set(query);
        kernelsOn(memory).scanFloat32(rowsPlace, 0, scorePlace, count, width * 4);
        const found = new Float32Array(memory.buffer, scorePlace, count + 1);
        for (let row = 0; row < count; row += 1) {
          const plain = table
            .subarray(row * width, (row + 1) * width)
            .reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0);
          expect(found[row]).toBeCloseTo(plain, 3);
        }
        expect(found[count]).toBe(0);
      }),
    );
  });

  it('give them exactly in bytes, the extremes too', () => {
    fc.assert(
      fc.property(rows, widths, fc.nat(1e6), (count, width, seed) => {
        const memory = new WebAssembly.Memory({ initial: 2 });
        const bytes = (from: number, length: number) =>
          Int8Array.from(numbers(from, length), (value) => Math.max(-128, Math.min(127, Math.round(value * 200))));
        const [table, query] = [bytes(seed, count * width), bytes(seed + 1, width)];
        new Int8Array(memory.buffer, rowsPlace, table.length).set(table);
        new Int16Array(memory.buffer, 0, width).set(query);
        kernelsOn(memory).scanInt8(rowsPlace, 0, scorePlace, count, width);
        const found = new Int32Array(memory.buffer, scorePlace, count);
        for (let row = 0; row < count; row += 1) {
          const plain = Array.from(table.subarray(row * width, (row + 1) * width)).reduce(
            (sum, value, at) => sum + value * (query[at] ?? 0),
            0,
          );
          expect(found[row]).toBe(plain);
        }
      }),
    );
  });

  it('touch nothing for no rows', () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    new Uint8Array(memory.buffer).fill(7);
    kernelsOn(memory).scanFloat32(rowsPlace, 0, scorePlace, 0, 128);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 7)).toBe(true);
  });
});

describe('the best of many', () => {
  it('are those a full sort puts first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 })), fc.nat(12), (scores, count) => {
        const best = bestOf(count);
        scores.forEach((score, row) => best.offer(row, score));
        const sorted = scores.map((score, row) => ({ row, score })).sort((a, b) => b.score - a.score || a.row - b.row);
        expect(best.taken()).toEqual(sorted.slice(0, count));
      }),
    );
  });
});

describe('the index of faces', () => {
  const people = Array.from({ length: 6000 }, (_, at) => face(at + 1));
  const index = createFaceIndex('e', 512);
  people.forEach((template, at) => index.put(`p${at}`, template));

  it('finds another picture of each person first, by bytes and exactly, with the same score', () => {
    expect(index.size).toBe(6000);
    for (let at = 0; at < 6000; at += 400) {
      const probe = again(face(at + 1), 90_000 + at, 0.4);
      const [quick] = index.search(probe, 3);
      const [exact] = index.searchExactly(probe, 3);
      expect(quick?.key).toBe(`p${at}`);
      expect(exact?.key).toBe(`p${at}`);
      expect(quick?.score).toBeCloseTo(likeness(probe, face(at + 1)), 5);
      expect(exact?.score).toBeCloseTo(quick?.score ?? 0, 5);
    }
  });

  it('gives the same ten by bytes as exactly, in the same order', () => {
    for (const seed of [70_001, 70_002, 70_003]) {
      const [quick, exact] = [index.search(face(seed), 10), index.searchExactly(face(seed), 10)];
      expect(quick.map(({ key }) => key)).toEqual(exact.map(({ key }) => key));
    }
  });

  it('replaces a face, forgets one that is removed, and keeps the others', () => {
    const small = createFaceIndex('e', 40);
    for (let at = 0; at < 5; at += 1) small.put(`k${at}`, face(at + 1, 40));
    small.put('k1', face(77, 40));
    expect(small.size).toBe(5);
    expect(small.search(face(77, 40), 1)).toMatchObject([{ key: 'k1' }]);
    small.remove('k0');
    small.remove('k0');
    small.remove('nobody');
    expect(small.size).toBe(4);
    expect(small.search(face(1, 40), 9).map(({ key }) => key)).not.toContain('k0');
    expect(small.search(face(5, 40), 1)).toMatchObject([{ key: 'k4' }]);
    for (const key of ['k1', 'k2', 'k3', 'k4']) small.remove(key);
    expect(small.search(face(1, 40), 9)).toEqual([]);
    small.put('k9', face(9, 40));
    expect(small.searchExactly(face(9, 40), 2)).toMatchObject([{ key: 'k9' }]);
  });

  it('does what a plain table does, whatever is put and removed', () => {
    const key = fc.integer({ min: 0, max: 12 }).map((number) => `k${number}`);
    const step = fc.oneof(
      fc.record({ does: fc.constant('put' as const), key, seed: fc.nat(1000) }),
      fc.record({ does: fc.constant('remove' as const), key, seed: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(1000), (steps, probe) => {
        const tried = createFaceIndex('e', 64);
        const plain = new Map<string, FaceTemplate>();
        for (const { does, key: name, seed } of steps) {
          if (does === 'put') {
            tried.put(name, face(seed, 64));
            plain.set(name, face(seed, 64));
          } else {
            tried.remove(name);
            plain.delete(name);
          }
        }
        const sorted = [...plain.values()].map((each) => likeness(each, face(probe, 64))).sort((a, b) => b - a);
        const found = tried.search(face(probe, 64), 20).map(({ score }) => score);
        expect(tried.size).toBe(plain.size);
        expect(found).toHaveLength(sorted.length);
        for (const [at, score] of found.entries()) expect(score).toBeCloseTo(sorted[at] ?? 9, 4);
      }),
      { numRuns: 60 },
    );
  });

  it('never takes a face of another engine', () => {
    expect(() => index.put('x', { engineId: 'other', values: face(1).values })).toThrow(TemplateMismatch);
    expect(() => index.search(face(1, 40), 1)).toThrow('重新采集');
  });
});
