import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsDigest } from './rows-digest';
import { type Link, loadOrder } from './schema';

const table = (name: string) => ({ name, columns: ['id'] });
const link = (from: string, target: string): Link => ({
  name: `${from}_${target}`,
  table: from,
  target,
  isDeferrable: false,
});
const orderOf = (names: readonly string[], links: readonly Link[]) => {
  const { tables, forward } = loadOrder(names.map(table), links);
  return { names: tables.map(({ name }) => name).join(''), forward: forward.map(({ name }) => name) };
};

describe('the load order of tables', () => {
  it('puts what is referred to first', () => {
    expect(orderOf(['a', 'b', 'c'], [link('a', 'b'), link('b', 'c')])).toEqual({ names: 'cba', forward: [] });
  });
  it('breaks a ring in one place and names the link that looks forward', () => {
    expect(orderOf(['a', 'b'], [link('a', 'b'), link('b', 'a')])).toEqual({ names: 'ab', forward: ['a_b'] });
  });
  it('always holds every table once and leaves no unnamed link looking forward', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const links = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 15 });
    fc.assert(
      fc.property(links, (pairs) => {
        const all = pairs.filter(([from, to]) => from !== to).map(([from, to]) => link(from, to));
        const { tables, forward } = loadOrder(names.map(table), all);
        const place = new Map(tables.map(({ name }, at) => [name, at]));
        const looksBack = (each: Link) => (place.get(each.target) ?? 9) < (place.get(each.table) ?? -1);
        expect(place.size).toBe(names.length);
        expect(all.every((each) => looksBack(each) || forward.includes(each))).toBe(true);
      }),
    );
  });
});

describe('the digest of rows', () => {
  const digestOf = (pieces: readonly Buffer[]) => {
    const digest = rowsDigest();
    for (const piece of pieces) digest.update(piece);
    return digest.hex();
  };
  const rows = fc.array(fc.stringMatching(/^[a-z\t\\]{0,12}$/), { maxLength: 20 });
  const text = (list: readonly string[]) => Buffer.from(list.map((row) => `${row}\n`).join(''));

  it('is the same in any order and however the stream was cut', () => {
    fc.assert(
      fc.property(rows, fc.nat(300), (list, cut) => {
        const bytes = text(list);
        const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
        expect(digestOf(pieces)).toBe(digestOf([text(list.toReversed())]));
      }),
    );
  });
  it('differs when a row is missing, doubled or changed', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const whole = digestOf([text(['one', ...list])]);
        const others = [list, ['one', 'one', ...list], ['two', ...list]].map((each) => digestOf([text(each)]));
        expect(others).not.toContain(whole);
      }),
    );
  });
});
