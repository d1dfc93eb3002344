import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { nameKeys } from '#platform/names';
import { type Context, type Refused, refused, type Transaction } from '#platform/operation';
import type { Listing } from '../../domain/listing';
import type { Edition, ListedInstitution } from './edition-store';

/** Every published edition of the institution catalogue, and whether an institution is in it. */
export async function readListings(tx: Transaction, institutionId: string): Promise<Listing[]> {
  const found = await sql<{
    document_number: string;
    from_day: PlainDate;
    until_day: PlainDate | null;
    is_listed: boolean;
  }>`select e.document_number, e.from_day, e.until_day,
      exists (select from edition_institutions held
        where held.edition_id = e.id and held.institution_id = ${institutionId}) as is_listed
    from catalogue_editions e where e.catalogue = 'institution' and e.confirmed_at is not null
    order by e.from_day`.execute(tx);
  return found.rows.map((row) => ({
    documentNumber: row.document_number,
    from: row.from_day,
    until: row.until_day ?? undefined,
    isListed: row.is_listed,
  }));
}

/** The edition of the institution catalogue that holds on a day, or the last before it. */
export async function findListingEdition(tx: Transaction, day: PlainDate) {
  const found = await tx
    .selectFrom('catalogue_editions')
    .select(['id', 'document', 'document_number', 'issued_on', 'from_day', 'until_day'])
    .where('catalogue', '=', 'institution')
    .where('confirmed_at', 'is not', null)
    .where('from_day', '<=', day)
    .orderBy('from_day', 'desc')
    .executeTakeFirst();
  return (
    found && {
      id: found.id,
      document: found.document,
      documentNumber: found.document_number,
      issuedOn: found.issued_on,
      from: found.from_day,
      until: found.until_day ?? undefined,
    }
  );
}

/** Whom the edition of a day lists; nobody before the first, nor after the last has ended. */
export async function membersOn(tx: Transaction, day: PlainDate): Promise<ListedInstitution[]> {
  const edition = await findListingEdition(tx, day);
  if (!edition || (edition.until && edition.until < day)) return [];
  const rows = await tx
    .selectFrom('edition_institutions')
    .select(['institution_id', 'name', 'region_code'])
    .where('edition_id', '=', edition.id)
    .orderBy('region_code')
    .orderBy('pinyin')
    .execute();
  return rows.map((row) => ({ id: row.institution_id, name: row.name, regionCode: row.region_code }));
}

const ids = z.array(z.uuid());

/** Lists the institutions of a confirmed edition, called as they were when it was entered. */
export async function applyMembers({ tx }: Context, { id, content }: Edition): Promise<Refused | undefined> {
  const { members } = content;
  const wanted = ids.parse(members.map((member) => member.id));
  const known = await tx.selectFrom('institutions').select('id').where('id', 'in', wanted).execute();
  if (known.length !== wanted.length) return refused('有的机构已不在台账里，请退回后重新录入。', 'conflict');
  const rows = members.map((member) => {
    const { pinyin, initials } = nameKeys(member.name);
    return {
      edition_id: id,
      institution_id: member.id,
      region_code: member.regionCode,
      name: member.name,
      pinyin,
      initials,
    };
  });
  await tx.insertInto('edition_institutions').values(rows).execute();
  return undefined;
}
