import { describe, expect, it } from 'vitest';
import { allChangeRules, allRules } from '../all-rules';
import { judgeOpening } from '../judge-opening';
import { findExample, findingsInExample } from './example';
import { ruleMeanings } from './meanings';
import { sampleClass } from './sample-class';

const rules = [...allRules, ...allChangeRules];

describe('the rule book', () => {
  it('is told of a class with nothing the matter', () => {
    expect(judgeOpening(sampleClass)).toEqual([]);
  });

  it('says of each rule what it asks, and of no other', () => {
    expect(Object.keys(ruleMeanings).sort()).toEqual(rules.map(({ id }) => id).sort());
    for (const meaning of Object.values(ruleMeanings)) expect(meaning).toMatch(/^.{8,160}。$/u);
  });

  it.each(rules.map(({ id }) => id))('%s has an example in which it speaks, and one in which it is silent', (id) => {
    const [finding] = findingsInExample(id, true);
    expect(findingsInExample(id, false)).toEqual([]);
    const example = findExample(id);
    expect(example).toMatchObject({ message: finding?.message, fix: finding?.fix });
    expect(example?.message).toMatch(/\p{Script=Han}/u);
    expect(example?.given ?? example?.lines[0]?.where).toMatch(/\p{Script=Han}/u);
  });

  it('shows nobody’s whole number, not even an invented one’s', () => {
    expect(JSON.stringify(rules.map(({ id }) => findExample(id)?.lines))).not.toMatch(/\d{17}|1\d{10}/);
  });
});
