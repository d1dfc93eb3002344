import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { traineeCategories } from '#law/trainee-categories';
import { standings } from '../check-items';
import { judgeOpening } from '../judge-opening';
import type { OpeningFacts } from '../opening';
import { sound, startsOn } from '../sound-opening';
import { countingAnswers, type ExchangeAnswer, isFresh } from './answer';
import { answeredItems } from './coverage';
import { type OutsideRegister, outsideRegisters } from './registers';
import { exchangeRules } from './rules';

const answeredOn = plainDate('2026-12-08');
const row = sound.roster[0]?.id ?? '';

const answer = (register: OutsideRegister, change: Partial<ExchangeAnswer> = {}): ExchangeAnswer => ({
  row,
  register,
  batch: 'EX-2026-0042',
  batchId: 'batch',
  answeredOn,
  isOfThisClass: true,
  listed: true,
  from: plainDate('2020-03-01'),
  until: undefined,
  organisation: '',
  isOtherName: false,
  ...change,
});

const as = (category: string, ...exchange: ExchangeAnswer[]): OpeningFacts => ({
  ...sound,
  exchange,
  roster: sound.roster.map((each) => (each.id === row ? { ...each, cells: { ...each.cells, category } } : each)),
});
const found = (facts: OpeningFacts) =>
  judgeOpening(facts).flatMap(({ rule, severity }) => (rule.startsWith('exchange.') ? [`${rule} ${severity}`] : []));

describe('what other registers say', () => {
  it('is nothing where nobody was asked', () => expect(found(sound)).toEqual([]));

  it('warns of the unemployed and the workers in transfer who are insured at the start, and of no other category', () => {
    const warned = traineeCategories.filter(
      ({ shortName }) => found(as(shortName, answer('employeeInsurance'))).length,
    );
    expect(warned.map(({ code }) => code)).toEqual(['ruralTransferWorker', 'registeredUnemployed']);
    expect(found(as('城镇登记失业人员', answer('employeeInsurance')))).toEqual(['exchange.insured-at-start warns']);
  });

  it('counts an entry that covers the start day, to the day', () => {
    const until = (day: typeof startsOn) =>
      found(as('农村转移就业劳动者', answer('employeeInsurance', { until: day })));
    expect(until(addDays(startsOn, -1))).toEqual([]);
    expect(until(startsOn)).toHaveLength(1);
    const from = (day: typeof startsOn) => found(as('农村转移就业劳动者', answer('pensionPayment', { from: day })));
    expect(from(startsOn)).toEqual(['exchange.pension-drawn blocks']);
    expect(from(addDays(startsOn, 1))).toEqual([]);
  });

  it('stops pension drawers, public payroll and the dead, whatever their category', () => {
    for (const { shortName } of traineeCategories) {
      expect(found(as(shortName, answer('pensionPayment')))).toEqual(['exchange.pension-drawn blocks']);
      expect(found(as(shortName, answer('publicPayroll')))).toEqual(['exchange.public-payroll blocks']);
      expect(found(as(shortName, answer('deaths')))).toEqual(['exchange.deceased blocks']);
    }
  });

  it('stops pupils and students, but not those in their final year', () => {
    const stopped = traineeCategories.filter(({ shortName }) => found(as(shortName, answer('schoolEnrolment'))).length);
    expect(stopped.map(({ code }) => code)).not.toContain('finalYearGraduate');
    expect(stopped).toHaveLength(4);
  });

  it('warns where a category rests on a register that does not have the person', () => {
    const absent = { listed: false, from: undefined };
    expect(found(as('贫困家庭子女', answer('povertyRelief', absent)))).toEqual(['exchange.poverty-not-listed warns']);
    expect(found(as('贫困家庭子女', answer('povertyRelief')))).toEqual([]);
    expect(found(as('城镇登记失业人员', answer('unemployment', absent)))).toEqual([
      'exchange.not-registered-unemployed warns',
    ]);
    const ended = answer('unemployment', { until: addDays(startsOn, -1) });
    expect(found(as('城镇登记失业人员', ended))).toEqual(['exchange.not-registered-unemployed warns']);
  });

  it('warns of another name once, however many registers have it', () => {
    const odd = outsideRegisters.map((register) => answer(register, { listed: false, isOtherName: true }));
    expect(found(as('毕业学年高校毕业生', ...odd))).toEqual(['exchange.name-differs warns']);
  });

  it('names the batch, the day of the data and what stands in the register', () => {
    const facts = as('城镇登记失业人员', answer('employeeInsurance', { organisation: '焦作市某某有限公司' }));
    const [finding] = judgeOpening(facts);
    expect(finding?.message).toBe(
      '“职工参保”比对：焦作市某某有限公司，2020年3月1日起，开班日（2026年12月14日）在职工参保中（批次 EX-2026-0042，数据截至 2026年12月8日）。',
    );
    expect(finding?.breach).toMatchObject({ register: 'employeeInsurance', batch: 'EX-2026-0042', answeredOn });
    expect(finding).toMatchObject({ part: 'roster', row, cites: ['2024.1.2', '2021.1'] });
  });

  it('says nothing of a schooling that is over, nor of a registration that holds', () => {
    expect(found(as('城镇登记失业人员', answer('schoolEnrolment', { until: addDays(startsOn, -1) })))).toEqual([]);
    expect(found(as('城镇登记失业人员', answer('unemployment')))).toEqual([]);
  });

  it('tells of one person once, by the answer that stands first', () => {
    const twice = as(
      '城镇登记失业人员',
      answer('deaths', { batch: 'EX-2026-0042' }),
      answer('deaths', { batch: 'EX-2026-0007' }),
    );
    const told = judge(exchangeRules, twice).filter(({ rule }) => rule === 'exchange.deceased');
    expect(told.map(({ breach }) => breach['batch'])).toEqual(['EX-2026-0042']);
  });

  it('says nothing of people who are no longer in the roster', () => {
    expect(found(as('城镇登记失业人员', answer('deaths', { row: 'gone' })))).toEqual([]);
  });

  it('has nine rules, each with its own words', () => {
    expect(new Set(exchangeRules.map(({ title }) => title)).size).toBe(9);
  });

  it('warns of a subsidy drawn before for the same occupation and level', () => {
    const drawn = (change: Partial<ExchangeAnswer>) =>
      found(as('农村转移就业劳动者', answer('earlierSubsidies', { organisation: '养老护理员四级', ...change })));
    const warned = ['exchange.subsidised-before warns'];
    expect(drawn({})).toEqual(warned);
    expect(drawn({ organisation: '保育师五级；养老护理员中级工' })).toEqual(warned);
    expect(drawn({ organisation: '养老护理员五级' })).toEqual([]);
    expect(drawn({ organisation: '保育师四级' })).toEqual([]);
    expect(drawn({ listed: false })).toEqual([]);
  });

  it('warns of a subsidy whose occupation the register does not name, and of none that came later', () => {
    const drawn = (change: Partial<ExchangeAnswer>) =>
      found(as('农村转移就业劳动者', answer('earlierSubsidies', { organisation: '', ...change })));
    expect(drawn({})).toEqual(['exchange.subsidised-before warns']);
    expect(drawn({ from: undefined })).toEqual(['exchange.subsidised-before warns']);
    expect(drawn({ from: addDays(startsOn, -1) })).toEqual(['exchange.subsidised-before warns']);
    expect(drawn({ from: startsOn })).toEqual([]);
  });

  it('compares subsidies only with a class that has an occupation and a level', () => {
    const facts = as('农村转移就业劳动者', answer('earlierSubsidies', { organisation: '' }));
    const without = (change: Partial<OpeningFacts['application']>) =>
      judge(exchangeRules, { ...facts, application: { ...facts.application, ...change } });
    expect(without({ level: undefined })).toEqual([]);
    expect(without({ occupationCode: undefined })).toEqual([]);
    expect(judge(exchangeRules, facts)).toMatchObject([
      {
        field: 'id',
        message: '“既往培训补贴”比对：2020年3月1日起，已领取过培训补贴（批次 EX-2026-0042，数据截至 2026年12月8日）。',
        fix: '请核对职业和等级：相同的退回更换学员，不同的写明后认可。',
      },
    ]);
  });
});

