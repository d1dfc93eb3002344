import type { PlainDate } from '#kernel/plain-date';
import type { FieldLabels } from '../../domain/changed-fields';
import { levelNames } from '../../domain/institution';
import type { Qualification } from '../../domain/teacher';
import type { EmployerGiven } from './forms';

/** A teacher as the log tells a change of him. */
export interface ToldTeacher {
  readonly name: string;
  readonly identityNumber: string;
  readonly phone: string;
  readonly joinedOn: PlainDate | undefined;
  readonly employer: string | undefined;
  readonly qualifications: readonly (Pick<Qualification, 'title' | 'level' | 'validUntil'> & {
    readonly issuedBy?: string;
  })[];
  readonly certificates: string;
}

type Told = ToldTeacher['qualifications'][number];

const spoken = ({ title, level, issuedBy, validUntil }: Told): string => {
  const named = title.includes(levelNames[level]) ? title : `${title}（${levelNames[level]}）`;
  return [named, issuedBy, validUntil ? `有效至 ${validUntil}` : '没有期限'].filter(Boolean).join('，');
};

export const teacherLabels: FieldLabels<ToldTeacher> = {
  name: '姓名',
  identityNumber: { name: '身份证号', isPersonal: true },
  phone: { name: '电话', isPersonal: true },
  joinedOn: '到岗日',
  employer: '主要用人单位',
  qualifications: { name: '任职资格', words: (all) => all.map(spoken).join('；') },
  certificates: { name: '证书编号', isPersonal: true },
};

export const employerWords = (employer: EmployerGiven): string =>
  employer.kind === 'own'
    ? '本机构'
    : employer.creditCode
      ? `${employer.name}（${employer.creditCode}）`
      : employer.name;
export const certificatesOf = (qualifications: readonly Qualification[]): string =>
  qualifications.flatMap(({ certificateNumber }) => certificateNumber || []).join('\n');
