import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attachment, isWhole, rowOfHolder, shownBy, shownByRow, unassigned } from './attachments';
import { judgeOpening } from './judge-opening';
import { sound } from './sound-opening';

const portrait = (row: string, unfit: readonly string[] = []): Attachment => ({
  id: `photo-${row}`,
  kind: 'portrait',
  row,
  hash: row,
  unfit,
});
const proof = (row: string, code: string | undefined): Attachment => ({
  id: `proof-${row}-${code}`,
  kind: 'proof',
  proof: code,
  row,
  hash: `${row}${code}`,
  unfit: [],
});
const found = (attachments: readonly Attachment[]) =>
  judgeOpening({ ...sound, attachments }).map(({ rule, row }) => `${rule} ${row ?? 'all'}`);
const whole = [portrait('wang'), portrait('chen'), proof('wang', 'identityCard'), proof('chen', 'socialSecurityCard')];

describe('proofs and photos of a class', () => {
  it('are in order with one photo and one of the four identity proofs each', () => expect(found(whole)).toEqual([]));

  it('are asked for once while there are none, then trainee by trainee', () => {
    expect(found([])).toEqual(['opening.portrait-missing all', 'opening.proof-missing all']);
    expect(found([portrait('wang')])).toEqual(['opening.portrait-missing chen', 'opening.proof-missing all']);
    expect(found(whole.slice(1))).toEqual(['opening.portrait-missing wang']);
  });

  it('lack the identity proof when only papers of the category are there, or one of no known kind', () => {
    const others = [...whole.slice(0, 3), proof('chen', 'householdRegister'), proof('chen', undefined)];
    expect(found(others)).toEqual(['opening.proof-missing chen']);
  });

  it('do not count while they belong to nobody or are of no kind', () => {
    const stray: Attachment[] = [
      { ...portrait('wang'), row: undefined },
      { ...portrait('chen'), kind: 'other' },
    ];
    expect(found(stray)).toEqual(['opening.portrait-missing all', 'opening.proof-missing all']);
    expect(unassigned([...whole, ...stray])).toEqual(stray);
  });

  it('say of a photo what makes it no one-inch photo', () => {
    const findings = judgeOpening({ ...sound, attachments: [...whole.slice(1), portrait('wang', ['照片太小。'])] });
    expect(findings).toMatchObject([
      { rule: 'opening.portrait-unfit', part: 'proofs', row: 'wang', severity: 'warns', message: '照片太小。' },
    ]);
  });

  it('are not judged where nobody has looked for them', () => expect(judgeOpening(sound)).toEqual([]));

  it('never make more trainees whole when one is taken away', () => {
    const count = (list: readonly Attachment[]) =>
      ['wang', 'chen'].filter((row) => isWhole(shownBy(shownByRow(list), row))).length;
    fc.assert(
      fc.property(fc.subarray(whole), fc.nat(), (some, at) => {
        const fewer = some.filter((_each, index) => index !== at % Math.max(1, some.length));
        expect(count(fewer)).toBeLessThanOrEqual(count(some));
      }),
    );
  });
});

describe('the trainee a file belongs to', () => {
  const roster = [
    { id: 'a', name: '王伟', key: 'k1' },
    { id: 'b', name: '陈晓燕', key: 'k2' },
    { id: 'c', name: '王伟', key: undefined },
  ];
  it('stays on the row after a slip in the name or in the number was mended', () => {
    expect(rowOfHolder('a', { name: '王纬', key: 'k1' }, roster)).toBe('a');
    expect(rowOfHolder('b', { name: '陈晓燕', key: undefined }, roster)).toBe('b');
    expect(rowOfHolder('b', { name: '陈晓燕', key: 'mistyped' }, roster)).toBe('b');
  });

  it('is followed to another row when the roster was read in anew', () => {
    expect(rowOfHolder('x', { name: '陈晓燕', key: 'k2' }, roster)).toBe('b');
    expect(rowOfHolder('c', { name: '陈晓燕', key: 'k2' }, roster)).toBe('b');
    expect(rowOfHolder('c', { name: '王伟', key: 'k1' }, roster)).toBe('a');
    expect(rowOfHolder('x', { name: '陈晓燕', key: undefined }, roster)).toBe('b');
  });

  it('is nobody when the person has left, or two could be meant', () => {
    expect(rowOfHolder('a', { name: '赵六', key: 'k9' }, roster)).toBeUndefined();
    expect(rowOfHolder('x', { name: '王伟', key: undefined }, roster)).toBeUndefined();
    expect(rowOfHolder('x', { name: '', key: undefined }, roster)).toBeUndefined();
  });

  it('is never another person of known number, wherever the row went', () => {
    const person = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      name: fc.constantFrom('王伟', '李娜'),
      key: fc.constantFrom('1', '2', '3'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(person, { selector: ({ id }) => id }), person, (people, holder) => {
        const row = rowOfHolder(holder.id, holder, people);
        const owner = people.find(({ id }) => id === row);
        if (owner && people.some(({ key }) => key === holder.key)) expect(owner.key).toBe(holder.key);
      }),
    );
  });
});
