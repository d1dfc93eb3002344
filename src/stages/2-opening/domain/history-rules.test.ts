import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { type EnrolledBefore, noEvidence } from './city-evidence';
import { historyRules } from './history-rules';
import type { Application, OpeningFacts } from './opening';
import { namesTraining } from './prior-training';
import { emptyCells } from './roster/row';
import { sound } from './sound-opening';

const elsewhere = { otherClass: 'WX-2026-0003 保育师', otherRegion: '温县' } as const;
const enrolled = (change: Partial<EnrolledBefore> = {}): EnrolledBefore => ({
  ...elsewhere,
  row: 'wang',
  classKey: 'a',
  occupationCode: '4-10-01-03',
  level: 5,
  startedOn: day('2026-03-02'),
  isApproved: true,
  ...change,
});
const knowing = (enrolments: readonly EnrolledBefore[], facts: OpeningFacts = sound): OpeningFacts => ({
  ...facts,
  city: { ...noEvidence, enrolments },
});
const found = (facts: OpeningFacts) => judge(historyRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);
const inClasses = (...starts: readonly string[]) =>
  knowing(
    starts.map((start, at) => enrolled({ classKey: String(at), otherClass: `第${at}班`, startedOn: day(start) })),
  );
const applied = (change: Partial<Application>): OpeningFacts => ({
  ...sound,
  application: { ...sound.application, ...change },
});

describe('former trainings of a trainee', () => {
  it('say nothing where the city knows of none, or nobody has asked it', () => {
    expect(found(sound)).toEqual([]);
    expect(found(knowing([]))).toEqual([]);
  });

  it('count since the mechanism of 2024', () => {
    const many = inClasses('2026-01-05', '2026-02-02', '2026-03-02');
    expect(rulesOf({ ...many, filedOn: day('2024-07-17') })).toEqual([]);
    expect(rulesOf({ ...many, filedOn: day('2024-07-18') })).toEqual(['opening.yearly-limit']);
  });
});

describe('the figures of former trainings', () => {
  const together = (persons: number, trainees: number): OpeningFacts =>
    knowing(
      Array.from({ length: persons }, (_, at) => enrolled({ row: String(at) })),
      { ...sound, roster: Array.from({ length: trainees }, (_, at) => ({ id: String(at), cells: emptyCells() })) },
    );

  it('call half a class half a class: 51 of 101 are, 50 are not', () => {
    expect(rulesOf(together(51, 101))).toEqual(['opening.roster-reused']);
    expect(rulesOf(together(50, 101))).toEqual([]);
  });

  it('ask nothing of a class without a level', () => {
    const told = { ...emptyCells(), priorTraining: '2019年 养老护理员 四级' };
    const facts = applied({ level: undefined });
    expect(rulesOf({ ...facts, roster: [{ id: 'wang', cells: told }] })).toEqual([]);
  });
});

