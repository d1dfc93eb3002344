import type { PlainDate } from '#kernel/plain-date';
import type { FieldLabels } from '../changed-fields';

/** 技工院校、企业、社会培训机构: whom the subsidy rules name as training bodies. */
export const institutionKinds = ['trainingSchool', 'technicalSchool', 'enterprise'] as const;
export type InstitutionKind = (typeof institutionKinds)[number];
export const institutionKindNames: Record<InstitutionKind, string> = {
  trainingSchool: '社会培训机构',
  technicalSchool: '技工院校',
  enterprise: '企业',
};

/** Whom to call; the institution keeps it. */
export interface InstitutionContact {
  readonly principalName: string;
  readonly contactName: string | undefined;
  readonly phone: string;
  readonly email: string | undefined;
}

/** What the licence says; the county keeps it. */
export interface InstitutionLicence {
  readonly kind: InstitutionKind | undefined;
  readonly legalRepresentative: string | undefined;
  readonly address: string;
  readonly licenceNumber: string;
  readonly licenceIssuer: string | undefined;
  readonly licenceUntil: PlainDate;
}

export const contactLabels: FieldLabels<InstitutionContact> = {
  principalName: '负责人',
  contactName: '联系人',
  phone: { name: '联系电话', isPersonal: true },
  email: { name: '电子邮箱', isPersonal: true },
};

export const licenceLabels: FieldLabels<InstitutionLicence> = {
  kind: { name: '机构类别', words: (kind) => institutionKindNames[kind] },
  legalRepresentative: '法定代表人',
  address: '地址',
  licenceNumber: '办学许可证号',
  licenceIssuer: '发证机关',
  licenceUntil: '许可有效期至',
};

/** A mobile number, or a landline with its area code. */
export const isPhone = (text: string): boolean => /^(1\d{10}|0\d{2,3}-?\d{7,8})$/.test(text);
