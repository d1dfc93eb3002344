import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type PlainDate, plainDate as day } from '#kernel/plain-date';
import { clauseIds } from './clause-ids';
import { type Dated, type FigureName, figureLine, figures, figuresOn } from './figures';
import { blocked, judge, rule } from './rule';

interface Order {
  readonly placedOn: PlainDate;
  readonly lines: readonly { id: string; posts: number }[];
}

const enough = rule({
  id: 'order.enough',
  title: '岗位数量',
  cites: ['2021.3.4'],
  severity: 'blocks',
  from: day('2021-01-01'),
  governedBy: (order: Order) => order.placedOn,
  check: ({ lines }, figure) => {
    const required = figure('postsPerTrainee');
    return lines
      .filter((line) => line.posts < required)
      .map(({ id, posts }) => ({ field: 'posts', row: id, required, posts }));
  },
  says: ({ required, posts }) => `须有 ${required} 个岗位，现有 ${posts} 个。`,
  fix: ({ required, posts }) => `请补充 ${required - posts} 个岗位。`,
});
const order: Order = {
  placedOn: day('2024-09-01'),
  lines: [
    { id: 'a', posts: 3 },
    { id: 'b', posts: 1 },
  ],
};

describe('a rule', () => {
  it('says what is wrong, where, by which clause, and the way forward', () => {
    expect(judge([enough], order)).toEqual([
      {
        rule: 'order.enough',
        severity: 'blocks',
        cites: ['2021.3.4'],
        field: 'posts',
        row: 'b',
        breach: { required: 3, posts: 1 },
        message: '须有 3 个岗位，现有 1 个。',
        fix: '请补充 2 个岗位。',
      },
    ]);
    expect(blocked(judge([enough], order))).toBe(true);
    expect(blocked([])).toBe(false);
  });

  it('is silent before the day from which it holds', () => {
    expect(judge([enough], { ...order, placedOn: day('2020-12-31') })).toEqual([]);
    expect(judge([enough], { ...order, placedOn: day('2021-01-01') })).toHaveLength(1);
  });

  it('judges by the figure of the governing day, an officer’s later line included', () => {
    const later = {
      postsPerTrainee: [{ from: day('2025-01-01'), value: 1, cites: ['2021.3.4'], grade: 'D' }],
    } as const;
    expect(judge([enough], order, later)).toHaveLength(1);
    expect(judge([enough], { ...order, placedOn: day('2025-01-01') }, later)).toEqual([]);
  });
});

describe('the figures', () => {
  const names = Object.keys(figures) as FigureName[];

  it('are dated newest first, cite a clause, and give a ground unless the documents themselves say it', () => {
    for (const name of names) {
      const lines: readonly Dated[] = figures[name];
      expect(lines.map((line) => line.from)).toEqual(
        lines
          .map((line) => line.from)
          .sort()
          .reverse(),
      );
      for (const line of lines) {
        expect(line.cites.length).toBeGreaterThan(0);
        for (const id of line.cites) expect(clauseIds).toContain(id);
        if (line.grade !== 'S') expect(line.ground).toBeTruthy();
      }
    }
  });

  it('hold what the two documents fix', () => {
    const figure = figuresOn(day('2026-11-21'));
    expect([figure('openingNotice'), figure('reviewPeriod'), figure('postsPerTrainee')]).toEqual([5, 5, 3]);
    expect([figure('impersonationLimit'), figure('evidenceYears'), figure('minimumAge')]).toEqual([3, 3, 16]);
  });

  it('take the latest line begun, and an officer’s line over the law’s of the same day', () => {
    const at = (from: string, value: number): Dated => ({ from: day(from), value, cites: ['2021.3.3'], grade: 'D' });
    const later = { classSizeAdvised: [at('2026-01-01', 40), at('2021-01-01', 45)] };
    const value = (onDay: string) => figureLine('classSizeAdvised', day(onDay), later).value;
    expect([value('2025-12-31'), value('2026-01-01'), value('2030-01-01')]).toEqual([45, 40, 40]);
    expect(figureLine('classSizeAdvised', day('2020-01-01'), later).value).toBe(50);
  });

  it('do not change for an old class when a later line is added', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(2000), fc.nat(100), (name, days, value) => {
        const onDay = addDays(day('2021-01-01'), days);
        const line: Dated = { from: addDays(onDay, 1), value, cites: ['2021.1'], grade: 'D' };
        expect(figuresOn(onDay, { [name]: [line] })(name)).toBe(figuresOn(onDay)(name));
      }),
    );
  });
});
