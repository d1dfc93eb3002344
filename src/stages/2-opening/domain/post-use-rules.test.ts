import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { noEvidence, type PostElsewhere } from './city-evidence';
import type { JobPost, OpeningFacts } from './opening';
import { postUseRules } from './post-use-rules';
import { applied, sound, withPost } from './sound-opening';

const found = (facts: OpeningFacts) => judge(postUseRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);

describe('job posts', () => {
  it('of the sound example owe nothing to anybody', () => expect(found(sound)).toEqual([]));
});

describe('岗位不由几个班重复计数', () => {
  const other = (change: Partial<PostElsewhere> = {}): PostElsewhere => ({
    postId: 'nurse',
    otherClass: 'WX-2026-0003 养老护理员',
    otherRegion: '温县',
    headcount: 4,
    trainees: 2,
    offered: 6,
    ...change,
  });
  /** Two trainees need six posts; the example offers four nurses and two carers. */
  const used = (...posts: readonly PostElsewhere[]): OpeningFacts => ({ ...sound, city: { ...noEvidence, posts } });
  const withMore = (headcount: number, facts: OpeningFacts): OpeningFacts => ({
    ...facts,
    posts: facts.posts.map((post) => (post.id === 'carer' ? { ...post, headcount } : post)),
  });

  it('are told with what another class has taken and what is left', () => {
    expect(found(used(other()))).toMatchObject([
      {
        rule: 'opening.post-reused',
        severity: 'warns',
        field: 'headcount',
        breach: { shared: 1, used: 4, free: 2, required: 6 },
        message: expect.stringContaining(
          '已由温县“WX-2026-0003 养老护理员”等班计入 4 人；扣除后本班有效岗位 2 个，须有 6 个，还差 4 个。',
        ),
        fix: expect.stringContaining('请再补 4 个别的岗位'),
      },
    ]);
  });

  it('are taken by nobody whose class offers none, and by one who needs the only one', () => {
    expect(found(used(other({ headcount: 0, offered: 0 })))).toEqual([]);
    const one = other({ headcount: 1, offered: 1, trainees: 1 });
    expect(found(used(other({ headcount: 0, offered: 0 }), one))).toMatchObject([{ breach: { used: 1, free: 5 } }]);
    expect(found(used(other({ headcount: 1, offered: 1, trainees: 1 })))).toMatchObject([
      { breach: { used: 1, free: 5 } },
    ]);
  });

  it('are told once for the whole list, however many of them another class has taken', () => {
    const both = found(used(other(), other({ postId: 'carer', headcount: 2 })));
    expect(both).toMatchObject([{ breach: { shared: 2, used: 6, free: 0 } }]);
    expect(both[0]).not.toHaveProperty('row');
    expect(both[0]?.message).toMatch(/^有 2 个岗位（/);
  });

  it('may be used by two classes while there are enough for both', () => {
    expect(rulesOf(withMore(5, used(other())))).toEqual(['opening.post-reused']);
    expect(rulesOf(withMore(6, used(other())))).toEqual([]);
  });

  it('are taken by a class in proportion to what it needs of all it offers', () => {
    const [half] = found(used(other({ offered: 12 })));
    expect(half?.breach).toMatchObject({ used: 2, free: 4 });
    const [tenth] = found(used(other({ offered: 60 })));
    expect(tenth?.breach).toMatchObject({ used: 1, free: 5 });
    const [whole] = found(used(other({ trainees: 40, offered: 6 })));
    expect(whole?.breach).toMatchObject({ used: 4 });
  });

  it('add up over classes, the one filed last named, and never fall below none', () => {
    const two = used(other({ offered: 12 }), other({ offered: 12, otherClass: '另一班' }));
    expect(found(two)).toMatchObject([{ breach: { used: 4, free: 2, otherClass: 'WX-2026-0003 养老护理员' } }]);
    const three = used(other(), other(), other());
    expect(found(three)).toMatchObject([{ breach: { used: 12, free: 2 } }]);
  });

  it('of a class that offers or wants nothing are not taken', () => {
    expect(rulesOf(used(other({ offered: 0 })))).toEqual([]);
    expect(rulesOf(used(other({ headcount: 0 })))).toEqual([]);
    expect(rulesOf(used(other({ trainees: 0 })))).toEqual([]);
  });

  it('that do not count by themselves are not counted here either', () => {
    const facts = used(other());
    const again = sound.posts.slice(0, 1).map((post) => ({ ...post, id: 'again' }));
    expect(found({ ...facts, posts: [...facts.posts, ...again] })).toMatchObject([{ breach: { free: 2 } }]);
  });

  it('say nothing where there are too few of them anyway, which another rule tells', () => {
    const few = withPost({ headcount: 3 });
    expect(rulesOf({ ...few, city: { ...noEvidence, posts: [other()] } })).toEqual([]);
    const nameless = withPost({ headcount: undefined });
    expect(rulesOf({ ...nameless, city: { ...noEvidence, posts: [other()] } })).toEqual([]);
  });

  it('are asked about since the mechanism of 2024', () => {
    expect(rulesOf({ ...used(other()), filedOn: day('2024-07-17') })).toEqual([]);
    expect(rulesOf({ ...used(other()), filedOn: day('2024-07-18') })).toHaveLength(1);
  });
});

