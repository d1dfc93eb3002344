import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import type { DormantEmployer } from '#registers';
import type { JobPost, OpeningFacts } from './opening';
import { countedHeadcount, postRules, uncountedPosts } from './post-rules';
import { applied, filedOn, sound, soundInstitution, startsOn, withPost } from './sound-opening';

const found = (facts: OpeningFacts) => judge(postRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);
const faultOf = (change: Partial<JobPost>) => uncountedPosts(withPost(change)).get('nurse');
const offering = (...posts: readonly JobPost[]): OpeningFacts => ({ ...sound, posts: [...sound.posts, ...posts] });
const again = (change: Partial<JobPost>): JobPost[] =>
  sound.posts.slice(0, 1).map((post) => ({ ...post, id: 'again', ...change }));

/** The sound opening with something standing against the employer of its first post since the day of filing. */
const against = (change: Partial<DormantEmployer>): OpeningFacts => ({
  ...sound,
  dormantEmployers: [
    { creditCode: '91410800MA40000158', fault: 'deregistered', since: filedOn, liftedOn: undefined, ...change },
  ],
});

describe('岗位不少于 1:3', () => {
  it('wants three posts a trainee, and is content with exactly that', () => {
    expect(found(sound)).toEqual([]);
    expect(countedHeadcount(sound)).toBe(6);
    expect(found(withPost({ headcount: 3 }))).toMatchObject([
      {
        rule: 'opening.enough-posts',
        severity: 'blocks',
        field: 'headcount',
        breach: { required: 6, offered: 5, trainees: 2 },
        message: '2 名学员须有不少于 6 个有效就业岗位，现有 5 个。',
        fix: '请再补充 1 个岗位。',
      },
    ]);
  });

  it('is content with a single post that is wide enough', () => {
    expect(rulesOf({ ...sound, posts: sound.posts.slice(0, 1).map((post) => ({ ...post, headcount: 6 })) })).toEqual(
      [],
    );
  });

  it('asks for the table even while the roster is empty', () => {
    expect(found({ ...sound, roster: [], posts: [] })).toMatchObject([
      {
        rule: 'opening.enough-posts',
        breach: { required: 0, offered: 0, trainees: 0 },
        fix: '请填写就业岗位信息统计表。',
      },
    ]);
    expect(rulesOf({ ...sound, roster: [] })).toEqual([]);
    expect(found({ ...sound, posts: [] })).toMatchObject([{ fix: '请再补充 6 个岗位。' }]);
  });
});

