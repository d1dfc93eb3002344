import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import { levels } from '#registers';
import { allRules } from './all-rules';
import { countOf, judgeOpening } from './judge-opening';
import { type FilingPart, filingParts, type OpeningFacts } from './opening';
import { plantedFaults } from './planted-faults';
import { applied, sound } from './sound-opening';
import { openingOf, sampleOccupations } from './sample-openings';

const workingDay = fc
  .integer({ min: 0, max: 650 })
  .map((days) => addDays(plainDate('2024-09-01'), days))
  .filter((day) => knownCalendar.isWorkingDay(day));

/** Any sound opening: occupations, levels, kinds of week, sizes, and leads from the shortest lawful one. */
const anyOpening = fc
  .record({
    filedOn: workingDay,
    lead: fc.integer({ min: 5, max: 15 }),
    occupation: fc.constantFrom(...sampleOccupations),
    level: fc.constantFrom(...levels),
    higher: fc.tuple(fc.nat(4), fc.nat(4)),
    mode: fc.constantFrom('daytime' as const, 'evening' as const, 'holiday' as const),
    theoryHours: fc.integer({ min: 2, max: 40 }),
    morePractice: fc.integer({ min: 0, max: 16 }),
    size: fc.integer({ min: 1, max: 50 }),
    surplusPosts: fc.nat(10),
    seed: fc.nat(100_000),
  })
  .map(({ higher, morePractice, theoryHours, ...wish }) => {
    const held = (steps: number) => levels.find((level) => level === Math.max(1, wish.level - steps)) ?? wish.level;
    const practiceHours = Math.max(20, theoryHours + 4 + morePractice);
    return openingOf({ ...wish, theoryHours, practiceHours, teacherLevels: [held(higher[0]), held(higher[1])] });
  });

const rulesOf = (facts: OpeningFacts) => [...new Set(judgeOpening(facts).map(({ rule }) => rule))];
const said = (facts: OpeningFacts) =>
  judgeOpening(facts)
    .map(({ rule, message }) => `${rule} ${message}`)
    .sort();
const openingRules = allRules.map(({ id }) => id).filter((id) => id.startsWith('opening.'));

