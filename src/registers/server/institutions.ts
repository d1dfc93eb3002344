import { z } from 'zod';
import { plainDate } from '#kernel/plain-date';
import type { Reading } from '#platform/operation';
import { readListings } from './catalogue/listing-store';
import { type CatalogueEntry, type InstitutionFacts, type Level, levels } from '../domain/institution';
import { readFormerIdentities } from './institution/identity-store';
import { readDesignations } from './institution/read-designations';
import { readRooms } from './institution/read-venues';
import { readTeachers } from './teachers/read';

const levelForm = z.union(levels.map((level) => z.literal(level)));
const level = (value: number): Level => levelForm.parse(value);

/** What the registers say of an institution that files a class; undefined outside the reader’s scope. */
export async function findInstitutionFacts(
  { tx }: Reading,
  institutionId: string,
): Promise<InstitutionFacts | undefined> {
  const institution = await tx
    .selectFrom('institutions')
    .selectAll()
    .where('id', '=', institutionId)
    .executeTakeFirst();
  if (!institution) return undefined;
  const designations = await readDesignations(tx, institutionId);
  return {
    name: institution.name,
    creditCode: institution.credit_code,
    formerly: await readFormerIdentities(tx, institutionId),
    licenceUntil: institution.licence_until,
    suspendedOn: institution.suspended_on ?? undefined,
    revokedOn: institution.revoked_on ?? undefined,
    designations: designations.map(({ id: _id, grantingBureau: _bureau, document: _document, ...held }) => held),
    venues: await readRooms(tx, institutionId),
    teachers: await readTeachers(tx, institutionId),
    listings: await readListings(tx, institutionId),
  };
}

/** The occupation catalogue: what may be trained, at which level, in how many hours. */
export async function readCatalogue({ tx }: Reading): Promise<CatalogueEntry[]> {
  const rows = await tx
    .selectFrom('occupation_levels')
    .innerJoin('occupations', 'occupations.code', 'occupation_levels.occupation_code')
    .select(['occupation_code', 'name', 'level', 'required_hours', 'valid_from', 'valid_until'])
    .orderBy('occupation_code')
    .orderBy('level', 'desc')
    .execute();
  return rows.map((row) => ({
    occupationCode: row.occupation_code,
    occupationName: row.name,
    level: level(row.level),
    requiredHours: row.required_hours,
    validFrom: plainDate(row.valid_from),
    validUntil: row.valid_until ? plainDate(row.valid_until) : undefined,
  }));
}

/** Telephone numbers of an institution’s teachers by teacher, for the printed application. */
export async function readTeacherPhones(
  { tx, services }: Reading,
  institutionId: string,
): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('teachers')
    .select(['id', 'phone_sealed'])
    .where('institution_id', '=', institutionId)
    .execute();
  return new Map(rows.map((row) => [row.id, services.secrets.open('phone', row.id, row.phone_sealed)]));
}
