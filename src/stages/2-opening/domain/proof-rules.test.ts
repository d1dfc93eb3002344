import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { type Attachment, isWhole, rowOfHolder, shownBy, shownByRow, unassigned } from './attachments';
import { type CityEvidence, noEvidence } from './city-evidence';
import { judgeOpening } from './judge-opening';
import type { OpeningFacts } from './opening';
import { sound } from './sound-opening';

const portrait = (row: string, unfit: readonly string[] = []): Attachment => ({
  id: `photo-${row}`,
  kind: 'portrait',
  row,
  hash: row,
  unfit,
});
const proof = (row: string, code: string | undefined): Attachment => ({
  id: `proof-${row}-${code}`,
  kind: 'proof',
  proof: code,
  row,
  hash: `${row}${code}`,
  unfit: [],
});
const judged = (attachments: readonly Attachment[], facts: OpeningFacts = sound) =>
  judgeOpening({ ...facts, attachments });
const found = (attachments: readonly Attachment[]) =>
  judged(attachments).map(({ rule, row }) => `${rule} ${row ?? 'all'}`);
const whole = [portrait('wang'), portrait('chen'), proof('wang', 'identityCard'), proof('chen', 'identityCard')];
/** 陈晓燕 under another category, with these papers besides photo and social security card. */
const chenAs = (category: string, ...papers: readonly string[]) => {
  const roster = sound.roster.map((row) => (row.id === 'chen' ? { ...row, cells: { ...row.cells, category } } : row));
  const shown = [
    ...whole.slice(0, 3),
    proof('chen', 'socialSecurityCard'),
    ...papers.map((code) => proof('chen', code)),
  ];
  return judged(shown, { ...sound, roster }).filter(({ rule }) => rule === 'opening.category-proof-missing');
};

describe('proofs and photos of a class', () => {
  it('are in order with one photo and one of the four identity proofs each', () => expect(found(whole)).toEqual([]));

  it('stop the filing while there are none, told once for all, then trainee by trainee', () => {
    const none = judged([]);
    expect(none).toMatchObject([
      { rule: 'opening.portrait-missing', severity: 'blocks', message: '2 名学员都没有一寸照片。' },
      { rule: 'opening.proof-missing', severity: 'blocks', message: '2 名学员都没有基本身份类证明。' },
      { rule: 'opening.category-proof-missing', severity: 'blocks', message: '2 名学员都没有人员类别证明。' },
    ]);
    expect(none.map(({ fix }) => fix)).toEqual([
      '请上传近期一寸彩色免冠照片，文件名写姓名或身份证号即可自动对应。',
      '请上传身份证、就业创业证、就业失业登记证、社会保障卡中的任意一项；已传的请选明是哪一种。',
      '请按各人的人员类别上传证明，如户口簿、就业创业证、学校证明、帮扶手册；已传的请选明是哪一种。',
    ]);
    expect(found([portrait('wang')])).toEqual([
      'opening.portrait-missing chen',
      'opening.proof-missing all',
      'opening.category-proof-missing all',
    ]);
    expect(judged(whole.slice(1))).toMatchObject([
      { rule: 'opening.portrait-missing', field: 'portrait', row: 'wang', message: '没有一寸照片。' },
    ]);
  });

  it('of a class of one are told at the trainee', () => {
    const one = { ...sound, roster: sound.roster.slice(0, 1) };
    expect(judged([], one).map(({ row }) => row)).toEqual(['wang', 'wang', 'wang']);
    expect(judged([], { ...sound, roster: [] }).map(({ rule }) => rule)).not.toContain('opening.portrait-missing');
  });

  it('lack the identity proof when only papers of the category are there, or one of no known kind', () => {
    const others = [...whole.slice(0, 3), proof('chen', 'householdRegister'), proof('chen', undefined)];
    expect(judged(others)).toMatchObject([
      { rule: 'opening.proof-missing', field: 'proofs', row: 'chen', message: '没有基本身份类证明。' },
    ]);
  });

  it('do not count while they belong to nobody or are of no kind', () => {
    const stray: Attachment[] = [
      { ...portrait('wang'), row: undefined },
      { ...portrait('chen'), kind: 'other' },
    ];
    expect(found(stray)).toHaveLength(3);
    expect(unassigned([...whole, ...stray])).toEqual(stray);
  });

  it('say of a photo what makes it no one-inch photo, which an officer weighs', () => {
    expect(judged([...whole.slice(1), portrait('wang', ['照片太小。', '照片是黑白的。'])])).toMatchObject([
      {
        rule: 'opening.portrait-unfit',
        part: 'proofs',
        field: 'portrait',
        row: 'wang',
        severity: 'warns',
        message: '照片太小。照片是黑白的。',
        fix: '请换一张近期一寸彩色免冠照片；新照片会替换原来的。',
      },
    ]);
  });

  it('may be the same twice from one trainee, though it has no number yet', () => {
    const roster = sound.roster.map((row) => ({ ...row, cells: { ...row.cells, id: '' } }));
    const twice = [...whole, ...whole.map((each) => ({ ...each, id: `${each.id}-again` }))];
    const rules = judgeOpening({ ...sound, roster, attachments: twice }).map(({ rule }) => rule);
    expect(rules).not.toContain('opening.portrait-shared');
  });

  it('are counted as nobody’s in particular only where everybody lacks them', () => {
    const [one] = judgeOpening({
      ...sound,
      attachments: whole.filter(({ kind, row }) => kind !== 'portrait' || row !== 'wang'),
    });
    expect(one).toMatchObject({ rule: 'opening.portrait-missing', row: 'wang', breach: { everybody: 0 } });
  });

  it('are not judged where nobody has looked for them', () => expect(judgeOpening(sound)).toEqual([]));

  it('are asked of filings since the notice, those of the category since the mechanism', () => {
    const on = (filed: string) =>
      judgeOpening({ ...sound, filedOn: plainDate(filed), attachments: [] }).flatMap(({ rule, part }) =>
        part === 'proofs' ? [rule] : [],
      );
    expect(on('2020-12-31')).toEqual([]);
    expect(on('2024-07-17')).toEqual(['opening.portrait-missing', 'opening.proof-missing']);
    expect(on('2024-07-18')).toEqual([
      'opening.portrait-missing',
      'opening.proof-missing',
      'opening.category-proof-missing',
    ]);
  });

  it('never make more trainees whole when one is taken away', () => {
    const count = (list: readonly Attachment[]) =>
      ['wang', 'chen'].filter((row) => isWhole(shownBy(shownByRow(list), row))).length;
    fc.assert(
      fc.property(fc.subarray(whole), fc.nat(), (some, at) => {
        const fewer = some.filter((_each, index) => index !== at % Math.max(1, some.length));
        expect(count(fewer)).toBeLessThanOrEqual(count(some));
      }),
    );
  });
});

