import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import type { Lesson, OpeningFacts } from './opening';
import { planHours, planRules, requiredHoursOf } from './plan-rules';
import { applied, filedOn, sound, startsOn, withLesson } from './sound-opening';

const found = (facts: OpeningFacts) => judge(planRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);
const ofRule = (facts: OpeningFacts, rule: string) => found(facts).filter((finding) => finding.rule === rule);
const withRequired = (requiredHours: number): OpeningFacts => ({
  ...sound,
  catalogue: sound.catalogue.map((entry) => ({ ...entry, requiredHours })),
});
const planned = (lessons: readonly Lesson[]): OpeningFacts => ({ ...sound, lessons });

describe('a teaching plan', () => {
  it('passes when it has the hours, the people and the rooms', () => expect(found(sound)).toEqual([]));

  it('may be a single lesson hour, which is a plan, though too short and no practice', () => {
    const [lesson] = sound.lessons;
    const short = planned(lesson ? [{ ...lesson, lessonHours: 1 }] : []);
    expect(found(short).map(({ rule, breach }) => [rule, breach])).toEqual([
      ['opening.plan-hours', { required: 40, given: 1 }],
      ['opening.teachers-enough', { count: 1 }],
      ['opening.plan-practice-share', { required: 50, share: 0 }],
    ]);
  });

  it('is half practice or is not: 100 hours of 202 are not', () => {
    const [theory] = sound.lessons;
    const practice = sound.lessons.find(({ kind }) => kind === 'practice');
    const shared = (hours: number): OpeningFacts =>
      planned(
        theory && practice
          ? [
              { ...theory, lessonHours: 202 - hours },
              { ...practice, lessonHours: hours },
            ]
          : [],
      );
    expect(ofRule(shared(101), 'opening.plan-practice-share')).toEqual([]);
    expect(ofRule(shared(100), 'opening.plan-practice-share')).toMatchObject([{ breach: { required: 50, share: 49 } }]);
  });

  it('counts its hours by kind', () => {
    expect(planHours(sound.lessons)).toEqual({ theory: 16, practice: 20, exam: 4, total: 40 });
    expect(planHours([])).toEqual({ theory: 0, practice: 0, exam: 0, total: 0 });
  });

  it('is asked for when there is none, once', () => {
    expect(found(planned([]))).toMatchObject([
      {
        rule: 'opening.plan-given',
        severity: 'blocks',
        field: 'lessons',
        message: '还没有教学计划。',
        fix: '请按每周安排生成课次，或逐次录入。',
      },
    ]);
  });
});

describe('总课时', () => {
  it('meets the catalogue’s hours exactly, and not one less', () => {
    expect(rulesOf(withRequired(40))).toEqual([]);
    expect(found(withRequired(41))).toMatchObject([
      {
        rule: 'opening.plan-hours',
        severity: 'blocks',
        field: 'lessonHours',
        breach: { required: 41, given: 40 },
        message: '规定总课时 41，教学计划合计 40 课时。',
        fix: '请再排 1 课时。',
      },
    ]);
  });

  it('is that of this occupation and level on the first day', () => {
    const [entry] = sound.catalogue;
    const others = entry
      ? [
          { ...entry, level: 3 as const, requiredHours: 100 },
          { ...entry, occupationCode: '4-10-01-06', requiredHours: 90 },
          { ...entry, validUntil: addDays(startsOn, -1), requiredHours: 80 },
          { ...entry, validFrom: addDays(startsOn, 1), requiredHours: 70 },
          { ...entry, validFrom: startsOn, validUntil: startsOn, requiredHours: 60 },
        ]
      : [];
    expect(requiredHoursOf({ ...sound, catalogue: others })).toBe(60);
    expect(requiredHoursOf({ ...sound, catalogue: others.slice(0, 4) })).toBeUndefined();
    expect(rulesOf({ ...sound, catalogue: [] })).toEqual([]);
    const open = { ...applied({ startsOn: undefined }), catalogue: others };
    expect(requiredHoursOf(open)).toBe(80);
    expect(requiredHoursOf({ ...open, filedOn: startsOn })).toBe(60);
  });
});

