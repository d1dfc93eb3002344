import type { Pool } from 'pg';
import { z } from 'zod';

const column = z.object({
  table: z.string(),
  column: z.string(),
  comment: z.string().nullable(),
  type: z.string(),
  kind: z.string(),
  labels: z.array(z.string()),
  isList: z.boolean(),
  isNullable: z.boolean(),
  hasDefault: z.boolean(),
  isAlwaysGenerated: z.boolean(),
});

/** A column as the database's own catalogue describes it; `type` is the base of a domain, the element of an array. */
export type Column = z.infer<typeof column>;

const columnsQuery = `
  select c.relname as table, a.attname as column, obj_description(c.oid, 'pg_class') as comment,
    base.typname as type, base.typtype as kind,
    coalesce((select json_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = base.oid), '[]') as labels,
    plain.typelem <> 0 and plain.typcategory = 'A' as "isList",
    not a.attnotnull or c.relkind in ('v', 'm') as "isNullable",
    a.atthasdef or a.attidentity <> '' as "hasDefault",
    a.attidentity = 'a' or a.attgenerated <> '' as "isAlwaysGenerated"
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type own on own.oid = a.atttypid
  join pg_type plain on plain.oid = case when own.typtype = 'd' then own.typbasetype else own.oid end
  join pg_type base on base.oid =
    case when plain.typelem <> 0 and plain.typcategory = 'A' then plain.typelem else plain.oid end
  where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and c.relname <> 'schema_migrations'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by c.relname collate "C", a.attnum`;

export async function readColumns(pool: Pool): Promise<Column[]> {
  const { rows } = await pool.query(columnsQuery);
  return z.array(column).parse(rows);
}
