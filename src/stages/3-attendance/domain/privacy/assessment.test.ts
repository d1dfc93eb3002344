import { describe, expect, it } from 'vitest';
import { assessmentStanding, differencesOf } from './assessment';
import { basisOf } from './assessment-basis';
import type { AssessmentFacts } from './assessment-facts';
import { sectionsOf } from './assessment-sections';

const threshold = {
  id: 'door',
  purpose: 'verification',
  value: 0.447,
  population: '东亚人脸',
  source: '试验',
} as const;
const facts: AssessmentFacts = {
  stored: [{ name: '人脸特征', count: 6, unit: '份', people: 2, where: '本系统服务器，逐项密封' }],
  people: 2,
  filingFrom: 100_000,
  filingPeriod: 30,
  evidenceYears: 3,
  assessmentYears: 3,
  consent: {
    version: 1,
    teacherVersion: 1,
    digest: 'a'.repeat(64),
    title: '告知与单独同意',
    given: 2,
    withdrawn: 0,
    byVersion: [{ version: 1, count: 2 }],
  },
  withoutFace: { people: 1, checks: 1, faceChecks: 3 },
  engine: {
    id: 'engine-1',
    source: '本地模型',
    licence: 'MIT',
    thresholds: [threshold],
    models: [{ name: 'feature.onnx', does: '人脸特征', sha256: 'b'.repeat(64) }],
    doubts: [],
  },
  openers: [{ operation: 'attendance.frame', title: '查看建档照片', roles: ['countyOfficer'] }],
  controls: [{ name: '行级隔离', isOn: true, shown: '5 张表' }],
  devices: { count: 1, inUse: 1, keepPictures: 0 },
};
const basis = basisOf(facts);
const changed = (change: Partial<AssessmentFacts>) => differencesOf(basis, basisOf({ ...facts, ...change }));

describe('an impact assessment (个人信息保护法第五十五条、第五十六条)', () => {
  it('holds while its settings hold, however many people come and go', () => {
    expect(assessmentStanding(undefined, basis)).toBe('missing');
    expect(assessmentStanding(basis, basis)).toBe('valid');
    expect(changed({ people: 90_000, stored: [], withoutFace: { people: 9, checks: 9, faceChecks: 9 } })).toEqual([]);
  });

  it('has to be made anew when a threshold, a model, a period, the notice or who may look has changed', () => {
    const { engine, consent } = facts;
    const other = engine && { ...engine, thresholds: [{ ...threshold, value: 0.5 }] };
    expect(changed({ engine: other })).toEqual([{ name: '签到比对阈值', before: '0.447', now: '0.5' }]);
    const model = engine && { ...engine, models: [{ name: 'feature.onnx', does: '人脸特征', sha256: 'c'.repeat(64) }] };
    expect(changed({ engine: model })).toMatchObject([{ name: '模型 feature.onnx', now: 'c'.repeat(16) }]);
    expect(changed({ evidenceYears: 5 })).toMatchObject([{ before: '培训结束后 3 年', now: '培训结束后 5 年' }]);
    expect(changed({ consent: { ...consent, version: 2 } })).toMatchObject([{ name: '单独同意告知书' }]);
    expect(changed({ devices: { count: 1, inUse: 1, keepPictures: 1 } })).toMatchObject([{ now: '有设备留存照片' }]);
    const wider = [
      { operation: 'attendance.frame', title: '查看建档照片', roles: ['countyOfficer', 'inspector'] },
    ] as const;
    expect(changed({ openers: wider })).toMatchObject([{ name: '可以查看建档照片的人员' }]);
  });

  it('names what has gone as well', () => {
    expect(changed({ engine: undefined })).toEqual([
      { name: '识别引擎', before: 'engine-1', now: '没有安装' },
      { name: '签到比对阈值', before: '0.447', now: undefined },
      { name: '模型 feature.onnx', before: 'b'.repeat(16), now: undefined },
    ]);
  });

  it('answers what the law asks for, with the figures of this installation', () => {
    const parts = sectionsOf(facts);
    const text = JSON.stringify(parts);
    for (const asked of ['合法、正当、必要', '对个人权益的影响与安全风险', '保护措施是否合法、有效并与风险相适应'])
      expect(text).toContain(asked);
    for (const told of ['0.447', 'engine-1', '2 人', '25.0%', '培训结束后 3 年', '至少保存 3 年', '查看建档照片'])
      expect(text).toContain(told);
    expect(JSON.stringify(sectionsOf({ ...facts, engine: undefined }))).toContain('没有安装识别模型');
  });
});