describe('the rules of the opening together', () => {
  it('find nothing in the sound example', () => expect(judgeOpening(sound)).toEqual([]));

  it('find nothing in any sound opening, whatever its trade, level, week and size', () => {
    fc.assert(
      fc.property(anyOpening, (facts) => {
        expect(judgeOpening(facts)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('have a planted fault each', () => {
    expect(Object.keys(plantedFaults).sort()).toEqual([...openingRules].sort());
  });

  it.each(openingRules)('%s alone speaks when its fault is planted', (rule) => {
    fc.assert(
      fc.property(anyOpening, (facts) => {
        expect(rulesOf(plantedFaults[rule]?.(facts) ?? facts)).toEqual([rule]);
      }),
      { numRuns: 12 },
    );
  });

  it('find a fault in every part at once, none hiding another', () => {
    const emptying =
      /catalogue|given|class-size|filed-in-time|phone-of-lead|roster-reused|address-cluster|portrait-shared|higher/;
    const ofPart = (part: FilingPart) =>
      fc.constantFrom(
        ...allRules
          .filter((rule) => rule.part === part && rule.id in plantedFaults && !emptying.test(rule.id))
          .map(({ id }) => id),
      );
    fc.assert(
      fc.property(anyOpening, fc.tuple(...filingParts.map(ofPart)), (facts, faults) => {
        const spoiled = faults.reduce((each, rule) => plantedFaults[rule]?.(each) ?? each, facts);
        expect(rulesOf(spoiled).sort()).toEqual([...faults].sort());
      }),
      { numRuns: 150 },
    );
  });

  it('tell the part of the filing each finding belongs to', () => {
    const partOf = new Map(allRules.map(({ id, part }) => [id, part]));
    const [facts] = fc.sample(anyOpening, { numRuns: 1, seed: 7 });
    for (const rule of openingRules) {
      const findings = facts && plantedFaults[rule] ? judgeOpening(plantedFaults[rule](facts)) : [];
      expect(findings.map(({ part }) => part)).toContain(partOf.get(rule));
    }
  });

  it('say the same whatever the order of trainees, lessons and posts', () => {
    const shuffled = <Item>(items: readonly Item[], seed: number): Item[] =>
      items
        .map((item, index) => ({ item, key: Math.imul(seed + index * 7919, 2_654_435_761) >>> 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item);
    const namingTheFirst = ['opening.post-code-of-two', 'opening.post-reused', 'opening.portrait-shared'];
    const others = openingRules.filter((rule) => !namingTheFirst.includes(rule));
    fc.assert(
      fc.property(anyOpening, fc.constantFrom(...others), fc.nat(), (facts, rule, seed) => {
        const spoiled = plantedFaults[rule]?.(facts) ?? facts;
        const { roster, lessons, posts } = spoiled;
        const mixed = {
          ...spoiled,
          roster: shuffled(roster, seed),
          lessons: shuffled(lessons, seed),
          posts: shuffled(posts, seed),
        };
        const places = (from: OpeningFacts) =>
          judgeOpening(from)
            .filter(({ rule: id }) => id !== 'opening.post-uncounted')
            .map(({ rule: id, field }) => `${id} ${field}`)
            .sort();
        expect(said(mixed)).toEqual(said(spoiled));
        expect(places(mixed)).toEqual(places(spoiled));
      }),
      { numRuns: 150 },
    );
  });

  it('never find less when a post, a lesson hour or a day of lead is taken away', () => {
    const count = (facts: OpeningFacts, rule: string) =>
      judgeOpening(facts).filter((each) => each.rule === rule).length;
    fc.assert(
      fc.property(fc.nat(20), fc.nat(12), fc.nat(50), (lead, posts, hours) => {
        const opening = (days: number, headcount: number, lessonHours: number): OpeningFacts => ({
          ...applied({ startsOn: addDays(sound.filedOn, days) }),
          posts: sound.posts.map((post) => ({ ...post, headcount })),
          lessons: sound.lessons.slice(0, 1).map((lesson) => ({ ...lesson, lessonHours })),
        });
        const more = opening(lead + 1, posts + 1, hours + 1);
        for (const [rule, less] of [
          ['opening.filed-in-time', opening(lead, posts + 1, hours + 1)],
          ['opening.enough-posts', opening(lead + 1, posts, hours + 1)],
          ['opening.plan-hours', opening(lead + 1, posts + 1, hours)],
        ] as const) {
          expect(count(less, rule)).toBeGreaterThanOrEqual(count(more, rule));
        }
      }),
    );
  });

  it('judge ages on the first day of the class, and on the day of filing until one is chosen', () => {
    const born = (facts: OpeningFacts): OpeningFacts => ({
      ...facts,
      roster: facts.roster.slice(0, 1).map((row) => ({ ...row, cells: { ...row.cells, id: '410802201012140013' } })),
    });
    const ages = (facts: OpeningFacts) => rulesOf(facts).filter((rule) => rule === 'roster.under-age');
    expect(ages(born(sound))).toEqual([]);
    expect(ages(born(applied({ startsOn: addDays(sound.filedOn, 6) })))).toHaveLength(1);
    expect(ages(born(applied({ startsOn: undefined })))).toHaveLength(1);
  });

  it('count what stops a filing apart from what warns', () => {
    const unnamed = applied({ classLeadName: '', classLeadPhone: '' });
    const findings = judgeOpening(plantedFaults['opening.post-valid-until']?.(unnamed) ?? unnamed);
    expect([countOf(findings, 'blocks'), countOf(findings, 'warns')]).toEqual([2, 1]);
  });
});
