import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import type { InstitutionFacts } from '#registers';
import { applicationRules, earliestStart } from './application-rules';
import type { Application, OpeningFacts } from './opening';
import { applied, byInstitution, filedOn, sound, startsOn } from './sound-opening';

const found = (facts: OpeningFacts) => judge(applicationRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);

/** The sound opening with its whole course some days earlier or later. */
const begunOn = (starts: string): OpeningFacts => applied({ startsOn: day(starts) });

describe('an application', () => {
  it('passes when it is whole, in time, and within what the institution is designated for', () => {
    expect(found(sound)).toEqual([]);
  });

  it('is judged by the law of its own day: nothing is asked before the notice of 2021', () => {
    const blank = { ...sound, filedOn: day('2020-12-31'), application: { ...sound.application, classLeadName: '' } };
    expect(found(blank)).toEqual([]);
    expect(rulesOf({ ...blank, filedOn: day('2021-01-01') })).toContain('opening.field-missing');
  });
});

describe('提前申报', () => {
  it('lets a class begin on the fifth working day after filing, and not a day sooner', () => {
    expect(rulesOf(begunOn('2026-12-14'))).toEqual([]);
    expect(found(begunOn('2026-12-11'))).toMatchObject([
      {
        rule: 'opening.filed-in-time',
        severity: 'blocks',
        field: 'startsOn',
        cites: ['2021.3', '2024.1.1'],
        breach: { required: 5, given: 4, earliest: '2026-12-14', filed: '2026-12-07' },
        message: '须提前 5 个工作日申报开班，本班提前 4 个工作日。',
        fix: '今天申报，最早可在 12月14日 周一 开班；请改开班日期。',
      },
    ]);
  });

  it('counts no weekend and no holiday', () => {
    const beforeNationalDay = { ...sound, filedOn: day('2026-09-28') };
    const on = (starts: string) =>
      rulesOf({ ...beforeNationalDay, application: { ...sound.application, startsOn: day(starts) } });
    // 29, 30 September; 8, 9 October; 10 October is a Saturday worked.
    expect(on('2026-10-09')).toContain('opening.filed-in-time');
    expect(on('2026-10-10')).not.toContain('opening.filed-in-time');
  });

  it('names the year of a start in the next one', () => {
    const late = {
      ...sound,
      filedOn: day('2026-12-29'),
      application: { ...sound.application, startsOn: day('2026-12-30') },
    };
    const message = found(late).find(({ rule }) => rule === 'opening.filed-in-time')?.fix;
    expect(message).toBe('今天申报，最早可在 2027年1月6日 周三 开班；请改开班日期。');
  });

  it('follows an officer’s later figure from the day it holds', () => {
    const tenDays = { openingNotice: [{ from: filedOn, value: 6, cites: ['2021.3'], grade: 'S' }] } as const;
    expect(judge(applicationRules, sound, tenDays)).toMatchObject([{ breach: { required: 6, given: 5 } }]);
    expect(judge(applicationRules, { ...sound, filedOn: addDays(filedOn, -1) }, tenDays)).toEqual([]);
  });

  it('tells the earliest first day by itself', () => {
    expect(earliestStart(sound.calendar, filedOn)).toBe(startsOn);
    expect(earliestStart(sound.calendar, day('2026-12-04'))).toBe('2026-12-11');
  });

  it('says nothing of a start that is not chosen yet', () => {
    expect(rulesOf(applied({ startsOn: undefined }))).toEqual(['opening.field-missing']);
  });
});

describe('申请表填写完整', () => {
  const required: readonly [keyof Application, string][] = [
    ['occupationCode', '培训专业'],
    ['level', '等级'],
    ['startsOn', '开班日期'],
    ['endsOn', '结束日期'],
    ['finalExamOn', '结业考试时间'],
    ['skillsAssessmentOn', '职业技能鉴定时间'],
    ['classMode', '上课方式'],
    ['theoryVenueId', '理论课地点'],
    ['practiceVenueId', '实操课地点'],
  ];
  it.each(required)('asks for %s', (field, label) => {
    expect(found({ ...sound, application: { ...sound.application, [field]: undefined } })).toMatchObject([
      {
        rule: 'opening.field-missing',
        severity: 'blocks',
        field,
        message: `还没有填写${label}。`,
        fix: `请在开班申请表中填写${label}。`,
      },
    ]);
  });

  it('asks for the person in charge and a telephone, each once', () => {
    expect(found(applied({ classLeadName: '', classLeadPhone: '' })).map(({ rule, field }) => [rule, field])).toEqual([
      ['opening.field-missing', 'classLeadName'],
      ['opening.field-missing', 'classLeadPhone'],
    ]);
  });
});

