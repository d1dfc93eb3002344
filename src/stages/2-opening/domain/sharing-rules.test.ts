import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { type CityEvidence, noEvidence } from './city-evidence';
import { doorOf } from './door-address';
import type { OpeningFacts } from './opening';
import { sampleRoster } from './sample-openings';
import { sharingRules } from './sharing-rules';
import { applied, sound } from './sound-opening';

const elsewhere = { otherClass: 'WX-2026-0003 保育师', otherRegion: '温县' } as const;
const found = (facts: OpeningFacts) => judge(sharingRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);
const known = (evidence: Partial<CityEvidence>, facts = sound): OpeningFacts => ({
  ...facts,
  city: { ...noEvidence, ...evidence },
});

describe('what trainees share', () => {
  it('is nothing in the sound example', () => expect(found(sound)).toEqual([]));
});

describe('联系电话不为多人共用', () => {
  const phones = (persons: number) => known({ phones: [{ ...elsewhere, row: 'wang', persons }] });

  it('allows two of a family and questions the third, wherever the others are', () => {
    expect(found(phones(1))).toEqual([]);
    expect(found(phones(2))).toMatchObject([
      {
        rule: 'opening.phone-elsewhere',
        severity: 'warns',
        field: 'phone',
        row: 'wang',
        breach: { limit: 2, given: 3 },
        message: '全市有 3 名学员登记这个电话，超过 2 人；最近一次在温县“WX-2026-0003 保育师”。',
        fix: '请拨打核实并填写学员本人的号码；确为家人共用的，在备注中写明。',
      },
    ]);
  });

  it('is asked since the mechanism of 2024', () => {
    expect(rulesOf({ ...phones(2), filedOn: day('2024-07-17') })).toEqual([]);
    expect(rulesOf({ ...phones(2), filedOn: day('2024-07-18') })).toEqual(['opening.phone-elsewhere']);
  });
});

describe('学员电话不是班级负责人的', () => {
  it('is asked of every trainee, whatever stands between the digits', () => {
    expect(found(applied({ classLeadPhone: '138-1234-5678' }))).toMatchObject([
      {
        rule: 'opening.phone-of-lead',
        severity: 'warns',
        field: 'phone',
        row: 'wang',
        message: '这个号码是本班负责人的联系电话，回访时联系不到学员本人。',
        fix: '请填写学员本人的手机号码；负责人不能同时是本班学员。',
      },
    ]);
  });

  it('says nothing while no telephone is given', () => {
    const silent = applied({ classLeadPhone: '' });
    const roster = silent.roster.map((row) => ({ ...row, cells: { ...row.cells, phone: '' } }));
    expect(found({ ...silent, roster })).toEqual([]);
    expect(found({ ...sound, roster })).toEqual([]);
  });

  it('is asked since the notice of 2021', () => {
    const facts = applied({ classLeadPhone: '13812345678' });
    expect(rulesOf({ ...facts, filedOn: day('2020-12-31') })).toEqual([]);
    expect(rulesOf({ ...facts, filedOn: day('2021-01-01') })).toEqual(['opening.phone-of-lead']);
  });
});

