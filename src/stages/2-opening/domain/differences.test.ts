import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { differencesBetween, type Names } from './differences';
import type { OpeningFacts } from './opening';
import { plantedFaults } from './planted-faults';
import { rosterFields } from './roster/fields';
import { applied, sound, startsOn, withLesson, withPost } from './sound-opening';

const names: Names = {
  occupation: (code) => (code === '4-10-01-05' ? '养老护理员' : `职业 ${code}`),
  venue: (id) => `场地 ${id}`,
  teacher: (id) => `教师 ${id}`,
};
const between = (before: OpeningFacts, after: OpeningFacts) => differencesBetween(before, after, names);
const change = (after: OpeningFacts) => between(sound, after);

const withTrainee = (cells: Record<string, string>): OpeningFacts => ({
  ...sound,
  roster: sound.roster.map((row, index) => (index === 0 ? { ...row, cells: { ...row.cells, ...cells } } : row)),
});

const copyOf = (facts: OpeningFacts): OpeningFacts => ({
  ...facts,
  roster: facts.roster.map((row) => ({ ...row, cells: { ...row.cells } })),
  lessons: facts.lessons.map((lesson) => ({ ...lesson })),
  posts: facts.posts.map((post) => ({ ...post })),
});

describe('the differences between two filings', () => {
  it('are none between a filing and itself', () => {
    expect(change(sound)).toEqual([]);
    expect(change(copyOf(sound))).toEqual([]);
  });

  it.each([
    [{ occupationCode: '4-10-01-06' }, '培训专业', '养老护理员', '职业 4-10-01-06'],
    [{ occupationCode: undefined }, '培训专业', '养老护理员', ''],
    [{ level: 3 as const }, '等级', '四级', '三级'],
    [{ level: undefined }, '等级', '四级', ''],
    [{ startsOn: addDays(startsOn, 1) }, '开班日期', '12月14日 周一', '12月15日 周二'],
    [{ endsOn: plainDate('2026-12-21') }, '结束日期', '12月18日 周五', '12月21日 周一'],
    [{ finalExamOn: plainDate('2026-12-21') }, '结业考试时间', '12月18日 周五', '12月21日 周一'],
    [{ skillsAssessmentOn: undefined }, '职业技能鉴定时间', '12月25日 周五', ''],
    [{ classMode: 'evening' as const }, '上课方式', '白天班', '晚上班'],
    [{ classMode: undefined }, '上课方式', '白天班', ''],
    [{ theoryVenueId: 'hall' }, '理论课地点', '场地 room', '场地 hall'],
    [{ theoryVenueId: undefined }, '理论课地点', '场地 room', ''],
    [{ practiceVenueId: undefined }, '实操课地点', '场地 workshop', ''],
    [{ classLeadName: '吴慧敏' }, '本班负责人', '周玉兰', '吴慧敏'],
    [{ classLeadPhone: '13903919999' }, '负责人联系电话', '（已改）', '（已改）'],
  ])('name the field of the application: %o', (fields, field, before, after) => {
    expect(change(applied(fields))).toStrictEqual([{ part: 'application', what: '申请表', field, before, after }]);
  });

  it.each([
    [{ taughtOn: addDays(startsOn, 1) }, '日期', '12月14日 周一', '12月15日 周二'],
    [{ startsMinute: 480 }, '时间', '08:30–11:30', '08:00–11:30'],
    [{ endsMinute: 720 }, '时间', '08:30–11:30', '08:30–12:00'],
    [{ lessonHours: 3 }, '课时', '4', '3'],
    [{ kind: 'practice' as const }, '类型', '理论', '实操'],
    [{ content: '消防' }, '内容', '照护安全', '消防'],
    [{ teacherId: 'zhao' }, '教师', '教师 li', '教师 zhao'],
    [{ teacherId: undefined }, '教师', '教师 li', ''],
    [{ venueId: undefined }, '地点', '场地 room', ''],
  ])('name the field of a lesson: %o', (fields, field, before, after) => {
    expect(change(withLesson(fields))).toMatchObject([{ part: 'plan', row: '1-08:30', field, before, after }]);
  });

  it.each([
    [{ employer: '夕阳红' }, '招聘单位', '焦作市夕阳红老年公寓', '夕阳红'],
    [{ creditCode: '' }, '信用代码', '91410800MA40000158', ''],
    [{ address: '9 号' }, '单位地址', '解放中路 8 号', '9 号'],
    [{ post: '护工' }, '岗位', '养老护理员', '护工'],
    [{ headcount: undefined }, '人数', '4', ''],
    [{ wageFromFen: 310_050 }, '工资', '3200–4200', '3100.5–4200'],
    [{ wageToFen: undefined }, '工资', '3200–4200', '3200–'],
    [{ contact: '孙先生' }, '联系人', '孙女士', '孙先生'],
    [{ phone: '13703918888' }, '联系方式', '（已改）', '（已改）'],
    [{ validUntil: undefined }, '有效期', '3月31日 周三', ''],
  ])('name the field of a post: %o', (fields, field, before, after) => {
    expect(change(withPost(fields))).toMatchObject([{ part: 'posts', row: 'nurse', field, before, after }]);
  });

  it('name the trainee and the field, and only that an identity number or a telephone has changed', () => {
    expect(change(withTrainee({ category: '城镇登记失业人员' }))).toEqual([
      {
        part: 'roster',
        row: 'wang',
        what: '王伟',
        field: '人员类别',
        before: '农村转移就业劳动者',
        after: '城镇登记失业人员',
      },
    ]);
    expect(change(withTrainee({ id: '410802199003070025', phone: '13812349999' }))).toMatchObject([
      { field: '身份证号', before: '（已改）', after: '（已改）' },
      { field: '联系电话', before: '（已改）', after: '（已改）' },
    ]);
    expect(change(withTrainee({ name: '' }))).toMatchObject([{ what: '未写姓名', field: '姓名', after: '' }]);
  });

  it('see every column of the roster but the running number', () => {
    const seen = rosterFields.filter((field) => change(withTrainee({ [field]: 'x' })).length === 1);
    expect(seen).toEqual(rosterFields.filter((field) => field !== 'position'));
  });

  it('tell rows added and rows taken out', () => {
    const shorter = {
      ...sound,
      roster: sound.roster.slice(1),
      lessons: sound.lessons.slice(1),
      posts: sound.posts.slice(1),
    };
    const rows = [
      { part: 'plan', what: '12月14日 周一' },
      { part: 'roster', what: '王伟' },
      { part: 'posts', what: '焦作市夕阳红老年公寓 养老护理员' },
    ];
    expect(change(shorter)).toEqual(rows.map((row) => ({ ...row, field: '', before: '删去', after: '' })));
    expect(between(shorter, sound)).toMatchObject(
      rows.map((row) => ({ ...row, field: '', before: '', after: '新增' })),
    );
  });
});

