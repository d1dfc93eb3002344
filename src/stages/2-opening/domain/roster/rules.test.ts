import { describe, expect, it } from 'vitest';
import { addDays, addMonths, plainDate } from '#kernel/plain-date';
import { blocked } from '#law/rule';
import { checkRoster } from './check';
import type { RosterField } from './fields';
import { emptyCells, type RosterRow } from './row';
import { rosterRules } from './rules';
import { identityNumber } from './sample-people';

const startsOn = plainDate('2026-12-14');
const days = { startsOn, filedOn: plainDate('2026-12-04') };

const sound = {
  name: '王伟',
  sex: '男',
  birth: '1990-03-07',
  id: '410802199003070017',
  category: '农村转移就业劳动者',
  phone: '13812345678',
};

const rowOf = (cells: Partial<Record<RosterField, string>>, id = '1', damaged?: readonly RosterField[]): RosterRow => ({
  id,
  cells: { ...emptyCells(), ...sound, ...cells },
  ...(damaged ? { damaged } : {}),
});

const found = (...rows: readonly RosterRow[]) =>
  checkRoster(rows, days).map(({ rule, field, row }) => [rule, field, row]);

const bornOn = (birth: string, sex: '男' | '女' = '男') => {
  const day = plainDate(birth);
  return { birth, sex, id: identityNumber('410802', day, sex, 3) };
};

