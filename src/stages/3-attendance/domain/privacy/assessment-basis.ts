import { roleNames } from '#kernel/roles';
import type { AssessmentFacts } from './assessment-facts';
import type { BasisLine } from './assessment';

const purposes = { verification: '签到比对', duplicates: '查重' } as const;

/** The settings an assessment rests on: a change of one of them is a change of purpose or way of processing. */
export function basisOf(facts: AssessmentFacts): BasisLine[] {
  const { engine, consent } = facts;
  const line = (key: string, name: string, value: string): BasisLine => ({ key, name, value });
  const engineLines = engine
    ? [
        line('engine', '识别引擎', engine.id),
        ...engine.thresholds.map(({ id, purpose, value }) =>
          line(`threshold/${id}`, `${purposes[purpose]}阈值`, String(value)),
        ),
        ...engine.models.map(({ name, sha256 }) => line(`model/${name}`, `模型 ${name}`, sha256.slice(0, 16))),
      ]
    : [line('engine', '识别引擎', '没有安装')];
  return [
    ...engineLines,
    line('retention/evidence', '考勤记录、照片、录像的保管期限', `培训结束后 ${facts.evidenceYears} 年`),
    line('retention/template', '人脸特征的保存', '培训结束次日清除，撤回同意即清除'),
    line(
      'consent',
      '单独同意告知书',
      `学员第 ${consent.version} 版、教师第 ${consent.teacherVersion} 版，${consent.digest.slice(0, 12)}`,
    ),
    line('filing', '备案人数', `${facts.filingFrom} 人`),
    line('device-pictures', '考勤机照片', facts.devices.keepPictures > 0 ? '有设备留存照片' : '不留存'),
    ...facts.openers.map(({ operation, title, roles }) =>
      line(`opens/${operation}`, `可以${title}的人员`, roles.map((role) => roleNames[role]).join('、')),
    ),
  ];
}
