import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSketchTable, sketchBytes, sketchOf } from './sketch-table';

const sketches = fc.uint8Array({ minLength: sketchBytes, maxLength: sketchBytes });
const bitsOf = (one: Uint8Array, other: Uint8Array): number =>
  one.reduce(
    (sum, byte, at) => sum + [...(byte ^ (other[at] ?? 0)).toString(2)].filter((bit) => bit === '1').length,
    0,
  );

describe('the table of sketches', () => {
  it('finds exactly those that differ in no more bits than asked, and says in how many', () => {
    fc.assert(
      fc.property(fc.array(sketches, { maxLength: 40 }), sketches, fc.nat(256), (rows, wanted, most) => {
        const table = createSketchTable();
        for (const each of rows) table.add(each);
        const plain = rows.map((each, at) => ({ at, bits: bitsOf(each, wanted) })).filter(({ bits }) => bits <= most);
        expect(table.near(wanted, most)).toEqual(plain);
      }),
    );
  });

  it('goes on beyond one block of rows', () => {
    const table = createSketchTable();
    for (let at = 0; at < 10_000; at += 1) table.add(new Uint8Array(sketchBytes).fill(at === 9_000 ? 0 : 0xff));
    expect(table.near(new Uint8Array(sketchBytes), 3)).toEqual([{ at: 9_000, bits: 0 }]);
    expect(table.size).toBe(10_000);
  });

  it('reads a sketch from its text, bit by bit, and refuses another length', () => {
    expect([...sketchOf(`1${'0'.repeat(254)}1`)].filter((byte) => byte !== 0)).toEqual([128, 1]);
    expect(() => createSketchTable().add(new Uint8Array(3))).toThrow(RangeError);
  });
});
