import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViewKey, viewOfQuery, viewToQuery } from './table-state';

const word = fc.stringMatching(/^[a-zA-Z一-龥]{1,8}$/);
const view = fc.record({
  sort: word,
  descending: fc.boolean(),
  filters: fc.dictionary(word, fc.string({ minLength: 1, maxLength: 12 })),
  columns: fc.option(fc.array(word, { minLength: 1, maxLength: 5 }), { nil: undefined }),
  cursor: fc.option(word, { nil: undefined }),
  page: fc.integer({ min: 1, max: 900 }),
});

describe('the view of a list', () => {
  it('survives its address', () => {
    fc.assert(
      fc.property(view, fc.constantFrom('', 'left.'), (shown, prefix) => {
        expect(viewOfQuery(viewToQuery(shown, prefix), undefined, prefix)).toEqual(shown);
      }),
    );
  });
  it('leaves what else stands in the address alone', () => {
    expect(['sort', 'f.机构', 'page'].map((key) => isViewKey(key))).toEqual([true, true, true]);
    expect(['tab', 'f.', 'other.sort'].map((key) => isViewKey(key))).toEqual([false, false, false]);
  });
  it('has no address of its own until something is chosen', () => {
    expect(viewToQuery(viewOfQuery({}))).toEqual({});
  });
});
