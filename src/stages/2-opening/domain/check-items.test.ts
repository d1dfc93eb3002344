import { describe, expect, it } from 'vitest';
import { clauseIds } from '#law/clauses';
import { allRules } from './all-rules';
import {
  type CheckItem,
  type CheckMark,
  checkItemClauses,
  checkItemNames,
  checkItems,
  decisionOn,
  itemOf,
  outsideItems,
  standings,
  unsettled,
  type WarningDecision,
} from './check-items';
import type { OpeningFinding } from './judge-opening';

const findingOf = (rule: string, place: Partial<OpeningFinding> = {}): OpeningFinding => {
  const listed = allRules.find(({ id }) => id === rule);
  if (!listed) throw new RangeError(`no rule ${rule}`);
  const { severity, cites, part } = listed;
  return { rule, severity, cites, part, field: 'id', breach: {}, message: '', fix: '', ...place };
};

const warning = findingOf('roster.past-retirement-age', { row: 'wang' });
const decision: WarningDecision = {
  rule: 'roster.past-retirement-age',
  row: 'wang',
  field: 'id',
  accepted: true,
  reason: '尚未领取养老金',
};
const insured: CheckMark = { item: 'socialInsurance', verdict: 'matched', note: '已查' };

const stateOf = (
  item: CheckItem,
  findings: readonly OpeningFinding[],
  marks: readonly CheckMark[] = [],
  decisions: readonly WarningDecision[] = [],
) => standings(findings, marks, decisions).find((each) => each.item === item)?.state;

describe('the items of the document check', () => {
  it('have a Chinese name and a clause each', () => {
    for (const item of checkItems) {
      expect(checkItemNames[item]).toMatch(/^\p{Script=Han}+$/u);
      expect(clauseIds).toContain(checkItemClauses[item]);
    }
  });

  it('take in every rule of the opening', () => {
    const byItem = Object.fromEntries(
      checkItems.map((item) => [item, allRules.map(({ id }) => id).filter((id) => itemOf(findingOf(id)) === item)]),
    );
    expect(byItem).toEqual({
      institution: [
        'opening.filed-in-time',
        'opening.field-missing',
        'opening.lead-phone-format',
        'opening.dates-in-order',
        'opening.designated',
        'opening.in-catalogue',
        'opening.institution-in-good-standing',
        'opening.institution-catalogue',
      ],
      eligibility: [
        'roster.category-unknown',
        'roster.under-age',
        'roster.past-retirement-age',
        'roster.category-age',
        'opening.teacher-among-trainees',
        'opening.teaches-then',
        'exchange.public-payroll',
        'exchange.enrolled-at-school',
        'exchange.poverty-not-listed',
        'exchange.not-registered-unemployed',
        'opening.category-proof-missing',
      ],
      identity: [
        'roster.id-length',
        'roster.id-damaged',
        'roster.id-checksum',
        'roster.id-birth-date',
        'roster.duplicate-person',
        'roster.sex-mismatch',
        'roster.birth-mismatch',
        'roster.field-missing',
        'roster.phone-format',
        'roster.shared-phone',
        'opening.roster-given',
        'opening.class-size-limit',
        'opening.class-size-advised',
        'opening.same-person-twice',
        'opening.phone-elsewhere',
        'opening.phone-of-lead',
        'opening.address-cluster',
        'exchange.deceased',
        'exchange.name-differs',
        'opening.portrait-missing',
        'opening.proof-missing',
        'opening.portrait-shared',
        'opening.portrait-reused',
        'opening.portrait-unfit',
      ],
      socialInsurance: ['exchange.insured-at-start', 'exchange.pension-drawn'],
      earlierSubsidies: [
        'opening.no-overlap',
        'opening.trained-before',
        'opening.yearly-limit',
        'opening.higher-level-before',
        'opening.declared-before',
        'opening.roster-reused',
        'exchange.subsidised-before',
      ],
      teachers: [
        'opening.teacher-qualified',
        'opening.teacher-qualification-valid',
        'opening.teacher-serving',
        'opening.teacher-not-stopped',
        'opening.teacher-consent',
        'opening.teachers-enough',
        'opening.venue-capacity',
        'opening.resource-free',
        'opening.trainee-is-not-teacher',
      ],
      plan: [
        'opening.plan-given',
        'opening.plan-hours',
        'opening.plan-within-dates',
        'opening.plan-first-lesson',
        'opening.plan-minutes',
        'opening.plan-day-load',
        'opening.plan-overlap',
        'opening.plan-complete',
        'opening.plan-holiday',
        'opening.plan-practice-share',
        'opening.plan-copied',
      ],
      posts: allRules.filter(({ part }) => part === 'posts').map(({ id }) => id),
    });
  });

  it('leave to an officer what another office keeps', () => expect(outsideItems).toEqual(['socialInsurance']));
});