describe('同一门牌的学员', () => {
  const living = (...addresses: readonly string[]): OpeningFacts => ({
    ...sound,
    roster: sampleRoster(addresses.length, 7).map((row, at) => ({
      ...row,
      cells: { ...row.cells, name: `学员${at}`, address: addresses[at] ?? '' },
    })),
  });
  const door = '河南省焦作市温县黄河路 9 号 3 单元 101 室';

  it('may be three and are questioned at four, at the first of them', () => {
    expect(found(living(door, door, door))).toEqual([]);
    expect(found(living('温县太行路 1 号', door, door, door, door))).toMatchObject([
      {
        rule: 'opening.address-cluster',
        severity: 'warns',
        field: 'address',
        row: 'row-1',
        breach: { limit: 3, given: 4 },
        message: '4 名学员登记在同一门牌（学员1、学员2、学员3、学员4），多于 3 人。',
        fix: '请对照户口簿核实各人住址；确是一户的，在备注中写明关系。',
      },
    ]);
  });

  it('are known by the door however it is written', () => {
    const ways = [
      door,
      '温县黄河路9号3单元101室',
      '焦作市温县黄河路９号３单元１０１室',
      '河南焦作温县黄河路9号，3单元101室。',
    ];
    expect(rulesOf(living(...ways))).toEqual(['opening.address-cluster']);
  });

  it('of one village, or without an address, are no cluster', () => {
    const village = '河南省焦作市博爱县许良镇许湾村';
    expect(found(living(village, village, village, village, village))).toEqual([]);
    expect(found(living('', '', '', '', ''))).toEqual([]);
    expect(doorOf(village)).toBeUndefined();
    expect(doorOf('许湾村二组12号')).toBe('许湾村二组12号');
    expect(doorOf('太行路3-201')).toBe('太行路3-201');
    expect(doorOf('一号街')).toBeUndefined();
  });

  it('are asked since the notice of 2021', () => {
    const facts = living(door, door, door, door);
    expect(rulesOf({ ...facts, filedOn: day('2020-12-31') })).toEqual([]);
    expect(rulesOf({ ...facts, filedOn: day('2021-01-01') })).toEqual(['opening.address-cluster']);
  });
});

describe('学员不是在册授课教师', () => {
  const teachers = [{ row: 'wang', institution: '温县另一职业培训学校' }];

  it('names the institution', () => {
    expect(found(known({ teachers }))).toMatchObject([
      {
        rule: 'opening.teacher-among-trainees',
        severity: 'warns',
        field: 'id',
        row: 'wang',
        message: '这名学员是温县另一职业培训学校登记在册的授课教师。',
        fix: '请核实是否属五类培训对象：在职授课的请更换；已离职的，由原机构更新教师名册。',
      },
    ]);
  });

  it('leaves a teacher of this very class to the rule that stops the filing', () => {
    const own = { ...known({ teachers }), personKeys: new Map([['wang', 'k-li']]) };
    expect(rulesOf(own)).toEqual([]);
    const idle = { ...own, lessons: own.lessons.map((lesson) => ({ ...lesson, teacherId: 'zhao' })) };
    expect(rulesOf(idle)).toEqual(['opening.teacher-among-trainees']);
  });

  it('does not take somebody without a key for a teacher without one', () => {
    const { personKeys: _none, ...rest } = known({ teachers });
    expect(rulesOf(rest)).toEqual(['opening.teacher-among-trainees']);
  });

  it('is asked since the mechanism of 2024', () => {
    expect(rulesOf({ ...known({ teachers }), filedOn: day('2024-07-17') })).toEqual([]);
    expect(rulesOf({ ...known({ teachers }), filedOn: day('2024-07-18') })).toHaveLength(1);
  });
});

describe('学员上课时没有在别处授课', () => {
  const days = [day('2026-12-15'), day('2026-12-16')];
  const teaching = known({ teaching: [{ ...elsewhere, row: 'chen', days }] });

  it('stops somebody who would be in two places', () => {
    expect(found(teaching)).toMatchObject([
      {
        rule: 'opening.teaches-then',
        severity: 'blocks',
        field: 'id',
        row: 'chen',
        breach: { days: 2, first: '2026-12-15' },
        message: '这名学员有 2 天在同一时间为温县“WX-2026-0003 保育师”授课，最早 12月15日 周二。',
        fix: '同一人不能同时上课和授课，请更换学员或改上课时间。',
      },
    ]);
    expect(found(known({ teaching: [{ ...elsewhere, row: 'chen', days: [] }] }))).toEqual([]);
  });

  it('is asked since the mechanism of 2024', () => {
    expect(rulesOf({ ...teaching, filedOn: day('2024-07-17') })).toEqual([]);
    expect(rulesOf({ ...teaching, filedOn: day('2024-07-18') })).toHaveLength(1);
  });
});
