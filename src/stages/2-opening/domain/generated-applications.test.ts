import { describe, expect, it } from 'vitest';
import { addDays } from '#kernel/plain-date';
import { allRules } from './all-rules';
import { generatedApplication, sinceTheMechanism, sinceTheNotice } from './generated-applications';
import { judgeOpening } from './judge-opening';
import type { OpeningFacts } from './opening';
import { faultVariants } from './planted-variants';

const applications = 1000;
const seeds = Array.from({ length: applications }, (_, at) => at + 1);
const said = (facts: OpeningFacts) => [
  ...new Set(judgeOpening(facts).map(({ rule, severity }) => `${severity} ${rule}`)),
];
const rulesOf = (facts: OpeningFacts) => [...new Set(judgeOpening(facts).map(({ rule }) => rule))];
/** A class of more than fifty is questioned by itself, and honestly so. */
const large = 'opening.class-size-advised';

describe('a thousand clean applications', () => {
  const made = seeds.map((seed) => generatedApplication(seed, sinceTheNotice));

  it('are of every trade, level, week, size and year', () => {
    const kinds = (of: (facts: OpeningFacts) => unknown) => new Set(made.map(of)).size;
    expect(kinds(({ application }) => application.occupationCode)).toBe(4);
    expect(kinds(({ application }) => application.level)).toBe(5);
    expect(kinds(({ application }) => application.classMode)).toBe(3);
    expect(kinds(({ roster }) => roster.length)).toBe(41);
    expect(kinds(({ filedOn }) => filedOn.slice(0, 4))).toBe(6);
    const holidays = made.filter(({ calendar, filedOn, lessons }) =>
      lessons.some(
        ({ taughtOn }) => calendar.isHoliday(addDays(taughtOn, 1)) || calendar.isHoliday(addDays(filedOn, 3)),
      ),
    );
    expect(holidays.length).toBeGreaterThan(50);
  });

  it('are never returned, by any rule', () => {
    const returned = made.flatMap((facts, at) => {
      const found = said(facts).filter((each) => facts.roster.length <= 50 || each !== `warns ${large}`);
      return found.length > 0 ? [`${seeds[at]} ${facts.filedOn}: ${found.join('、')}`] : [];
    });
    expect(returned).toEqual([]);
  });
});

describe('a thousand applications with one fault each', () => {
  const planted = Object.entries(faultVariants).flatMap(([rule, spoilers]) =>
    spoilers.map((spoil, variant) => ({ rule, spoil, variant })),
  );

  it('have a fault of every rule, several of many', () => {
    expect(Object.keys(faultVariants).sort()).toEqual(allRules.map(({ id }) => id).sort());
    expect(planted.length).toBeGreaterThan(allRules.length + 40);
  });

  it('are always caught by the rule whose fault was planted, and by no other', () => {
    const escaped = seeds.flatMap((seed, at) => {
      const fault = planted[at % planted.length];
      if (!fault) return [];
      const found = rulesOf(fault.spoil(generatedApplication(seed + applications, sinceTheMechanism)));
      const others = found.filter((rule) => rule !== fault.rule && rule !== large);
      const isCaught = found.includes(fault.rule) && others.length === 0;
      return isCaught ? [] : [`${fault.rule}/${fault.variant} of ${seed}: ${found.join('、') || 'nothing'}`];
    });
    expect(escaped).toEqual([]);
  });
});