describe('每人每年培训次数', () => {
  it('allows a third training of the year and leaves the fourth to an officer', () => {
    expect(rulesOf(inClasses('2026-01-05', '2026-05-06'))).toEqual([]);
    expect(found(inClasses('2026-01-05', '2026-05-06', '2026-09-01'))).toMatchObject([
      {
        rule: 'opening.yearly-limit',
        severity: 'warns',
        cites: ['2024.1.2'],
        field: 'id',
        row: 'wang',
        breach: { limit: 3, given: 4, year: 2026 },
        message: '2026 年连本班已报 4 个班（“第0班”、“第1班”、“第2班”），超过每人每年 3 次。',
        fix: '请更换学员；确有需要的，在核查时写明理由。',
      },
    ]);
  });

  it('counts the calendar year in which classes begin, those under way and those approved alike', () => {
    expect(rulesOf(inClasses('2025-12-31', '2026-05-06', '2026-09-01'))).toEqual([]);
    expect(rulesOf(inClasses('2026-01-01', '2026-05-06', '2026-12-31'))).toEqual(['opening.yearly-limit']);
    const waiting = inClasses('2026-01-05', '2026-05-06', '2026-09-01');
    const enrolments = (waiting.city?.enrolments ?? []).map((each) => ({ ...each, isApproved: false }));
    expect(rulesOf(knowing(enrolments))).toEqual(['opening.yearly-limit']);
  });

  it('takes the year of this class’s first day, of its filing until that is chosen', () => {
    const facts = inClasses('2027-01-05', '2027-02-02', '2027-03-01');
    const next = { ...facts, application: { ...facts.application, startsOn: day('2027-04-01') } };
    expect([rulesOf(facts), rulesOf(next)]).toEqual([[], ['opening.yearly-limit']]);
    const undated = inClasses('2026-01-05', '2026-05-06', '2026-09-01');
    expect(rulesOf({ ...undated, application: { ...undated.application, startsOn: undefined } })).toEqual([
      'opening.yearly-limit',
    ]);
  });

  it('counts each trainee alone', () => {
    const two = ['wang', 'chen'].flatMap((row) => ['1', '2'].map((classKey) => enrolled({ row, classKey })));
    expect(rulesOf(knowing(two))).toEqual([]);
  });
});

describe('已培训过更高等级', () => {
  const higher = enrolled({ occupationCode: '4-10-01-05', level: 3 });

  it('is told with the class and its day', () => {
    expect(found(knowing([higher]))).toMatchObject([
      {
        rule: 'opening.higher-level-before',
        severity: 'warns',
        field: 'id',
        row: 'wang',
        breach: { level: 4, held: 3, startedOn: '2026-03-02' },
        message: '已参加过本职业三级的培训（“WX-2026-0003 保育师”，3月2日 周一开班），本班是更低的四级。',
        fix: '请更换学员，或改报更高等级；确有需要的，在核查时写明理由。',
      },
    ]);
  });

  it.each([
    ['of another occupation', { occupationCode: '4-10-01-03' }],
    ['of the same level', { level: 4 }],
    ['of a lower level', { level: 5 }],
    ['that is not approved', { isApproved: false }],
    ['that begins on the same day', { startedOn: sound.application.startsOn ?? day('2026-12-14') }],
  ] as const)('leaves a training alone %s', (_what, change) => {
    expect(rulesOf(knowing([{ ...higher, ...change }]))).toEqual([]);
  });

  it('counts one that began the day before', () => {
    expect(rulesOf(knowing([{ ...higher, startedOn: day('2026-12-13') }]))).toEqual(['opening.higher-level-before']);
  });

  it('needs an occupation and a level to compare with', () => {
    expect(rulesOf(knowing([higher], applied({ occupationCode: undefined })))).toEqual([]);
    expect(rulesOf(knowing([higher], applied({ level: undefined })))).toEqual([]);
  });
});

