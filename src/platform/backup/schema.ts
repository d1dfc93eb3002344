import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { z } from 'zod';

const tableShape = z.object({ name: z.string(), columns: z.array(z.string()) });
const linkShape = z.object({ name: z.string(), table: z.string(), target: z.string(), isDeferrable: z.boolean() });

/** A table as it is written to a backup: generated columns are worked out again by the database. */
export type TableShape = z.infer<typeof tableShape>;

/** A foreign key. */
export type Link = z.infer<typeof linkShape>;

export interface LoadOrder {
  /** Every table after those it refers to, as far as that goes. */
  readonly tables: readonly TableShape[];
  /** Links that look forward in this order because tables refer to each other in a ring. */
  readonly forward: readonly Link[];
}

const tablesQuery = `
  select c.relname as name,
    array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' order by a.attnum) as columns
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by c.relname collate "C"`;

const linksQuery = `
  select conname as name, t.relname as "table", r.relname as target, condeferrable as "isDeferrable"
  from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid
  where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid and k.conparentid = 0
  order by t.relname collate "C", conname collate "C"`;

/** Where the schema keeps its own history, and where a restore keeps its state: not part of any backup. */
const ownTables = new Set(['schema_migrations', 'unfinished_restore']);

/** Orders tables so that each can be loaded when those it refers to are there. */
export function loadOrder(tables: readonly TableShape[], links: readonly Link[]): LoadOrder {
  const ordered: TableShape[] = [];
  const placed = new Set<string>();
  const rest = [...tables];
  while (rest.length > 0) {
    const isFree = ({ name }: TableShape) => links.every(({ table, target }) => table !== name || placed.has(target));
    const next = Math.max(0, rest.findIndex(isFree));
    for (const table of rest.splice(next, 1)) {
      ordered.push(table);
      placed.add(table.name);
    }
  }
  const place = new Map(ordered.map(({ name }, at) => [name, at]));
  const looksForward = ({ table, target }: Link) => (place.get(target) ?? -1) > (place.get(table) ?? -1);
  return { tables: ordered, forward: links.filter(looksForward) };
}

/** The tables of the product in the order they can be loaded in. */
export async function readLoadOrder(client: ClientBase): Promise<LoadOrder> {
  const tables = z.array(tableShape).parse((await client.query(tablesQuery)).rows);
  const links = z.array(linkShape).parse((await client.query(linksQuery)).rows);
  return loadOrder(
    tables.filter(({ name }) => !ownTables.has(name)),
    links,
  );
}

const sequence = z.object({ name: z.string(), lastValue: z.string().nullable() });
export type SequenceState = z.infer<typeof sequence>;

/** Counters of identity columns; null where none was given out yet. */
export async function readSequences(client: ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query(
    `select sequencename as name, last_value::text as "lastValue" from pg_sequences where schemaname = 'public'
      order by sequencename collate "C"`,
  );
  return z.array(sequence).parse(rows);
}

/** The same text for the same value on every server, and no row kept back by a policy unnoticed. */
export const plainSession = `
  set client_encoding to 'UTF8'; set datestyle to 'ISO'; set intervalstyle to 'postgres'; set timezone to 'UTC';
  set extra_float_digits to 1; set bytea_output to 'hex'; set xmloption to 'content'; set row_security to off;
  set synchronize_seqscans to off; set statement_timeout to 0; set idle_in_transaction_session_timeout to 0`;

const columnList = ({ columns }: TableShape) => columns.map(escapeIdentifier).join(', ');

export const copyOutStatement = (table: TableShape): string =>
  `copy (select ${columnList(table)} from public.${escapeIdentifier(table.name)}) to stdout`;

export const copyInStatement = (table: TableShape): string =>
  `copy public.${escapeIdentifier(table.name)} (${columnList(table)}) from stdin`;