describe('a post counts towards 1:3', () => {
  it('unless it is the institution’s own, under its present name or code or a former one', () => {
    const former = { name: '博爱县旧名职业培训学校', creditCode: '52410822MJ0000019W' };
    const renamed = (change: Partial<JobPost>) =>
      uncountedPosts({ ...withPost(change), institution: { ...soundInstitution, formerly: [former] } }).get('nurse');
    for (const own of [soundInstitution, former]) {
      expect(renamed({ employer: own.name })).toBe('own');
      expect(renamed({ creditCode: own.creditCode.toLowerCase() })).toBe('own');
    }
    expect(renamed({})).toBeUndefined();
    expect(faultOf({ employer: former.name })).toBeUndefined();
  });

  it('when it is still open on the first day of the class', () => {
    expect(faultOf({ validUntil: startsOn })).toBeUndefined();
    expect(faultOf({ validUntil: addDays(startsOn, -1) })).toBe('stale');
    expect(faultOf({ validUntil: undefined })).toBeUndefined();
  });

  it('when it is still open on the day of filing, while no start is chosen', () => {
    const open = (validUntil: string) => {
      const facts = withPost({ validUntil: day(validUntil) });
      return uncountedPosts({ ...facts, application: { ...facts.application, startsOn: undefined } }).get('nurse');
    };
    expect(open(filedOn)).toBeUndefined();
    expect(open(addDays(filedOn, -1))).toBe('stale');
  });

  it('when it names employer, post and headcount', () => {
    expect(faultOf({ employer: '' })).toBe('incomplete');
    expect(faultOf({ post: '' })).toBe('incomplete');
    expect(faultOf({ headcount: undefined })).toBe('incomplete');
    expect(faultOf({ headcount: 0 })).toBe('incomplete');
  });

  it('when it is not the institution’s own, by name or by code, in capitals or not', () => {
    expect(faultOf({ employer: soundInstitution.name, creditCode: '' })).toBe('own');
    expect(faultOf({ creditCode: soundInstitution.creditCode })).toBe('own');
    expect(faultOf({ creditCode: soundInstitution.creditCode.toLowerCase() })).toBe('own');
  });

  it('once: the second naming of the same post is left out, in capitals or not', () => {
    const faults = (...posts: JobPost[]) => [...uncountedPosts(offering(...posts))];
    expect(faults(...again({}))).toEqual([['again', 'duplicate']]);
    expect(faults(...again({ creditCode: '91410800ma40000158' }))).toEqual([['again', 'duplicate']]);
    expect(faults(...again({ employer: '夕阳红' }))).toEqual([['again', 'duplicate']]);
    expect(faults(...again({ post: '护工' }))).toEqual([]);
    expect(faults(...again({ phone: '03913560009' }))).toEqual([]);
    expect(faults(...again({ creditCode: '' }))).toEqual([]);
    const nameless = sound.posts.slice(1).map((post) => ({ ...post, id: 'again' }));
    expect(faults(...nameless)).toEqual([['again', 'duplicate']]);
    expect(faults(...nameless.map((post) => ({ ...post, employer: '另一家' })))).toEqual([]);
  });

  it('when its employer is one still: not struck off, revoked or listed on the first day of the class', () => {
    const faults = (since: string, change: Partial<DormantEmployer> = {}) =>
      uncountedPosts(against({ since: day(since), ...change })).get('nurse');
    expect(faults(startsOn)).toBe('dormant');
    expect(faults(addDays(startsOn, 1))).toBeUndefined();
    expect(faults(filedOn, { liftedOn: startsOn })).toBeUndefined();
    expect(faults(filedOn, { liftedOn: addDays(startsOn, 1) })).toBe('dormant');
    expect(faults(filedOn, { creditCode: '91410822MA9000027A' })).toBeUndefined();
  });

  it('whose employer is known by code only: a post without one is never held against anybody', () => {
    const facts = against({});
    const posts = facts.posts.map((post) => ({ ...post, creditCode: '' }));
    expect([...uncountedPosts({ ...facts, posts })]).toEqual([]);
    const small = facts.posts.map((post) => ({ ...post, creditCode: post.creditCode.toLowerCase() }));
    expect(uncountedPosts({ ...facts, posts: small }).get('nurse')).toBe('dormant');
  });

  it('and an uncounted naming leaves room for a later one that counts', () => {
    const [stale] = again({ id: 'nurse', validUntil: addDays(startsOn, -1) });
    const posts = stale ? [stale, ...again({})] : [];
    expect([...uncountedPosts({ ...sound, posts })]).toEqual([['nurse', 'stale']]);
  });
});

describe('未计入的岗位', () => {
  it.each([
    ['validUntil', { validUntil: addDays(startsOn, -1) }, '这一岗位开班时已过有效期，不计入 1:3。'],
    ['employer', { employer: soundInstitution.name }, '这一岗位是本机构自己的岗位，不计入 1:3。'],
  ])('is named with its reason at %s', (field, change, message) => {
    expect(found(withPost(change))).toMatchObject([
      { rule: 'opening.enough-posts', breach: { offered: 2 } },
      {
        rule: 'opening.post-uncounted',
        severity: 'warns',
        field,
        row: 'nurse',
        message,
        fix: '请更换岗位；总数已够时可以保留。',
      },
    ]);
  });

  it.each([
    ['deregistered', '这一岗位的用人单位已注销（2026-12-07 起），不计入 1:3。'],
    ['revoked', '这一岗位的用人单位已吊销营业执照（2026-12-07 起），不计入 1:3。'],
    ['abnormal', '这一岗位的用人单位已列入经营异常名录（2026-12-07 起），不计入 1:3。'],
  ] as const)('says what stands against an employer: %s', (fault, message) => {
    expect(found(against({ fault }))).toMatchObject([
      { rule: 'opening.enough-posts', breach: { offered: 2 } },
      {
        rule: 'opening.post-uncounted',
        severity: 'warns',
        field: 'employer',
        row: 'nurse',
        message,
        fix: '请换仍在经营的用人单位；该单位已恢复经营的，请县（市、区）人社局在用人单位档案中解除。',
      },
    ]);
  });

  it('says which row repeats another', () => {
    expect(found(offering(...again({})))).toMatchObject([
      { field: 'employer', row: 'again', message: '这一岗位与上面一行重复，不计入 1:3。' },
    ]);
  });

  it('is not said of an incomplete row, which is asked for what it lacks', () => {
    expect(rulesOf(withPost({ employer: '' }))).toEqual(['opening.enough-posts', 'opening.post-complete']);
  });
});