describe('roster rules', () => {
  it('are fourteen, each citing a clause, three of them warnings', () => {
    expect(rosterRules).toHaveLength(14);
    expect(rosterRules.filter(({ severity }) => severity === 'warns').map(({ id }) => id)).toEqual([
      'roster.shared-phone',
      'roster.past-retirement-age',
      'roster.category-age',
    ]);
  });

  it('pass a trainee whose particulars agree', () => expect(found(rowOf({}))).toEqual([]));

  it('ask only for name, number, category and phone', () => {
    expect(found(rowOf({ sex: '', birth: '' }))).toEqual([]);
    expect(found(rowOf({ name: '', id: '', category: '', phone: '' })).map(([, field]) => field)).toEqual([
      'name',
      'id',
      'category',
      'phone',
    ]);
  });

  it.each([
    ['roster.id-length', '41080219900307001'],
    ['roster.id-length', '410802900307001'],
    ['roster.id-length', '41080219900307OO17'],
    ['roster.id-checksum', '410802199003070018'],
    ['roster.id-damaged', '410802199003070000'],
    ['roster.id-birth-date', '410802199002300017'],
    ['roster.id-birth-date', '410802210001010015'],
  ])('find %s in %s and no second fault from the same cause', (rule, id) => {
    expect(found(rowOf({ id, birth: '' }))).toEqual([[rule, 'id', '1']]);
  });

  it('name the sign, the digit or the date that is at fault', () => {
    const of = (id: string) => checkRoster([rowOf({ id, birth: '' })], days)[0];
    expect(of('41080219900307OO17')?.breach).toEqual({ length: 18, place: 15, sign: 'O' });
    expect(of('4108021990030700l7')?.breach).toEqual({ length: 18, place: 17, sign: 'l' });
    expect(of('4108021990030700X7')?.breach).toEqual({ length: 18, place: 17, sign: 'X' });
    expect(of('41080219900307001a')?.breach).toEqual({ length: 18, place: 18, sign: 'a' });
    expect(of('41080219900O07001X')?.breach).toEqual({ length: 18, place: 12, sign: 'O' });
    expect(of('41080219900307001')?.breach).toEqual({ length: 17 });
    expect(of('410802199003070018')?.breach).toEqual({ last: '8' });
    expect(of('410802199002300017')?.breach).toEqual({ written: '19900230' });
  });

  it('do not ask for what the sheet has damaged', () => {
    expect(found(rowOf({ id: '' }, '1', ['id']))).toEqual([['roster.id-damaged', 'id', '1']]);
  });

  it('name the first of three, for one person and for one phone', () => {
    const twins = (finding: { breach: Readonly<Record<string, unknown>> }) => finding.breach['twin'];
    const named = (name: string, at: string, other = {}) => rowOf({ name, ...other }, at);
    const persons = ['王一', '王二', '王三'].map((name, at) => named(name, `${at}`, { phone: `1390000000${at}` }));
    expect(checkRoster(persons, days).map(twins)).toEqual(Array(2).fill(expect.stringContaining('王一')));
    const phones = ['李一', '李二', '李三'].map((name, at) => named(name, `${at}`, bornOn(`199${at}-05-05`)));
    expect(checkRoster(phones, days).map(twins)).toEqual(Array(2).fill(expect.stringContaining('李一')));
  });

  it('hold nobody to a phone that is none, and tell two without a number apart', () => {
    const rules = (...rows: RosterRow[]) => found(...rows).map(([rule]) => rule);
    const other = bornOn('1991-05-05');
    expect(rules(rowOf({ phone: '12' }), rowOf({ ...other, phone: '12' }, '2'))).toEqual([
      'roster.phone-format',
      'roster.phone-format',
    ]);
    expect(rules(rowOf({ id: '', birth: '', sex: '' }), rowOf({ id: '', birth: '', sex: '' }, '2'))).toEqual([
      'roster.field-missing',
      'roster.field-missing',
      'roster.shared-phone',
    ]);
  });

  it('say of a birth date whether it cannot be read or is another', () => {
    const of = (birth: string) => checkRoster([rowOf({ birth })], days)[0]?.breach;
    expect(of('不详')).toMatchObject({ unread: true });
    expect(of('1991-03-07')).toEqual({ written: '1991-03-07', implied: '1990-03-07' });
  });

  it('say of the age of a category nothing where the person is too young for any', () => {
    const graduate = { category: '毕业学年高校毕业生' };
    const of = (birth: string) => found(rowOf({ ...bornOn(birth), ...graduate })).map(([rule]) => rule);
    expect(of('2010-12-15')).toEqual(['roster.under-age']);
    expect(of('2010-12-14')).toEqual(['roster.category-age']);
    expect(of('2009-12-15')).toEqual(['roster.category-age']);
  });

  it('call a number the sheet kept as a number damaged, whatever its digits', () => {
    expect(found(rowOf({}, '1', ['id']))).toEqual([['roster.id-damaged', 'id', '1']]);
  });

  it('offer the eighteen digits of an old fifteen-digit number', () => {
    const [finding] = checkRoster([rowOf({ id: '410802680815112' })], days);
    expect(finding?.fix).toContain('410802196808151128');
  });

  it('report a person twice in the class at the later row, naming the first', () => {
    const [finding, ...others] = checkRoster([rowOf({}, '1'), rowOf({ phone: '13900000000' }, '2')], days);
    expect(finding).toMatchObject({ rule: 'roster.duplicate-person', field: 'id', row: '2' });
    expect(finding?.message).toContain('王伟');
    expect(others).toEqual([]);
  });

  it('report a row pasted twice once, not also for its phone', () => {
    expect(found(rowOf({}, '1'), rowOf({}, '2'))).toEqual([['roster.duplicate-person', 'id', '2']]);
  });

  it('do not call two wrong numbers the same person', () => {
    const wrong = { id: '410802199003070018' };
    expect(found(rowOf(wrong, '1'), rowOf({ ...wrong, phone: '13900000000' }, '2')).map(([rule]) => rule)).toEqual([
      'roster.id-checksum',
      'roster.id-checksum',
    ]);
  });

  it('hold sex and birth to a sound number only', () => {
    expect(found(rowOf({ sex: '女' }))).toEqual([['roster.sex-mismatch', 'sex', '1']]);
    expect(found(rowOf({ birth: '1990-03-08' }))).toEqual([['roster.birth-mismatch', 'birth', '1']]);
    expect(found(rowOf({ birth: '不详' }))).toEqual([['roster.birth-mismatch', 'birth', '1']]);
    expect(found(rowOf({ id: '410802199003070018', sex: '女', birth: '1991-01-01' }))).toHaveLength(1);
  });

  it('compare a birth month or year only as far as it was written', () => {
    expect(found(rowOf({ birth: '1990-03' }))).toEqual([]);
    expect(found(rowOf({ birth: '1990' }))).toEqual([]);
    expect(found(rowOf({ birth: '1990-04' }))).toHaveLength(1);
  });

  it.each(['1381234567', '138123456789', '1381234567O', '0391-3560000', '12812345678'])(
    'refuse %s as a mobile number',
    (phone) => expect(found(rowOf({ phone }))).toEqual([['roster.phone-format', 'phone', '1']]),
  );

  it('warn of a shared phone at the later row, and let it stand', () => {
    const findings = checkRoster([rowOf({}, '1'), rowOf(bornOn('1991-05-05'), '2')], days);
    expect(findings).toMatchObject([{ rule: 'roster.shared-phone', row: '2', severity: 'warns' }]);
    expect(blocked(findings)).toBe(false);
  });

  it.each(['④', '5', '城镇登记失业', '两后生的同学', '其他', '④城镇登记失业人员'])(
    'judge the category %s',
    (category) => {
      const isKnown = ['④', '5', '城镇登记失业'].includes(category);
      expect(found(rowOf({ category }))).toEqual(isKnown ? [] : [['roster.category-unknown', 'category', '1']]);
    },
  );

  it('take a trainee who turns sixteen on the first day, and not one a day younger', () => {
    const sixteen = addMonths(startsOn, -16 * 12);
    const leaver = { category: '③' };
    expect(found(rowOf({ ...bornOn(sixteen), ...leaver }))).toEqual([]);
    expect(found(rowOf({ ...bornOn(addDays(sixteen, 1)), ...leaver }))).toEqual([['roster.under-age', 'id', '1']]);
  });

  it('warn from the day of retirement, taking the later track of a woman', () => {
    expect(found(rowOf(bornOn('1966-02-14')))).toEqual([['roster.past-retirement-age', 'id', '1']]);
    expect(found(rowOf(bornOn('1966-12-14')))).toEqual([]);
    expect(found(rowOf(bornOn('1976-01-01', '女')))).toEqual([]);
    expect(found(rowOf(bornOn('1970-01-01', '女')))).toEqual([['roster.past-retirement-age', 'id', '1']]);
  });

  it('warn of an age unlikely for the category, to the year', () => {
    const age = (years: number) => bornOn(addMonths(startsOn, -years * 12));
    expect(found(rowOf({ ...age(19), category: '③' }))).toEqual([]);
    expect(found(rowOf({ ...age(20), category: '③' }))).toEqual([['roster.category-age', 'category', '1']]);
    expect(found(rowOf({ ...age(18), category: '②' }))).toEqual([]);
    expect(found(rowOf({ ...age(17), category: '②' }))).toEqual([['roster.category-age', 'category', '1']]);
    expect(found(rowOf({ ...age(30), category: '②' }))).toEqual([]);
    expect(found(rowOf({ ...age(31), category: '②' }))).toEqual([['roster.category-age', 'category', '1']]);
  });

  it('judge 100,000 rows in well under the time a person notices', () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => {
      const day = addDays(plainDate('1976-01-01'), at % 10_000);
      const sequence = Math.floor(at / 10_000);
      const id = identityNumber('410802', day, '男', sequence);
      return rowOf({ id, birth: day, phone: String(13_000_000_000 + at * 7) }, String(at));
    });
    expect(checkRoster(rows, days)).toEqual([]);
  });
});
