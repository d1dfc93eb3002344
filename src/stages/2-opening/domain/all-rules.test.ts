import { describe, expect, it } from 'vitest';
import { clauseIds } from '#law/clauses';
import { allChangeRules, allRules } from './all-rules';
import { applicationRules } from './application-rules';
import { crossPlanRules, crossRules } from './cross-rules';
import { exchangeRules } from './exchange/rules';
import { planRules } from './plan-rules';
import { postRules } from './post-rules';
import { postUseRules } from './post-use-rules';
import { proofRules } from './proof-rules';
import { rosterRules } from './roster/rules';
import { settledRules } from './testing-settled-rules';

describe('the rules of the opening', () => {
  it('are all listed', () => {
    const checks = [applicationRules, planRules, crossPlanRules, rosterRules, crossRules];
    const lists = [...checks, exchangeRules, postRules, postUseRules, proofRules];
    expect(allRules.map(({ id }) => id)).toEqual(lists.flatMap((list) => list.map(({ id }) => id)));
  });

  it('have an id each, under their stage, the roster or the exchange', () => {
    expect(new Set(allRules.map(({ id }) => id)).size).toBe(allRules.length);
    for (const { id } of allRules) expect(id).toMatch(/^(?:opening|roster|exchange)\.[a-z]+(?:-[a-z]+)*$/);
    expect(rosterRules.filter(({ id }) => !id.startsWith('roster.'))).toEqual([]);
  });

  it.each(allRules.map((rule) => [rule.id, rule] as const))(
    '%s has a Chinese title and cites real clauses',
    (_id, rule) => {
      expect(rule.title).toMatch(/\p{Script=Han}{2}/u);
      expect(rule.cites.length).toBeGreaterThan(0);
      expect(new Set(rule.cites).size).toBe(rule.cites.length);
      for (const clause of rule.cites) expect(clauseIds).toContain(clause);
      expect(['blocks', 'warns']).toContain(rule.severity);
      expect(['2021-01-01', '2024-07-18']).toContain(rule.from);
    },
  );

  it('are as hard, hold from the day and rest on the clauses that were settled', () => {
    const told = [...allRules, ...allChangeRules].map(({ id, severity, from, cites }) =>
      [id, severity, from, ...cites].join(' '),
    );
    expect(told).toEqual(settledRules.trim().split('\n'));
  });

  it('of a day before the mechanism of 2024 rest on the notice of 2021', () => {
    const early = allRules.filter(
      ({ from, cites }) => from < '2024-07-18' && cites.every((clause) => clause.startsWith('2024')),
    );
    expect(early.map(({ id }) => id)).toEqual([]);
  });
});

describe('the rules of a change', () => {
  it('have an id of their own each, a Chinese title and real clauses', () => {
    expect(new Set(allChangeRules.map(({ id }) => id)).size).toBe(allChangeRules.length);
    for (const { id, title, cites } of allChangeRules) {
      expect(id).toMatch(/^change\.[a-z]+(?:-[a-z]+)*$/);
      expect(title).toMatch(/\p{Script=Han}{2}/u);
      for (const clause of cites) expect(clauseIds).toContain(clause);
    }
  });
});