describe('岗位信息完整', () => {
  const missing: readonly [keyof JobPost, string, string, string | undefined][] = [
    ['employer', 'employer', '招聘单位', ''],
    ['post', 'post', '岗位', ''],
    ['headcount', 'headcount', '招聘人数', undefined],
    ['contact', 'contact', '联系人', ''],
    ['phone', 'phone', '联系方式', ''],
    ['wageFromFen', 'wageFrom', '工资待遇', undefined],
  ];
  it.each(missing)('asks for %s', (key, field, label, blank) => {
    const finding = found(withPost({ [key]: blank })).find(({ rule }) => rule === 'opening.post-complete');
    expect(finding).toMatchObject({
      severity: 'blocks',
      field,
      row: 'nurse',
      message: `没有填写${label}。`,
      fix: `请补填${label}，或删去这一行。`,
    });
  });

  it('takes a wage of nothing for a wage, and asks for no address, code or upper limit', () => {
    expect(rulesOf(withPost({ wageFromFen: 0, wageToFen: undefined, address: '', creditCode: '' }))).toEqual([]);
  });
});

describe('用人单位信用代码', () => {
  it('must check out when it is given', () => {
    expect(rulesOf(withPost({ creditCode: '91410822MA9000027A' }))).toEqual([]);
    expect(rulesOf(withPost({ creditCode: '' }))).toEqual([]);
    expect(found(withPost({ creditCode: '91410800MA40000159' }))).toMatchObject([
      {
        rule: 'opening.post-credit-code',
        severity: 'blocks',
        field: 'creditCode',
        row: 'nurse',
        message: '统一社会信用代码 91410800MA40000159 校验不符。',
        fix: '请对照营业执照核对 18 位代码；不确定时可留空。',
      },
    ]);
  });
});

describe('工资上下限', () => {
  it('may be the same, never the wrong way round', () => {
    expect(rulesOf(withPost({ wageFromFen: 300_000, wageToFen: 300_000 }))).toEqual([]);
    expect(found(withPost({ wageFromFen: 300_000, wageToFen: 299_999 }))).toMatchObject([
      {
        rule: 'opening.post-wage-range',
        severity: 'blocks',
        field: 'wageTo',
        row: 'nurse',
        message: '工资上限低于下限。',
        fix: '请核对工资待遇的上下限。',
      },
    ]);
    expect(rulesOf(withPost({ wageFromFen: undefined, wageToFen: 1 }))).toEqual(['opening.post-complete']);
  });
});

describe('岗位有效期', () => {
  it('is asked for, and does not stop a filing', () => {
    expect(found(withPost({ validUntil: undefined }))).toMatchObject([
      {
        rule: 'opening.post-valid-until',
        severity: 'warns',
        field: 'validUntil',
        row: 'nurse',
        message: '没有写明岗位有效期，无法判断开班时（12月7日 周一申报）是否仍在招聘。',
        fix: '请向用人单位问明并填写有效期。',
      },
    ]);
    expect(rulesOf(applied({ startsOn: undefined }))).toEqual([]);
  });
});
