import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { workingCalendarOf } from '#law/statutory-holidays';
import {
  filingReachedOn,
  filingStanding,
  nextStoredFaceStep,
  storedFaceLevel,
  storedFaceLevels,
  type StoredFaceCrossing,
} from './stored-faces';

const today = day('2026-11-23');
const figure = figuresOn(today);
const calendar = workingCalendarOf([]);

describe('the stock of stored faces (人脸识别技术应用安全管理办法第十五条)', () => {
  it('is reminded of at 80,000 people, warned of at 95,000 and filed at 100,000, to the person', () => {
    const levels = [0, 79_999, 80_000, 94_999, 95_000, 99_999, 100_000, 250_000].map((people) =>
      storedFaceLevel(people, figure),
    );
    expect(levels).toEqual(['calm', 'calm', 'notice', 'notice', 'warning', 'warning', 'filing', 'filing']);
    expect(storedFaceLevels.map((level) => nextStoredFaceStep(level, figure))).toEqual([
      80_000,
      95_000,
      100_000,
      undefined,
    ]);
  });

  it('never stands at a lower step with more people, and falls back when people are erased', () => {
    const rank = (people: number) => storedFaceLevels.indexOf(storedFaceLevel(people, figure));
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(50_000), (people, more) => {
        expect(rank(people + more)).toBeGreaterThanOrEqual(rank(people));
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(80_000, 95_000, 100_000), (step) => {
        expect(rank(step)).toBe(rank(step - 1) + 1);
        expect(rank(step + 1)).toBe(rank(step));
      }),
    );
  });

  it('is filed within 30 working days of the day the number was reached, not counted on from a later day', () => {
    const crossings: StoredFaceCrossing[] = [
      { level: 'warning', on: day('2026-09-01') },
      { level: 'filing', on: today },
    ];
    const due = filingStanding({ level: 'filing', crossings, isFiled: false }, today, calendar, figure);
    expect(due).toEqual({ kind: 'due', reachedOn: today, dueOn: '2027-01-05', left: 30 });
    const late = filingStanding({ level: 'filing', crossings, isFiled: false }, day('2027-01-06'), calendar, figure);
    expect(late).toMatchObject({ kind: 'due', dueOn: '2027-01-05', left: -1 });
  });

  it('asks nothing once it is filed, or once the stock has fallen; a new rise begins a new period', () => {
    const up = { level: 'filing', on: day('2026-01-05') } as const;
    const down = { level: 'warning', on: day('2026-02-02') } as const;
    const again = { level: 'filing', on: day('2026-11-02') } as const;
    expect(filingReachedOn([up, down])).toBeUndefined();
    expect(filingReachedOn([up, down, again])).toBe('2026-11-02');
    expect(
      filingStanding({ level: 'warning', crossings: [up, down], isFiled: false }, today, calendar, figure),
    ).toEqual({
      kind: 'none',
    });
    expect(filingStanding({ level: 'filing', crossings: [up], isFiled: true }, today, calendar, figure)).toEqual({
      kind: 'filed',
    });
  });

  it('has a day that never comes earlier for a number reached later', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(60), (days, more) => {
        const dueOf = (offset: number) => {
          const crossings: StoredFaceCrossing[] = [{ level: 'filing', on: addDays(day('2026-01-01'), offset) }];
          const standing = filingStanding({ level: 'filing', crossings, isFiled: false }, today, calendar, figure);
          return standing.kind === 'due' ? standing.dueOn : '';
        };
        expect(dueOf(days + more) >= dueOf(days)).toBe(true);
      }),
    );
  });
});