describe('负责人电话', () => {
  it.each(['13903910001', '19900000000', '0391-3560000', '03913560000', '010-62345678', '01062345678', '037112345678'])(
    'takes %s',
    (classLeadPhone) => expect(rulesOf(applied({ classLeadPhone }))).toEqual([]),
  );

  it.each([
    '1390391000',
    '139039100011',
    '23903910001',
    '0391-355000',
    '0391-356000000',
    '03-35600000',
    '03910-35600000',
    '0391--3560000',
    '3550000',
    '1390391000a',
    '电话13903910001',
    '0391-3560000转8',
  ])('refuses %s, telling how long it is and never the number itself', (classLeadPhone) => {
    const [finding] = found(applied({ classLeadPhone }));
    expect(finding).toMatchObject({
      rule: 'opening.lead-phone-format',
      severity: 'blocks',
      field: 'classLeadPhone',
      breach: { length: classLeadPhone.length },
      message: `负责人联系电话格式不对（现有 ${classLeadPhone.length} 个字符）。`,
      fix: '手机号为 1 开头的 11 位数字；固定电话带区号，如 0391-3560000。',
    });
    expect(JSON.stringify(finding)).not.toContain(classLeadPhone);
  });
});

describe('日期先后', () => {
  it('lets each day fall on the one before it, and stops the day that lies earlier', () => {
    const allOn = (last: string) =>
      applied({ startsOn, endsOn: startsOn, finalExamOn: startsOn, skillsAssessmentOn: day(last) });
    expect(rulesOf(allOn('2026-12-14'))).toEqual([]);
    expect(found(allOn('2026-12-13'))).toMatchObject([
      {
        rule: 'opening.dates-in-order',
        severity: 'blocks',
        field: 'skillsAssessmentOn',
        breach: { label: '职业技能鉴定', afterLabel: '结业考试', after: '2026-12-14' },
        message: '职业技能鉴定早于结业考试（12月14日 周一）。',
        fix: '请把职业技能鉴定改到结业考试当天或之后。',
      },
    ]);
  });

  it('holds the end to the start and the final exam to the end', () => {
    expect(found(applied({ endsOn: day('2026-12-13') }))).toMatchObject([
      {
        field: 'endsOn',
        message: '结束日期早于开班日期（12月14日 周一）。',
        fix: '请把结束日期改到开班日期当天或之后。',
      },
    ]);
    expect(found(applied({ finalExamOn: day('2026-12-17') }))).toMatchObject([
      {
        field: 'finalExamOn',
        message: '结业考试早于结束日期（12月18日 周五）。',
        fix: '请把结业考试改到结束日期当天或之后。',
      },
    ]);
  });

  it('tells every day that lies wrong, and compares nothing with a blank', () => {
    const backwards = applied({
      endsOn: day('2026-12-13'),
      finalExamOn: day('2026-12-12'),
      skillsAssessmentOn: day('2026-12-11'),
    });
    expect(found(backwards).map(({ field }) => field)).toEqual(['endsOn', 'finalExamOn', 'skillsAssessmentOn']);
    for (const blank of ['startsOn', 'endsOn', 'finalExamOn', 'skillsAssessmentOn']) {
      const facts = { ...sound, application: { ...sound.application, [blank]: undefined } };
      expect(rulesOf(facts)).not.toContain('opening.dates-in-order');
    }
  });
});