describe('an answer as evidence', () => {
  const newer = fc.record({
    register: fc.constantFrom(...outsideRegisters),
    row: fc.constantFrom('a', 'b', 'c'),
    age: fc.nat(80),
    isOfThisClass: fc.boolean(),
    listed: fc.boolean(),
  });
  const today = plainDate('2027-03-01');
  const made = ({ age, register, ...rest }: { age: number; register: OutsideRegister; row: string }) =>
    answer(register, { ...rest, answeredOn: addDays(today, -age) });

  it('is one of each register for each trainee, never older than another that counts', () => {
    fc.assert(
      fc.property(fc.array(newer, { maxLength: 30 }), (all) => {
        const answers = all.map(made);
        const counting = countingAnswers(answers, today, 30);
        const keys = counting.map((each) => `${each.register}/${each.row}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const each of counting) {
          const same = answers.filter((other) => other.register === each.register && other.row === each.row);
          const later = same.filter((other) => other.answeredOn > each.answeredOn);
          expect(later).toEqual([]);
        }
      }),
    );
  });

  it('of another class counts while it is fresh; of this class until a newer one; of a death always', () => {
    const old = { answeredOn: addDays(today, -31) };
    const ofOther = { ...old, isOfThisClass: false };
    expect(countingAnswers([answer('pensionPayment', ofOther)], today, 30)).toEqual([]);
    expect(countingAnswers([answer('pensionPayment', old)], today, 30)).toHaveLength(1);
    expect(countingAnswers([answer('deaths', ofOther)], today, 30)).toHaveLength(1);
  });

  it('is fresh to the thirtieth day', () => {
    expect(isFresh({ answeredOn: addDays(today, -30) }, today, 30)).toBe(true);
    expect(isFresh({ answeredOn: addDays(today, -31) }, today, 30)).toBe(false);
  });

  it('settles 社保参保 once every trainee has a fresh one of the insurance register', () => {
    const rows = sound.roster.map(({ id }) => id);
    const all = rows.map((id) => answer('employeeInsurance', { row: id, listed: false }));
    const day = addDays(answeredOn, 1);
    const stateOf = (answers: ExchangeAnswer[], on = day) =>
      standings([], [], [], answeredItems(rows, answers, on, 30)).find(({ item }) => item === 'socialInsurance')?.state;
    expect(stateOf([])).toBe('waiting');
    expect(stateOf(all.slice(1))).toBe('waiting');
    expect(stateOf(all)).toBe('matched');
    expect(stateOf(all, addDays(answeredOn, 31))).toBe('waiting');
    expect(stateOf(all.map((each) => ({ ...each, register: 'pensionPayment' as const })))).toBe('waiting');
    expect(answeredItems([], [], day, 30)).toEqual([]);
  });
});