describe('an item', () => {
  it('is sound when the rules find nothing', () => {
    expect(stateOf('identity', [])).toBe('matched');
  });

  it('waits for an officer where the evidence is kept elsewhere', () => {
    expect(stateOf('socialInsurance', [])).toBe('waiting');
    expect(stateOf('socialInsurance', [], [insured])).toBe('matched');
    expect(stateOf('socialInsurance', [], [{ ...insured, verdict: 'mismatched' }])).toBe('mismatched');
  });

  it('is unsound when a rule stops it, whatever an officer marks', () => {
    const blocks = findingOf('roster.under-age');
    expect(stateOf('eligibility', [blocks])).toBe('mismatched');
    expect(stateOf('eligibility', [blocks], [{ item: 'eligibility', verdict: 'matched', note: '' }])).toBe(
      'mismatched',
    );
    expect(stateOf('identity', [blocks])).toBe('matched');
  });

  it('waits while a warning is undecided, and then follows the decision', () => {
    expect(stateOf('eligibility', [warning])).toBe('waiting');
    expect(stateOf('eligibility', [warning], [], [decision])).toBe('matched');
    expect(stateOf('eligibility', [warning], [], [{ ...decision, accepted: false }])).toBe('mismatched');
    const second = findingOf('roster.category-age', { row: 'chen', field: 'category' });
    expect(stateOf('eligibility', [warning, second], [], [decision])).toBe('waiting');
    expect(stateOf('eligibility', [warning, second], [], [{ ...decision, accepted: false }])).toBe('mismatched');
  });

  it('is unsound when an officer says so, though no rule does', () => {
    expect(stateOf('teachers', [], [{ item: 'teachers', verdict: 'mismatched', note: '教师证过期' }])).toBe(
      'mismatched',
    );
    expect(stateOf('teachers', [], [{ item: 'plan', verdict: 'mismatched', note: '' }])).toBe('matched');
  });

  it('shows how many findings stand behind it, and the officer’s mark', () => {
    const findings = [findingOf('roster.under-age'), warning, findingOf('roster.category-age', { field: 'category' })];
    const mark: CheckMark = { item: 'eligibility', verdict: 'mismatched', note: '年龄不符' };
    expect(standings(findings, [mark, insured], [decision]).find(({ item }) => item === 'eligibility')).toEqual({
      item: 'eligibility',
      state: 'mismatched',
      blocks: 1,
      openWarnings: 1,
      decidedWarnings: 1,
      mark,
    });
  });
});

describe('a decision on a warning', () => {
  it.each([
    ['rule', { rule: 'roster.category-age' }],
    ['row', { row: 'chen' }],
    ['field', { field: 'phone' }],
  ])('holds for that very %s only', (_name, change) => {
    expect(decisionOn(warning, [decision])).toBe(decision);
    expect(decisionOn(warning, [{ ...decision, ...change }])).toBeUndefined();
  });

  it('without a row is on the warning without a row', () => {
    const whole = findingOf('opening.plan-practice-share', { field: 'kind' });
    const onWhole = { ...decision, rule: whole.rule, row: '', field: 'kind' };
    expect(decisionOn(whole, [onWhole])).toBe(onWhole);
    expect(decisionOn(whole, [{ ...onWhole, row: 'wang' }])).toBeUndefined();
  });
});

describe('a class is passed on', () => {
  it('when no item is unsettled', () => {
    expect(unsettled(standings([], [insured], []))).toEqual([]);
    expect(unsettled(standings([warning], [], [])).map(({ item }) => item)).toEqual(['eligibility', 'socialInsurance']);
    expect(unsettled(standings([findingOf('opening.enough-posts')], [insured], [])).map(({ item }) => item)).toEqual([
      'posts',
    ]);
  });

  it('with its items always in the same order', () => {
    expect(standings([warning], [insured], []).map(({ item }) => item)).toEqual(checkItems);
  });
});