describe('花名册写明的既往培训', () => {
  const stating = (priorTraining: string, facts = sound): OpeningFacts => ({
    ...facts,
    roster: facts.roster.map((row, at) => (at === 0 ? { ...row, cells: { ...row.cells, priorTraining } } : row)),
  });

  it('is questioned where it names the same occupation and level', () => {
    expect(found(stating('2023年 养老护理员 四级'))).toMatchObject([
      {
        rule: 'opening.declared-before',
        severity: 'warns',
        field: 'priorTraining',
        row: 'wang',
        breach: { name: '养老护理员', level: 4 },
        message: '既往培训一栏写明已参加过“养老护理员（四级）”，与本班相同。',
        fix: '重复培训可能不予补贴；请向学员核实，必要时更换。',
      },
    ]);
  });

  it('is left alone otherwise, and where the class has no occupation or level yet', () => {
    for (const text of ['', '无', '2023年 养老护理员 五级', '2023年 保育师 四级', '养老护理员'])
      expect(rulesOf(stating(text))).toEqual([]);
    const stated = '养老护理员四级';
    expect(rulesOf(stating(stated, applied({ level: undefined })))).toEqual([]);
    expect(rulesOf(stating(stated, applied({ occupationCode: undefined })))).toEqual([]);
    expect(rulesOf(stating(stated, { ...sound, catalogue: [] }))).toEqual([]);
  });

  it.each([
    ['养老护理员（四级）', 4],
    ['２０２２年养老护理员　中级工', 4],
    ['养老护理员4级', 4],
    ['保育师五级；养老护理员四级', 4],
    ['养老护理员 高级技师', 1],
    ['养老护理员技师', 2],
    ['养老护理员 高级', 3],
    ['养老护理员初级', 5],
  ] as const)('reads %s', (text, level) => {
    expect([1, 2, 3, 4, 5].filter((each) => namesTraining(text, '养老护理员', levelOf(each)))).toEqual([level]);
  });
  const levelOf = (level: number) => ([1, 2, 3, 4, 5] as const).find((each) => each === level) ?? 5;

  it('does not join the occupation of one entry with the level of another', () => {
    expect(namesTraining('养老护理员五级、保育师四级', '养老护理员', 4)).toBe(false);
    expect(namesTraining('养老护理员四级', '', 4)).toBe(false);
    expect(namesTraining('', '养老护理员', 4)).toBe(false);
  });

  it('does not take a level for one that stands in the name of the occupation', () => {
    expect(namesTraining('2023年高级技师助理', '高级技师助理', 1)).toBe(false);
  });
});

describe('整批学员再次参训', () => {
  const ofSize = (size: number): OpeningFacts => ({
    ...sound,
    roster: Array.from({ length: size }, (_, at) => ({ id: `r${at}`, cells: emptyCells() })),
  });
  const together = (size: number, shared: number, change: Partial<EnrolledBefore> = {}) =>
    knowing(
      Array.from({ length: shared }, (_, at) => enrolled({ row: `r${at}`, ...change })),
      ofSize(size),
    );

  it('is told once with both numbers', () => {
    expect(found(together(20, 12))).toMatchObject([
      {
        rule: 'opening.roster-reused',
        severity: 'warns',
        field: 'rows',
        breach: { persons: 12, trainees: 20, startedOn: '2026-03-02' },
        message: '本班 20 名学员中有 12 人曾同在“WX-2026-0003 保育师”（3月2日 周一开班）。',
        fix: '请按学员的培训意愿重新组班；确是学员自愿的，附意愿登记表说明。',
      },
    ]);
    expect(found(together(20, 12))[0]?.row).toBeUndefined();
  });

  it('begins at ten persons and at half the class', () => {
    expect(rulesOf(together(18, 9))).toEqual([]);
    expect(rulesOf(together(18, 10))).toEqual(['opening.roster-reused']);
    expect(rulesOf(together(20, 10))).toEqual(['opening.roster-reused']);
    expect(rulesOf(together(21, 10))).toEqual([]);
  });

  it('counts a person once and each former class alone', () => {
    const twice = Array.from({ length: 6 }, (_, at) => enrolled({ row: `r${at}` }));
    expect(rulesOf(knowing([...twice, ...twice], ofSize(12)))).toEqual([]);
    const apart = twice.map((each, at) => ({ ...each, row: `r${at + 6}`, classKey: 'b' }));
    expect(rulesOf(knowing([...twice, ...apart], ofSize(12)))).toEqual([]);
  });

  it('lets a whole class go on to a higher level of its occupation, as a skill is meant to grow', () => {
    const own = { occupationCode: '4-10-01-05' } as const;
    expect(rulesOf(together(20, 20, { ...own, level: 5, isApproved: false }))).toEqual([]);
    expect(rulesOf(together(20, 20, { ...own, level: 4, isApproved: false }))).toEqual(['opening.roster-reused']);
    const facts = together(20, 20, { ...own, level: 5, isApproved: false });
    const unknown = { ...facts, application: { ...facts.application, level: undefined } };
    expect(rulesOf(unknown)).toEqual(['opening.roster-reused']);
  });
});