describe('定点资格', () => {
  const held = (change: Partial<InstitutionFacts['designations'][number]>): OpeningFacts =>
    byInstitution({ designations: sound.institution.designations.map((each) => ({ ...each, ...change })) });

  it('must cover the whole course, its first and last day included', () => {
    expect(rulesOf(held({ validFrom: startsOn }))).toEqual([]);
    expect(rulesOf(held({ validFrom: addDays(startsOn, 1) }))).toEqual(['opening.designated']);
    expect(rulesOf(held({ validUntil: day('2026-12-18') }))).toEqual([]);
    expect(rulesOf(held({ validUntil: day('2026-12-17') }))).toEqual(['opening.designated']);
  });

  it('must be of the same occupation and the same level', () => {
    expect(rulesOf(held({ occupationCode: '4-10-01-06' }))).toEqual(['opening.designated']);
    expect(rulesOf(held({ level: 3 }))).toEqual(['opening.designated']);
    expect(found(held({ level: 5 }))).toMatchObject([
      {
        rule: 'opening.designated',
        severity: 'blocks',
        field: 'occupationCode',
        breach: { name: '养老护理员', level: 4 },
        message: '本机构没有在培训期内有效的“养老护理员（四级）”定点资格。',
        fix: '请选择定点范围内的专业和等级，或先向确定定点资格的人社部门申请。',
      },
    ]);
    expect(rulesOf(byInstitution({ designations: [] }))).toEqual(['opening.designated']);
  });

  it('is enough once among several', () => {
    const [right] = sound.institution.designations;
    const designations = right ? [{ ...right, level: 1 as const }, right, { ...right, validUntil: startsOn }] : [];
    expect(rulesOf(byInstitution({ designations }))).toEqual([]);
  });

  it('is judged by the days that are known, and calls an unknown occupation by its code', () => {
    const until = held({ validUntil: startsOn });
    const without = (facts: OpeningFacts, change: Partial<Application>) => ({
      ...facts,
      application: { ...facts.application, ...change },
    });
    expect(rulesOf(without(until, { endsOn: undefined }))).not.toContain('opening.designated');
    expect(rulesOf(without(held({ validUntil: addDays(startsOn, -1) }), { endsOn: undefined }))).toContain(
      'opening.designated',
    );
    expect(rulesOf(without(until, { startsOn: undefined }))).toContain('opening.designated');
    expect(rulesOf(without(until, { startsOn: undefined, endsOn: undefined }))).not.toContain('opening.designated');
    const strange = found(applied({ occupationCode: '9-99-99-99' })).find(({ rule }) => rule === 'opening.designated');
    expect(strange?.message).toBe('本机构没有在培训期内有效的“9-99-99-99（四级）”定点资格。');
  });

  it('must not be suspended, ended or revoked on any day of the class', () => {
    const last = day('2026-12-18');
    const suspended = (from: string, until?: string) =>
      held({ suspensions: [{ from: day(from), until: until ? day(until) : undefined }] });
    expect(found(suspended('2026-12-18', '2026-12-31'))).toMatchObject([
      {
        rule: 'opening.designated',
        severity: 'blocks',
        cites: ['2021.3', '2024.1.2'],
        breach: { stopped: { how: 'suspended', day: '2026-12-18', until: '2026-12-31' } },
        message: '“养老护理员（四级）”定点资格自12月18日 周五起中止，至12月31日 周四，与培训期重叠。',
      },
    ]);
    expect(rulesOf(suspended('2026-12-01'))).toEqual(['opening.designated']);
    expect(rulesOf(suspended('2026-12-01', '2026-12-13'))).toEqual([]);
    expect(rulesOf(suspended('2026-12-19'))).toEqual([]);
    expect(rulesOf(held({ revokedOn: last }))).toEqual(['opening.designated']);
    expect(rulesOf(held({ endedOn: addDays(last, 1) }))).toEqual([]);
    expect(found(held({ endedOn: last }))).toMatchObject([{ breach: { stopped: { how: 'ended' } } }]);
  });

  it('is judged by the day of filing where the days of the class are not known yet', () => {
    const undated = (facts: OpeningFacts): OpeningFacts => ({
      ...facts,
      application: { ...facts.application, startsOn: undefined, endsOn: undefined },
    });
    expect(rulesOf(undated(held({ revokedOn: filedOn })))).toContain('opening.designated');
    expect(rulesOf(undated(held({ revokedOn: addDays(filedOn, 1) })))).not.toContain('opening.designated');
  });

  it('that is suspended does no harm beside another that holds', () => {
    const [right] = sound.institution.designations;
    const designations = right ? [{ ...right, revokedOn: filedOn }, right] : [];
    expect(rulesOf(byInstitution({ designations }))).toEqual([]);
  });

  it('waits for occupation and level', () => {
    expect(rulesOf(applied({ occupationCode: undefined }))).toEqual(['opening.field-missing']);
    expect(rulesOf(applied({ level: undefined }))).toEqual(['opening.field-missing']);
  });
});