describe('每名学员一项人员类别证明', () => {
  it('is any one of the papers of the category, and names them when it is missing', () => {
    expect(chenAs('城镇登记失业人员')).toMatchObject([
      {
        field: 'proofs',
        row: 'chen',
        message: '没有证明属于“城镇登记失业人员”的材料。',
        fix: '请上传就业创业证、就业失业登记证中的任意一项；已传的请选明是哪一种。',
      },
    ]);
    expect(chenAs('城镇登记失业人员', 'householdRegister')).toHaveLength(1);
    expect(chenAs('城镇登记失业人员', 'unemploymentCertificate')).toEqual([]);
    expect(chenAs('贫困家庭子女', 'allowanceApproval')).toEqual([]);
    expect(chenAs('毕业学年高校毕业生', 'studentCard')).toEqual([]);
    expect(chenAs('未继续升学初高中毕业生', 'identityCard')).toHaveLength(1);
  });

  it('of a worker from the country is the identity card as well, which names the home', () => {
    expect(chenAs('农村转移就业劳动者')).toHaveLength(1);
    expect(chenAs('农村转移就业劳动者', 'identityCard')).toEqual([]);
    expect(chenAs('农村转移就业劳动者', 'villageProof')).toEqual([]);
  });

  it('is not asked for where the category itself is missing or unknown', () => {
    expect(chenAs('')).toEqual([]);
    expect(chenAs('在职职工')).toEqual([]);
  });

  it('follows the terms of the day the class begins on, of filing until that is chosen', () => {
    const { startsOn: _none, ...application } = sound.application;
    const undated = { ...sound, application: { ...application, startsOn: undefined } };
    const rules = judged(whole.slice(0, 3), undated).map(({ rule }) => rule);
    expect(rules).toContain('opening.category-proof-missing');
  });
});