describe('工资不低于最低工资标准', () => {
  const paid = (wageFromFen: number | undefined, filedOn = sound.filedOn) =>
    found({ ...withPost({ wageFromFen }), filedOn }).filter(({ rule }) => rule === 'opening.post-minimum-wage');

  it('of the lowest region of the province is asked to the fen', () => {
    expect(paid(180_000)).toEqual([]);
    expect(paid(179_999)).toMatchObject([
      {
        severity: 'warns',
        field: 'wageFrom',
        row: 'nurse',
        breach: { required: 1800, given: 1799 },
        message: '工资下限每月 1799 元，低于最低工资标准 1800 元。',
        fix: '请核对工资待遇是否按月、以元为单位；确实低于标准的岗位不应推荐。',
      },
    ]);
    expect(paid(undefined)).toEqual([]);
  });

  it.each([
    ['2021-12-31', 150_000],
    ['2022-01-01', 160_000],
    ['2023-12-31', 160_000],
    ['2024-01-01', 180_000],
  ])('on %s is %i fen', (on, least) => {
    expect([paid(least, day(on)).length, paid(least - 1, day(on)).length]).toEqual([0, 1]);
  });
});

describe('一个信用代码一家单位', () => {
  const code = sound.posts[0]?.creditCode ?? '';
  const second = (change: Partial<JobPost>): OpeningFacts => ({
    ...sound,
    posts: sound.posts.map((post) => (post.id === 'carer' ? { ...post, ...change } : post)),
  });

  it('is questioned at the second employer under one code', () => {
    expect(found(second({ creditCode: code.toLowerCase() }))).toMatchObject([
      {
        rule: 'opening.post-code-of-two',
        severity: 'warns',
        field: 'creditCode',
        row: 'carer',
        breach: { code, holder: '焦作市夕阳红老年公寓' },
        message: `信用代码 ${code} 在上面写的是“焦作市夕阳红老年公寓”，这里是另一家单位。`,
        fix: '请对照营业执照核对单位名称和代码；改过名的写现在的名称。',
      },
    ]);
  });

  it('is one employer however its name is spaced', () => {
    expect(found(second({ creditCode: code, employer: ' 焦作市夕阳红 老年公寓' }))).toEqual([]);
  });

  it('says nothing of posts without a code or a name', () => {
    const nameless = sound.posts.map((post) => ({ ...post, creditCode: '' }));
    expect(rulesOf({ ...sound, posts: nameless })).toEqual([]);
    expect(rulesOf(second({ creditCode: code, employer: '' }))).toEqual([]);
    const first = { ...second({ creditCode: code }) };
    const unnamed = first.posts.map((post) => (post.id === 'nurse' ? { ...post, employer: '' } : post));
    expect(rulesOf({ ...first, posts: unnamed })).toEqual([]);
  });
});

describe('岗位联系人是用人单位的', () => {
  it('is questioned where it is the lead of the class', () => {
    expect(found(withPost({ phone: '1390391 0001' }))).toMatchObject([
      {
        rule: 'opening.post-contact-own',
        severity: 'warns',
        field: 'phone',
        row: 'nurse',
        message: '这个联系方式是本班班级负责人的电话，无法向用人单位核实。',
        fix: '请填写用人单位招聘联系人的电话。',
      },
    ]);
  });

  it('is questioned where it is a trainee', () => {
    expect(found(withPost({ phone: '13812345679' }))).toMatchObject([
      { field: 'phone', message: '这个联系方式是本班学员的电话，无法向用人单位核实。' },
    ]);
  });

  it('says nothing while a telephone is missing on either side', () => {
    const silent = applied({ classLeadPhone: '' });
    const roster = silent.roster.map((row) => ({ ...row, cells: { ...row.cells, phone: '' } }));
    const posts = silent.posts.map((post) => ({ ...post, phone: '' }));
    expect(found({ ...silent, roster, posts })).toEqual([]);
  });
});

describe('rules of single posts', () => {
  it('are asked since the notice of 2021', () => {
    const facts = { ...withPost({ wageFromFen: 1, phone: '13812345679' }) };
    const code = facts.posts[0]?.creditCode ?? '';
    const posts = facts.posts.map((post) => ({ ...post, creditCode: code }));
    expect(rulesOf({ ...facts, posts, filedOn: day('2020-12-31') })).toEqual([]);
    expect(rulesOf({ ...facts, posts, filedOn: day('2021-01-01') })).toHaveLength(3);
  });
});
