import { describe, expect, it } from 'vitest';
import { clauseIds } from '#law/clause-ids';
import { stages } from '#stages';
import { allRules, attendancePartNames, attendanceParts } from './all-rules';
import { ruleMeanings, ruleRuns } from './rule-book/meanings';
import { settledRules } from './testing-settled-rules';

describe('the rules of attendance', () => {
  it('have an id of their own each, of this stage, and a title', () => {
    const ids = allRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title } of allRules) {
      expect(id).toMatch(/^attendance\.[a-z-]+$/);
      expect(title).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('cite clauses that exist, and leave none of the stage without a rule', () => {
    const cited = new Set(allRules.flatMap(({ cites }) => [...cites]));
    for (const id of cited) expect(clauseIds).toContain(id);
    const own = stages.find(({ key }) => key === 'attendance')?.clauses ?? [];
    expect(own.filter((id) => !cited.has(id))).toEqual([]);
    expect(own).toContain('2021.4.4');
  });

  it('are as hard, hold from the day and rest on the clauses that were settled', () => {
    const told = allRules.map(({ id, severity, from, cites }) => [id, severity, from, ...cites].join(' '));
    expect(told).toEqual(settledRules.trim().split('\n'));
  });

  it('stand in the order of the work', () => {
    expect([...new Set(allRules.map(({ part }) => part))]).toEqual([...attendanceParts]);
    expect(Object.keys(attendancePartNames)).toEqual([...attendanceParts]);
  });

  it('say each what they ask, and when', () => {
    expect(Object.keys(ruleMeanings)).toEqual(allRules.map(({ id }) => id));
    for (const meaning of Object.values(ruleMeanings)) expect(meaning).toMatch(/^.{8,160}。$/u);
    for (const { id } of allRules) expect(ruleRuns(id)).toMatch(/[\u4e00-\u9fff]/);
    expect(ruleRuns('opening.filed-in-time')).toBeUndefined();
  });
});
