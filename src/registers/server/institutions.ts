import { z } from 'zod';
import { plainDate } from '#kernel/plain-date';
import type { Reading, Transaction } from '#platform/operation';
import { type CatalogueEntry, type InstitutionFacts, type Level, levels } from '../domain/institution';

const levelForm = z.union(levels.map((level) => z.literal(level)));
const level = (value: number): Level => levelForm.parse(value);
const venueKind = z.enum(['theory', 'practice', 'both']);

async function readTeachers(tx: Transaction, institutionId: string): Promise<InstitutionFacts['teachers']> {
  const rows = await tx
    .selectFrom('teachers')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .orderBy('pinyin')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    occupationCode: row.occupation_code,
    level: level(row.level),
    qualification: row.qualification,
    personKey: row.id_index.toString('hex'),
  }));
}

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
  const designations = await tx
    .selectFrom('designations')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .execute();
  const venues = await tx
    .selectFrom('venues')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .orderBy('name')
    .execute();
  return {
    name: institution.name,
    creditCode: institution.credit_code,
    licenceUntil: institution.licence_until,
    suspendedOn: institution.suspended_on ?? undefined,
    revokedOn: institution.revoked_on ?? undefined,
    designations: designations.map((held) => ({
      occupationCode: held.occupation_code,
      level: level(held.level),
      validFrom: held.valid_from,
      validUntil: held.valid_until,
    })),
    venues: venues.map((venue) => ({
      id: venue.id,
      name: venue.name,
      kind: venueKind.parse(venue.kind),
      address: venue.address,
      capacity: venue.capacity,
    })),
    teachers: await readTeachers(tx, institutionId),
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