describe('any two filings', () => {
  // What was shown of a trainee is told with its own rules: proof-changes.test.ts.
  const faultsOfForms = Object.keys(plantedFaults).filter((rule) => !/portrait|proof/.test(rule));
  const anyFiling = fc
    .uniqueArray(fc.constantFrom(...faultsOfForms), { maxLength: 4 })
    .map((faults) => faults.reduce((facts, rule) => plantedFaults[rule]?.(facts) ?? facts, sound));

  it('differ in the same places seen from either side', () => {
    fc.assert(
      fc.property(anyFiling, anyFiling, (one, other) => {
        const places = (before: OpeningFacts, after: OpeningFacts) =>
          between(before, after)
            .map(({ part, field }) => `${part} ${field}`)
            .sort();
        expect(places(one, other)).toEqual(places(other, one));
        expect(between(one, copyOf(one))).toEqual([]);
      }),
    );
  });

  it('never show an identity number or a telephone', () => {
    const digits = fc.stringMatching(/^[1-9]\d{10,17}$/);
    fc.assert(
      fc.property(digits, digits, digits, digits, (id, phone, lead, contact) => {
        const facts = { ...withTrainee({ id, phone }), posts: withPost({ phone: contact }).posts };
        const after = { ...facts, application: { ...facts.application, classLeadPhone: lead } };
        const told = JSON.stringify([change(after), between(after, sound)]);
        for (const secret of [id, phone, lead, contact]) expect(told).not.toContain(secret);
      }),
    );
  });
});