describe('课次在培训期内', () => {
  it('begins no sooner than the class and ends with it', () => {
    expect(rulesOf(withLesson({ taughtOn: startsOn }))).toEqual([]);
    const early = withLesson({ taughtOn: addDays(startsOn, -3) });
    expect(ofRule(early, 'opening.plan-within-dates')).toMatchObject([
      {
        severity: 'blocks',
        field: 'taughtOn',
        row: '1-08:30',
        breach: { day: '2026-12-11', startsOn: '2026-12-14', endsOn: '2026-12-18' },
        message: '12月11日 周五的课不在培训期内（12月14日 周一至12月18日 周五）。',
        fix: '请改课次日期，或改申请表的培训时间。',
      },
    ]);
    expect(rulesOf(withLesson({ taughtOn: day('2026-12-18') }, 9))).toEqual([]);
    expect(rulesOf(withLesson({ taughtOn: day('2026-12-21') }, 9))).toEqual(['opening.plan-within-dates']);
  });

  it('is held only to the days that are chosen', () => {
    expect(rulesOf(applied({ startsOn: undefined, endsOn: undefined }))).toEqual([]);
    const early = withLesson({ taughtOn: addDays(startsOn, -3) });
    const noEnd = { ...early, application: { ...early.application, endsOn: undefined } };
    expect(found(noEnd)).toMatchObject([{ message: '12月11日 周五的课不在培训期内（12月14日 周一至未定）。' }]);
    const late = withLesson({ taughtOn: day('2026-12-21') }, 9);
    const noStart = { ...late, application: { ...late.application, startsOn: undefined } };
    expect(found(noStart)).toMatchObject([{ message: '12月21日 周一的课不在培训期内（未定至12月18日 周五）。' }]);
  });
});

describe('开班当天有课', () => {
  it('wonders when the first lesson, wherever it stands in the table, is later than the first day', () => {
    const late = planned(sound.lessons.slice(2));
    expect(ofRule(late, 'opening.plan-first-lesson')).toMatchObject([
      {
        severity: 'warns',
        field: 'taughtOn',
        breach: { first: '2026-12-15', startsOn: '2026-12-14' },
        message: '开班日期是12月14日 周一，第一次课却在12月15日 周二。',
        fix: '请核对开班日期或第一次课的日期。',
      },
    ]);
    expect(rulesOf(planned([...sound.lessons].reverse()))).toEqual([]);
    expect(rulesOf(applied({ startsOn: undefined }))).toEqual([]);
  });
});

describe('课时与时长', () => {
  it('gives every lesson hour 45 minutes', () => {
    expect(rulesOf(withLesson({ startsMinute: 480, endsMinute: 660 }))).toEqual([]);
    expect(found(withLesson({ startsMinute: 480, endsMinute: 659 }))).toMatchObject([
      {
        rule: 'opening.plan-minutes',
        severity: 'blocks',
        field: 'lessonHours',
        row: '1-08:30',
        breach: { hours: 4, minutes: 179, needed: 180 },
        message: '4 课时至少要 180 分钟，这次课只有 179 分钟。',
        fix: '请延长上课时间或减少课时数。',
      },
    ]);
  });
});

describe('每日课时', () => {
  it('is eight at most, and a ninth is asked about once, at the first lesson of the day', () => {
    const nine = withLesson({ lessonHours: 5, startsMinute: 465, kind: 'practice' });
    expect(found(nine)).toMatchObject([
      {
        rule: 'opening.plan-day-load',
        severity: 'warns',
        field: 'lessonHours',
        row: '1-08:30',
        breach: { day: '2026-12-14', hours: 9, limit: 8 },
        message: '12月14日 周一排了 9 课时，超过每日 8 课时。',
        fix: '请把部分课次移到其他日子；确有需要请在核查时说明。',
      },
    ]);
    expect(rulesOf(withLesson({ taughtOn: startsOn, startsMinute: 1080, endsMinute: 1260 }, 2))).toEqual([
      'opening.plan-day-load',
    ]);
  });
});

describe('课次不重叠', () => {
  const at = (id: string, startsMinute: number, endsMinute: number): Lesson[] =>
    sound.lessons.slice(0, 1).map((lesson) => ({ ...lesson, id, startsMinute, endsMinute, lessonHours: 1 }));
  const overlaps = (...lessons: Lesson[][]) => ofRule(planned(lessons.flat()), 'opening.plan-overlap');

  it('lets one lesson begin when the other ends, and not a minute sooner', () => {
    expect(overlaps(at('a', 480, 540), at('b', 540, 600))).toEqual([]);
    expect(overlaps(at('a', 480, 540), at('b', 539, 600))).toMatchObject([
      {
        severity: 'blocks',
        field: 'starts',
        row: 'b',
        breach: { day: '2026-12-14', starts: 539, until: 540 },
        message: '12月14日 周一 08:59 的课与前面的课（到 09:00）重叠。',
        fix: '请错开两次课的时间。',
      },
    ]);
  });

  it('finds every lesson inside a long one, not only the next', () => {
    const rows = overlaps(at('long', 480, 720), at('short', 510, 540), at('inside', 600, 660)).map(({ row }) => row);
    expect(rows).toEqual(['short', 'inside']);
  });

  it('finds them wherever they stand in the table', () => {
    expect(overlaps(at('b', 539, 600), at('a', 480, 540)).map(({ row }) => row)).toEqual(['b']);
    expect(overlaps(at('short', 480, 540), at('long', 480, 600)).map(({ row }) => row)).toEqual(['short']);
  });

  it('does not confuse days, and tells them in order', () => {
    const nextDay = (lessons: Lesson[]) => lessons.map((each) => ({ ...each, taughtOn: addDays(startsOn, 1) }));
    expect(overlaps(at('a', 480, 540), nextDay(at('b', 480, 540)))).toEqual([]);
    const next = nextDay([at('c', 480, 540), at('d', 500, 540)].flat());
    expect(overlaps(next, at('a', 870, 960), at('b', 900, 960)).map(({ row }) => row)).toEqual(['b', 'd']);
  });

  it('knows a lesson that begins at midnight', () => expect(overlaps(at('a', 0, 60))).toEqual([]));
});

