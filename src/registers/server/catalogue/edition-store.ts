import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import type { Instant } from '#platform/clock';
import type { Transaction } from '#platform/operation';
import { type CatalogueChange, changeKinds } from '../../domain/catalogue';
import { levels } from '../../domain/institution';

export const catalogues = ['occupation', 'institution'] as const;
export type Catalogue = (typeof catalogues)[number];

const change = z.object({
  kind: z.enum(changeKinds),
  occupationCode: z.string(),
  occupationName: z.string(),
  level: z.union(levels.map((level) => z.literal(level))),
  requiredHours: z.number(),
  formerHours: z.number().optional(),
});
const member = z.object({ id: z.string(), name: z.string(), regionCode: z.string() });
const content = z.object({
  /** What an edition of the occupation catalogue changes. */
  changes: z
    .array(change)
    .default([])
    .transform((changes): CatalogueChange[] =>
      changes.map(({ formerHours, ...rest }) => (formerHours === undefined ? rest : { ...rest, formerHours })),
    ),
  /** Whom an edition of the institution catalogue lists. */
  members: z.array(member).default([]),
});
export type EditionContent = z.output<typeof content>;
export type ListedInstitution = EditionContent['members'][number];

/** One edition of a catalogue with its document and who answers for it. */
export interface Edition {
  readonly id: string;
  readonly catalogue: Catalogue;
  readonly document: string;
  readonly documentNumber: string;
  readonly issuedOn: PlainDate;
  readonly from: PlainDate;
  readonly until: PlainDate | undefined;
  readonly content: EditionContent;
  readonly addedById: string;
  /** Empty outside the city: who works there is not shown to everyone. */
  readonly addedBy: string;
  readonly addedAt: Instant;
  readonly confirmedBy: string;
  readonly confirmedAt: Instant | undefined;
  readonly withdrawnBy: string;
  readonly withdrawnAt: Instant | undefined;
  readonly withdrawalReason: string;
}

interface Found {
  readonly id: string;
  readonly catalogue: Catalogue;
  readonly document: string;
  readonly document_number: string;
  readonly issued_on: PlainDate;
  readonly from_day: PlainDate;
  readonly until_day: PlainDate | null;
  readonly content: unknown;
  readonly added_by: string;
  readonly adder: string | null;
  readonly added_at: Instant;
  readonly confirmer: string | null;
  readonly confirmed_at: Instant | null;
  readonly withdrawer: string | null;
  readonly withdrawn_at: Instant | null;
  readonly withdrawal_reason: string;
}

const editionOf = (row: Found): Edition => ({
  id: row.id,
  catalogue: row.catalogue,
  document: row.document,
  documentNumber: row.document_number,
  issuedOn: row.issued_on,
  from: row.from_day,
  until: row.until_day ?? undefined,
  content: content.parse(row.content),
  addedById: row.added_by,
  addedBy: row.adder ?? '',
  addedAt: row.added_at,
  confirmedBy: row.confirmer ?? '',
  confirmedAt: row.confirmed_at ?? undefined,
  withdrawnBy: row.withdrawer ?? '',
  withdrawnAt: row.withdrawn_at ?? undefined,
  withdrawalReason: row.withdrawal_reason,
});

const selected = sql`select e.id, e.catalogue, e.document, e.document_number, e.issued_on, e.from_day, e.until_day,
    e.content, e.added_by, adder.display_name as adder, e.added_at, confirmer.display_name as confirmer, e.confirmed_at,
    withdrawer.display_name as withdrawer, e.withdrawn_at, e.withdrawal_reason
  from catalogue_editions e left join users adder on adder.id = e.added_by
    left join users confirmer on confirmer.id = e.confirmed_by left join users withdrawer on withdrawer.id = e.withdrawn_by`;

/** The editions of a catalogue that the reader may see, the latest first. */
export async function readEditions(tx: Transaction, catalogue: Catalogue): Promise<Edition[]> {
  const found = await sql<Found>`${selected} where e.catalogue = ${catalogue}
    order by e.from_day desc, e.added_at desc limit 200`.execute(tx);
  return found.rows.map(editionOf);
}

export async function findEdition(tx: Transaction, id: string): Promise<Edition | undefined> {
  const found = await sql<Found>`${selected} where e.id = ${id}`.execute(tx);
  return found.rows.map(editionOf)[0];
}

export interface NewEdition
  extends Pick<Edition, 'id' | 'catalogue' | 'document' | 'documentNumber' | 'issuedOn' | 'from'> {
  readonly until?: PlainDate | undefined;
  readonly content: Partial<EditionContent>;
  readonly addedBy: string;
  readonly addedAt: Instant;
}

/** Enters an edition that waits for its second person; false where another one waits already. */
export async function enterEdition(tx: Transaction, edition: NewEdition): Promise<boolean> {
  const entered = await tx
    .insertInto('catalogue_editions')
    .values({
      id: edition.id,
      catalogue: edition.catalogue,
      document: edition.document,
      document_number: edition.documentNumber,
      issued_on: edition.issuedOn,
      from_day: edition.from,
      until_day: edition.until ?? null,
      content: JSON.stringify(edition.content),
      added_by: edition.addedBy,
      added_at: edition.addedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return entered.numInsertedOrUpdatedRows === 1n;
}

/** The day from which the last confirmed edition holds. */
export async function lastEditionDay(tx: Transaction, catalogue: Catalogue): Promise<PlainDate | undefined> {
  const found = await tx
    .selectFrom('catalogue_editions')
    .select(({ fn }) => fn.max('from_day').as('day'))
    .where('catalogue', '=', catalogue)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return found?.day ?? undefined;
}
