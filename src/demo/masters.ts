import { addDays } from '#kernel/plain-date';
import type { Instant } from '#platform/clock';
import { nameKeys } from '#platform/names';
import type { Transaction } from '#platform/operation';
import type { Secrets } from '#platform/secrets/secrets';
import { hashPassword } from '#platform/sign-in/passwords';
import { demoAccounts, demoPassword } from './accounts';
import { insertCatalogues } from './catalogues';
import { idOf } from './chance';
import type { City } from './city';
import { type DemoInstitution, teachersOf, venuesOf } from './institutions';
import { agreementRow, designationId, equipmentRows, grantOf, placeOfVenue, recordOf } from './record';

function institutionRow(institution: DemoInstitution, secrets: Secrets) {
  const { institutionId: id, name, bankAccount } = institution;
  const { pinyin, initials } = nameKeys(name);
  return {
    id,
    region_code: institution.region.code,
    name,
    pinyin,
    initials,
    credit_code: institution.creditCode,
    licence_number: institution.licenceNumber,
    licence_until: institution.licenceUntil,
    address: institution.address,
    principal_name: institution.principalName,
    phone_sealed: secrets.seal('phone', id, institution.phone),
    bank_name: institution.bankName,
    bank_account_name: name,
    bank_account_sealed: secrets.seal('bankAccount', id, bankAccount),
    bank_account_index: secrets.index('bankAccount', bankAccount),
    bank_account_tail: bankAccount.slice(-4),
    suspended_on: institution.suspendedOn ?? null,
    revoked_on: null,
    ...recordOf(institution),
  };
}

const ownerOf = ({ region, institutionId }: DemoInstitution) => ({
  region_code: region.code,
  institution_id: institutionId,
});

function teacherRows(institution: DemoInstitution, secrets: Secrets) {
  return teachersOf(institution).map((teacher) => {
    const { teacherId, name, id, phone, occupation, level, qualification, joinedOn, outsideEmployer } = teacher;
    const { pinyin, initials } = nameKeys(name);
    return {
      ...ownerOf(institution),
      id: teacherId,
      name,
      pinyin,
      initials,
      id_sealed: secrets.seal('identityNumber', teacherId, id),
      id_index: secrets.index('identityNumber', id),
      phone_sealed: secrets.seal('phone', teacherId, phone),
      occupation_code: occupation.code,
      level,
      qualification,
      joined_on: joinedOn,
      employment: outsideEmployer ? 'elsewhere' : 'own',
      employer_name: outsideEmployer?.name ?? '',
    };
  });
}

const qualificationRows = (institution: DemoInstitution) =>
  teachersOf(institution).flatMap(({ teacherId, qualifications }) =>
    qualifications.map((held, position) => ({
      ...ownerOf(institution),
      teacher_id: teacherId,
      position,
      occupation_code: held.occupationCode,
      level: held.level,
      title: held.title,
      certificate_number: held.certificateNumber,
      issued_by: held.issuedBy,
      valid_until: held.validUntil ?? null,
    })),
  );

const venueRows = (institution: DemoInstitution, seed: number) =>
  venuesOf(institution).map((venue) => ({
    ...ownerOf(institution),
    id: venue.venueId,
    name: venue.name,
    kind: venue.kind,
    address: `${institution.address} ${venue.kind === 'theory' ? '教学楼' : '实训楼'}`,
    capacity: venue.capacity,
    ...placeOfVenue(seed, institution, venue),
  }));

function designationRows(institution: DemoInstitution, { seed, days }: City) {
  const validFrom = addDays(days.today, -700);
  const taught = new Map(institution.lines.map(({ occupation }) => [occupation.code, occupation]));
  return [...taught.values()].flatMap(({ code, hours }) =>
    Object.keys(hours).map((level) => ({
      ...ownerOf(institution),
      occupation_code: code,
      level: Number(level),
      id: designationId(seed, institution, code, Number(level)),
      valid_from: validFrom,
      valid_until: institution.designatedUntil,
      ...grantOf(institution, validFrom),
    })),
  );
}

/** One hash serves all: the password is one, and published. */
async function insertAccounts(tx: Transaction, { seed, institutions }: City, at: Instant): Promise<void> {
  const hash = await hashPassword(demoPassword);
  const ids = new Map(institutions.map(({ name, institutionId }) => [name, institutionId]));
  const rows = demoAccounts.map((account) => ({
    id: idOf(seed, 'account', account.username),
    username: account.username,
    display_name: account.name,
    role: account.role,
    region_code: account.regionCode ?? null,
    institution_id: account.institution === undefined ? null : (ids.get(account.institution) ?? null),
    password_hash: hash,
    password_changed_at: at,
    totp_sealed: null,
    totp_last_step: null,
    is_demo: true,
    disabled_at: null,
    created_at: at,
  }));
  await tx.insertInto('users').values(rows).execute();
}

/** Enters what the classes rest on: catalogue, institutions, teachers, rooms, designations and accounts. */
export async function insertMasters(tx: Transaction, city: City, secrets: Secrets, at: Instant): Promise<void> {
  const { institutions } = city;
  const rows = institutions.map((each) => institutionRow(each, secrets));
  await tx.insertInto('institutions').values(rows).execute();
  await insertAccounts(tx, city, at);
  await insertCatalogues(tx, city);
  await tx
    .insertInto('designations')
    .values(institutions.flatMap((each) => designationRows(each, city)))
    .execute();
  await tx
    .insertInto('venues')
    .values(institutions.flatMap((each) => venueRows(each, city.seed)))
    .execute();
  await tx.insertInto('venue_equipment').values(institutions.flatMap(equipmentRows)).execute();
  await tx
    .insertInto('agency_agreements')
    .values(institutions.map((each) => agreementRow(city.seed, each, city.days.today)))
    .execute();
  await tx
    .insertInto('teachers')
    .values(institutions.flatMap((each) => teacherRows(each, secrets)))
    .execute();
  await tx.insertInto('teacher_qualifications').values(institutions.flatMap(qualificationRows)).execute();
}