describe('课次填写完整', () => {
  it.each([
    ['content', { content: '' }, '没有填写教学内容。', '请为这次课填写教学内容。'],
    ['teacherId', { teacherId: undefined }, '没有填写授课教师。', '请为这次课填写授课教师。'],
    ['venueId', { venueId: undefined }, '没有填写培训地点。', '请为这次课填写培训地点。'],
    ['teacherId', { teacherId: 'stranger' }, '授课教师不是本机构登记在册的。', '请改选本机构登记的授课教师。'],
    ['venueId', { venueId: 'elsewhere' }, '培训地点不是本机构登记在册的。', '请改选本机构登记的培训地点。'],
  ])('stops a lesson at %s when %o', (field, change, message, fix) => {
    expect(found(withLesson(change))).toMatchObject([
      { rule: 'opening.plan-complete', severity: 'blocks', field, row: '1-08:30', message, fix },
    ]);
  });
});

describe('法定节假日排课', () => {
  const onDay = (taughtOn: string, classMode: 'daytime' | 'evening' | 'holiday') => {
    const facts = withLesson({ taughtOn: day(taughtOn) });
    const application = { ...facts.application, classMode, startsOn: day(taughtOn), endsOn: day('2027-03-01') };
    return ofRule({ ...facts, lessons: facts.lessons.slice(0, 1), application }, 'opening.plan-holiday');
  };
  it('asks about a lesson on a day off, unless the class is held on days off', () => {
    expect(onDay('2026-12-19', 'daytime')).toMatchObject([
      {
        severity: 'warns',
        field: 'taughtOn',
        row: '1-08:30',
        breach: { day: '2026-12-19' },
        message: '12月19日 周六是休息日。',
        fix: '请改到工作日；确在休息日上课的，上课方式请选“假日班”。',
      },
    ]);
    expect(onDay('2026-12-19', 'evening')).toHaveLength(1);
    expect(onDay('2026-12-19', 'holiday')).toEqual([]);
    expect(onDay('2026-10-01', 'daytime')).toHaveLength(1);
    expect(onDay('2026-10-10', 'daytime')).toEqual([]);
  });
});

describe('实操比例', () => {
  const split = (...kinds: Lesson['kind'][]): OpeningFacts =>
    planned(sound.lessons.map((lesson, index) => ({ ...lesson, kind: kinds[index] ?? 'theory' })));

  it('is half of all lesson hours at least, the exam counted among them', () => {
    expect(rulesOf(split('practice', 'practice', 'practice', 'practice', 'practice', 'exam'))).toEqual([]);
    expect(found(split('practice', 'practice', 'practice', 'practice', 'exam'))).toMatchObject([
      {
        rule: 'opening.plan-practice-share',
        severity: 'warns',
        field: 'kind',
        breach: { required: 50, share: 40 },
        message: '实操占 40%，低于建议的 50%。',
        fix: '请增加实操课时，或在核查时说明。',
      },
    ]);
  });

  it('does not round up to the half', () => {
    const kinds = (practice: number, theory: number) =>
      planned(
        [['practice', practice] as const, ['theory', theory] as const].flatMap(([kind, lessonHours]) =>
          sound.lessons.slice(0, 1).map((lesson) => ({ ...lesson, kind, lessonHours })),
        ),
      );
    expect(ofRule(kinds(199, 201), 'opening.plan-practice-share')).toMatchObject([{ breach: { share: 49 } }]);
    expect(ofRule(kinds(200, 200), 'opening.plan-practice-share')).toEqual([]);
  });
});

describe('rules that rest on the mechanism of 2024', () => {
  it('are not asked of a class filed before it', () => {
    const strange = { ...withLesson({ teacherId: 'zhao' }), filedOn: day('2024-07-17') };
    const oneTeacher = { ...strange, lessons: strange.lessons.map((lesson) => ({ ...lesson, teacherId: 'zhao' })) };
    expect(rulesOf(oneTeacher)).not.toContain('opening.teachers-enough');
    expect(rulesOf({ ...oneTeacher, filedOn: day('2024-07-18') })).toContain('opening.teachers-enough');
    expect(rulesOf({ ...oneTeacher, filedOn })).toEqual(['opening.teachers-enough']);
  });
});
