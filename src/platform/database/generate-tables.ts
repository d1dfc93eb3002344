import type { Pool } from 'pg';
import { type Column, readColumns } from './catalog';

/** What each type reads as, in TypeScript, with the value parsers of the pool. */
const readTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'PlainDate',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  json: 'JsonValue',
  jsonb: 'JsonValue',
  numeric: 'string',
  timestamptz: 'Instant',
};

/** Types written otherwise than they are read: JSON goes in as its text, decimals also as numbers. */
const writeTypes: Readonly<Record<string, string>> = { json: 'string', jsonb: 'string', numeric: 'number | string' };

const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;

function typeOf({ type, kind, labels, isList, isNullable }: Column, types: Readonly<Record<string, string>>): string {
  const one = kind === 'e' ? labels.map(quoted).join(' | ') : (types[type] ?? 'string');
  const many = isList ? `${one.includes('|') ? `(${one})` : one}[]` : one;
  return isNullable ? `${many} | null` : many;
}

function columnType(column: Column): string {
  const read = typeOf(column, readTypes);
  const write = typeOf(column, { ...readTypes, ...writeTypes });
  if (column.isAlwaysGenerated) return `GeneratedAlways<${read}>`;
  if (read !== write) {
    const insert = column.hasDefault ? `${write} | undefined` : write;
    return `ColumnType<${read}, ${insert}, ${write}>`;
  }
  return column.hasDefault ? `Generated<${read}>` : read;
}

const interfaceName = (table: string) =>
  `${table
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Table`;

function tableInterface(table: string, columns: readonly Column[]): string {
  const comment = columns[0]?.comment;
  const fields = columns.map((column) => `  ${column.column}: ${columnType(column)};`);
  return [...(comment ? [`/** ${comment} */`] : []), `export interface ${interfaceName(table)} {`, ...fields, '}'].join(
    '\n',
  );
}

const header = `/** A moment in ISO 8601 at zero offset. */
export type Instant = string;

/** Whatever JSON can say; parse it before use. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };`;

/** The imports that the interfaces use, and no others. */
function importsFor(interfaces: readonly string[]): string[] {
  const uses = (name: string) => interfaces.some((text) => new RegExp(`\\b${name}\\b`).test(text));
  const wrappers = ['ColumnType', 'Generated', 'GeneratedAlways'].filter(uses);
  const lines: string[] = [];
  if (wrappers.length > 0) lines.push(`import type { ${wrappers.join(', ')} } from 'kysely';`);
  if (uses('PlainDate')) lines.push(`import type { PlainDate } from '#kernel/plain-date';`);
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** The tables of a migrated database as Kysely types, the file \`tables.ts\`. */
export async function generateTables(pool: Pool): Promise<string> {
  const byTable = new Map<string, Column[]>();
  for (const column of await readColumns(pool)) {
    byTable.set(column.table, [...(byTable.get(column.table) ?? []), column]);
  }
  const interfaces = [...byTable].map(([table, columns]) => tableInterface(table, columns));
  const lines = [...byTable.keys()].map((table) => `  ${table}: ${interfaceName(table)};`);
  const all = `export interface Tables {\n${lines.join('\n')}\n}`;
  return `${[...importsFor(interfaces), header, ...interfaces, all].join('\n\n')}\n`;
}