describe('目录内职业', () => {
  const listed = (change: Partial<OpeningFacts['catalogue'][number]>): OpeningFacts => ({
    ...sound,
    catalogue: sound.catalogue.map((entry) => ({ ...entry, ...change })),
  });

  it('must be in the catalogue on the first day of the class', () => {
    expect(rulesOf(listed({ validFrom: startsOn }))).toEqual([]);
    expect(rulesOf(listed({ validFrom: addDays(startsOn, 1) }))).toEqual(['opening.in-catalogue']);
    expect(rulesOf(listed({ validUntil: startsOn }))).toEqual([]);
    expect(found(listed({ validUntil: addDays(startsOn, -1) }))).toMatchObject([
      {
        rule: 'opening.in-catalogue',
        severity: 'blocks',
        field: 'level',
        breach: { level: 4, day: '2026-12-14' },
        message: '12月14日 周一的补贴目录内没有这个职业的四级。',
        fix: '目录外的职业不予补贴，请改选目录内的职业和等级。',
      },
    ]);
  });

  it('must list the very occupation and level', () => {
    expect(rulesOf(listed({ level: 5 }))).toEqual(['opening.in-catalogue']);
    expect(rulesOf(listed({ occupationCode: '4-10-01-06' }))).toEqual(['opening.in-catalogue']);
  });

  it('is looked up on the day of filing while no start is chosen', () => {
    const facts = listed({ validFrom: addDays(filedOn, 1) });
    const open = { ...facts, application: { ...facts.application, startsOn: undefined } };
    expect(rulesOf(open)).toEqual(['opening.field-missing', 'opening.in-catalogue']);
    expect(rulesOf({ ...open, filedOn: addDays(filedOn, 1) })).toEqual(['opening.field-missing']);
  });

  it('has held since the mechanism of 2024', () => {
    const outside = { ...listed({ level: 5 }), filedOn: day('2024-07-17') };
    expect(rulesOf(outside)).not.toContain('opening.in-catalogue');
    expect(rulesOf({ ...outside, filedOn: day('2024-07-18') })).toContain('opening.in-catalogue');
  });
});

describe('机构资质有效', () => {
  it('stops a suspended institution from the day of the suspension', () => {
    expect(rulesOf(byInstitution({ suspendedOn: day('2026-12-19') }))).toEqual([]);
    expect(found(byInstitution({ suspendedOn: day('2026-12-18') }))).toMatchObject([
      { message: '定点资格将在培训期内被中止（12月18日 周五）。' },
    ]);
    expect(found(byInstitution({ suspendedOn: filedOn }))).toMatchObject([
      {
        rule: 'opening.institution-in-good-standing',
        severity: 'blocks',
        field: 'institution',
        breach: { fault: '定点资格已被中止', day: '2026-12-07', filed: '2026-12-07' },
        message: '定点资格已被中止（12月7日 周一）。',
        fix: '请先恢复资格或换发许可证，再申报开班。',
      },
    ]);
  });

  it('stops a revoked one likewise, and names the revocation rather than an earlier suspension', () => {
    expect(rulesOf(byInstitution({ revokedOn: day('2026-12-19') }))).toEqual([]);
    expect(rulesOf(byInstitution({ revokedOn: day('2026-12-18') }))).toEqual(['opening.institution-in-good-standing']);
    expect(found(byInstitution({ revokedOn: filedOn, suspendedOn: day('2026-11-02') }))).toMatchObject([
      { breach: { fault: '定点资格已被取消', day: '2026-12-07' }, message: '定点资格已被取消（12月7日 周一）。' },
    ]);
    const laterRevoked = byInstitution({ revokedOn: addDays(filedOn, 1), suspendedOn: filedOn });
    expect(found(laterRevoked)).toMatchObject([{ breach: { fault: '定点资格将在培训期内被取消' } }]);
  });

  it('wants the licence to last through the course', () => {
    expect(rulesOf(byInstitution({ licenceUntil: day('2026-12-18') }))).toEqual([]);
    expect(found(byInstitution({ licenceUntil: day('2026-12-17') }))).toMatchObject([
      { field: 'institution', message: '办学许可证在培训期内到期（12月17日 周四）。' },
    ]);
    expect(found(byInstitution({ licenceUntil: day('2025-06-30') }))).toMatchObject([
      { message: '办学许可证在培训期内到期（2025年6月30日 周一）。' },
    ]);
    expect(found(byInstitution({ licenceUntil: day('2026-12-17'), suspendedOn: filedOn }))).toHaveLength(2);
  });

  it('looks at the day of filing while no end is chosen', () => {
    const until = (licenceUntil: string) => {
      const facts = byInstitution({ licenceUntil: day(licenceUntil) });
      return rulesOf({ ...facts, application: { ...facts.application, endsOn: undefined } });
    };
    expect(until('2026-12-07')).toEqual(['opening.field-missing']);
    expect(until('2026-12-06')).toEqual(['opening.field-missing', 'opening.institution-in-good-standing']);
  });
});