describe('照片一人一张', () => {
  it('stops the second of two trainees with one file', () => {
    const twin = { ...portrait('chen'), hash: 'wang' };
    expect(judged([whole[0] ?? twin, twin, ...whole.slice(2)])).toMatchObject([
      {
        rule: 'opening.portrait-shared',
        severity: 'blocks',
        field: 'portrait',
        row: 'chen',
        breach: { twin: '王伟' },
        message: '这张照片与王伟的是同一张。',
        fix: '请换上学员本人的照片。',
      },
    ]);
  });

  it('names nobody where the other has no name yet', () => {
    const roster = sound.roster.map((row) => ({ ...row, cells: { ...row.cells, name: '' } }));
    const twins = [portrait('wang'), { ...portrait('chen'), hash: 'wang' }, ...whole.slice(2)];
    const [shared] = judged(twins, { ...sound, roster }).filter(({ rule }) => rule === 'opening.portrait-shared');
    expect(shared?.message).toBe('这张照片与另一名学员的是同一张。');
  });

  it('leaves one person entered twice to the rule that says so, but not two without a number', () => {
    const asWang = (id: string) => ({
      ...sound,
      roster: sound.roster.map((row) => ({ ...row, cells: { ...row.cells, id } })),
    });
    const twins = [portrait('wang'), { ...portrait('chen'), hash: 'wang' }, ...whole.slice(2)];
    const shared = (id: string) =>
      judged(twins, asWang(id)).filter(({ rule }) => rule === 'opening.portrait-shared').length;
    expect([shared('410802199003070017'), shared('')]).toEqual([0, 1]);
  });

  it('lets a trainee keep the same file twice', () => {
    expect(found([...whole, { ...portrait('wang'), id: 'again' }])).toEqual([]);
  });
});

describe('照片不是其他班学员的', () => {
  const photos = [{ row: 'wang', otherClass: 'BA-2026-0003 保育师', otherRegion: '博爱县' }];
  const of = (evidence: CityEvidence['photos']) =>
    judged(whole, { ...sound, city: { ...noEvidence, photos: evidence } });

  it('names the other class and nobody in it', () => {
    expect(of(photos)).toMatchObject([
      {
        rule: 'opening.portrait-reused',
        severity: 'warns',
        part: 'proofs',
        field: 'portrait',
        row: 'wang',
        message: '这张照片在博爱县“BA-2026-0003 保育师”是另一名学员的。',
        fix: '请与身份证核对，换上学员本人的近期照片；是那个班用错的，请在核查时说明。',
      },
    ]);
    expect(of([])).toEqual([]);
  });

  it('tells another save of a classmate’s picture apart', () => {
    expect(of(photos.map((each) => ({ ...each, isHere: true })))).toMatchObject([
      { row: 'wang', message: '这张照片与本班另一名学员的看起来是同一张。' },
    ]);
  });
});

describe('the trainee a file belongs to', () => {
  const roster = [
    { id: 'a', name: '王伟', key: 'k1' },
    { id: 'b', name: '陈晓燕', key: 'k2' },
    { id: 'c', name: '王伟', key: undefined },
  ];
  it('stays on the row after a slip in the name or in the number was mended', () => {
    expect(rowOfHolder('a', { name: '王纬', key: 'k1' }, roster)).toBe('a');
    expect(rowOfHolder('b', { name: '陈晓燕', key: undefined }, roster)).toBe('b');
    expect(rowOfHolder('b', { name: '陈晓燕', key: 'mistyped' }, roster)).toBe('b');
  });

  it('is followed to another row when the roster was read in anew', () => {
    expect(rowOfHolder('x', { name: '陈晓燕', key: 'k2' }, roster)).toBe('b');
    expect(rowOfHolder('c', { name: '陈晓燕', key: 'k2' }, roster)).toBe('b');
    expect(rowOfHolder('c', { name: '王伟', key: 'k1' }, roster)).toBe('a');
    expect(rowOfHolder('x', { name: '陈晓燕', key: undefined }, roster)).toBe('b');
  });

  it('is nobody when the person has left, or two could be meant', () => {
    expect(rowOfHolder('a', { name: '赵六', key: 'k9' }, roster)).toBeUndefined();
    expect(rowOfHolder('x', { name: '王伟', key: undefined }, roster)).toBeUndefined();
    expect(rowOfHolder('x', { name: '', key: undefined }, roster)).toBeUndefined();
  });

  it('is never another person of known number, wherever the row went', () => {
    const person = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      name: fc.constantFrom('王伟', '李娜'),
      key: fc.constantFrom('1', '2', '3'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(person, { selector: ({ id }) => id }), person, (people, holder) => {
        const row = rowOfHolder(holder.id, holder, people);
        const owner = people.find(({ id }) => id === row);
        if (owner && people.some(({ key }) => key === holder.key)) expect(owner.key).toBe(holder.key);
      }),
    );
  });
});
