import type { PlainDate } from '#kernel/plain-date';
import type { InstitutionKind, InstitutionLicence } from '../../domain/institution/profile';

/** What the licence says, while it is typed. */
export interface LicenceForm {
  kind: InstitutionKind | undefined;
  legalRepresentative: string;
  address: string;
  licenceNumber: string;
  licenceIssuer: string;
  licenceUntil: PlainDate | undefined;
}

export const licenceForm = (licence?: InstitutionLicence): LicenceForm => ({
  kind: licence?.kind,
  legalRepresentative: licence?.legalRepresentative ?? '',
  address: licence?.address ?? '',
  licenceNumber: licence?.licenceNumber ?? '',
  licenceIssuer: licence?.licenceIssuer ?? '',
  licenceUntil: licence?.licenceUntil,
});

export const needed = (text: string, what: string): string | undefined =>
  text.trim().length < 2 ? `请填写${what}` : undefined;

export const licenceComplaints = (form: LicenceForm) => ({
  kind: form.kind ? undefined : '请选择机构类别',
  legalRepresentative: needed(form.legalRepresentative, '法定代表人'),
  address: needed(form.address, '地址'),
  licenceNumber: needed(form.licenceNumber, '办学许可证号'),
  licenceIssuer: needed(form.licenceIssuer, '发证机关'),
  licenceUntil: form.licenceUntil ? undefined : '请填写有效期截止日',
});

/** The form with nothing missing; undefined until then. */
export function wholeLicence({ kind, licenceUntil, ...texts }: LicenceForm) {
  return kind && licenceUntil ? { ...texts, kind, licenceUntil } : undefined;
}
