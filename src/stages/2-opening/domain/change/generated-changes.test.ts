import { describe, expect, it } from 'vitest';
import { addDays } from '#kernel/plain-date';
import { sinceTheMechanism } from '../generated-applications';
import { generatedChange } from './generated-changes';
import { emptyProposal, kindsOf } from './change';
import { type ChangeCase, judgeChange } from './judge-change';
import { changeRules } from './rules';

const changes = 1000;
const seeds = Array.from({ length: changes }, (_, at) => at + 1);
const rulesOf = (change: ChangeCase) => [...new Set(judgeChange(change).map(({ rule }) => rule))];

/** A sound change with one thing wrong with it. */
const spoil = (proposal: (change: ChangeCase) => Partial<ChangeCase['proposal']>) => (change: ChangeCase) => ({
  ...change,
  proposal: { ...change.proposal, ...proposal(change) },
});
const firstDay = ({ facts }: ChangeCase) =>
  facts.lessons.map(({ taughtOn }) => taughtOn).reduce((least, day) => (day < least ? day : least));
const someone = ({ facts }: ChangeCase) => facts.roster[0]?.id ?? '';
const joiner = ({ facts }: ChangeCase) =>
  facts.roster.slice(0, 1).flatMap((row) => [{ leaves: row.id, joins: { ...row, id: 'joins' } }]);
const farDay = (change: ChangeCase) => addDays(change.facts.application.endsOn ?? firstDay(change), 30);
const lastDay = ({ facts }: ChangeCase) =>
  facts.lessons.map(({ taughtOn }) => taughtOn).reduce((latest, day) => (day > latest ? day : latest));

const faults: Readonly<Record<string, (change: ChangeCase) => ChangeCase>> = {
  'change.something-changed': (change) => ({ ...change, proposal: emptyProposal(change.facts) }),
  'change.reason-given': (change) => ({ ...change, reason: '　 ' }),
  'change.lesson-not-begun': (change) => ({
    ...change,
    facts: { ...change.facts, filedOn: firstDay(change) },
    proposal: {
      ...emptyProposal(change.facts),
      lessons: change.facts.lessons.map((each) =>
        each.taughtOn === firstDay(change) ? { ...each, content: `${each.content}（改）` } : each,
      ),
    },
  }),
  'change.filed-in-time': (change) => ({
    ...change,
    facts: {
      ...change.facts,
      filedOn: addDays(lastDay(change), -1),
      calendar: {
        ...change.facts.calendar,
        isWorkingDay: (day) => day !== lastDay(change) && change.facts.calendar.isWorkingDay(day),
      },
    },
    proposal: { ...emptyProposal(change.facts), rosterFrom: lastDay(change), withdrawals: [someone(change)] },
  }),
  'change.dates-ahead': (change) => ({
    ...change,
    proposal: {
      ...emptyProposal(change.facts),
      application: { ...emptyProposal(change.facts).application, skillsAssessmentOn: change.facts.filedOn },
    },
  }),
  'change.roster-day': spoil((change) => ({
    withdrawals: [someone(change)],
    substitutions: [],
    rosterFrom: farDay(change),
  })),
  'change.leaver-in-class': spoil((change) => ({
    withdrawals: ['nobody'],
    substitutions: [],
    rosterFrom: lastDay(change),
  })),
  'change.substituted-in-time': spoil((change) => ({
    withdrawals: [],
    substitutions: joiner(change),
    rosterFrom: lastDay(change),
  })),
};

describe('a thousand sound changes of sound classes', () => {
  const made = seeds.map((seed) => generatedChange(seed, sinceTheMechanism));

  it('are of contents, of trainees and of dates', () => {
    const kinds = made.flatMap(({ facts, proposal }) => kindsOf(facts, proposal));
    expect([...new Set(kinds)].sort()).toEqual(['plan', 'substitution', 'time', 'withdrawal']);
    for (const kind of new Set(kinds)) expect(kinds.filter((each) => each === kind).length).toBeGreaterThan(200);
  });

  it('are never returned, by any rule of changes or of the class after it', () => {
    const returned = made.flatMap((change, at) => {
      const found = rulesOf(change);
      return found.length > 0 ? [`${seeds[at]}: ${found.join('、')}`] : [];
    });
    expect(returned).toEqual([]);
  });
});

describe('a thousand changes with one fault each', () => {
  it('have a fault of every rule of changes', () => {
    expect(Object.keys(faults).sort()).toEqual(changeRules.map(({ id }) => id).sort());
  });

  it('are always caught by the rule whose fault was planted, and by no other rule of changes', () => {
    const planted = Object.entries(faults);
    const escaped = seeds.flatMap((seed, at) => {
      const [rule, plant] = planted[at % planted.length] ?? [];
      if (!rule || !plant) return [];
      const found = rulesOf(plant(generatedChange(seed + changes, sinceTheMechanism)));
      const others = found.filter((each) => each.startsWith('change.') && each !== rule);
      return found.includes(rule) && others.length === 0
        ? []
        : [`${rule} of ${seed}: ${found.join('、') || 'nothing'}`];
    });
    expect(escaped).toEqual([]);
  });
});
