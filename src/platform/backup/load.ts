import { finished, pipeline } from 'node:stream/promises';
import { type Client, escapeIdentifier } from 'pg';
import { z } from 'zod';
import type { ReadEntry } from './archive-reader';
import type { BackupContents, TableContents } from './contents';
import { CopyIn } from './copy-in';
import { CopyOut } from './copy-out';
import { BackupRefusal } from './refusal';
import { rowsDigest } from './rows-digest';
import {
  copyInStatement,
  copyOutStatement,
  type Link,
  plainSession,
  readLoadOrder,
  type SequenceState,
  type TableShape,
} from './schema';

const qualified = (table: string) => `public.${escapeIdentifier(table)}`;

const triggerRows = z.array(z.object({ table: z.string(), trigger: z.string(), isAlways: z.boolean() }));
type Trigger = z.infer<typeof triggerRows>[number];

/** Triggers of our own that are on; those of foreign keys stay on and check every row. */
const triggersQuery = `
  select c.relname as "table", t.tgname as trigger, t.tgenabled = 'A' as "isAlways"
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled in ('O', 'A')`;

async function disableTriggers(client: Client): Promise<Trigger[]> {
  const triggers = triggerRows.parse((await client.query(triggersQuery)).rows);
  for (const { table, trigger } of triggers) {
    await client.query(`alter table ${qualified(table)} disable trigger ${escapeIdentifier(trigger)}`);
  }
  return triggers;
}

async function enableTriggers(client: Client, triggers: readonly Trigger[]): Promise<void> {
  for (const { table, trigger, isAlways } of triggers) {
    const how = isAlways ? 'enable always' : 'enable';
    await client.query(`alter table ${qualified(table)} ${how} trigger ${escapeIdentifier(trigger)}`);
  }
}

/** Lets links that look forward in the load order wait for the end of the load, and puts them back. */
async function deferLinks(client: Client, links: readonly Link[], isDeferred: boolean): Promise<void> {
  if (isDeferred) await client.query('set constraints all deferred');
  for (const { table, name } of links.filter((link) => !link.isDeferrable)) {
    const how = isDeferred ? 'deferrable initially deferred' : 'not deferrable';
    await client.query(`alter table ${qualified(table)} alter constraint ${escapeIdentifier(name)} ${how}`);
  }
}

async function setSequences(client: Client, sequences: readonly SequenceState[]): Promise<void> {
  for (const { name, lastValue } of sequences) {
    const sequence = qualified(name);
    if (lastValue === null) await client.query(`alter sequence ${sequence} restart`);
    else await client.query('select setval($1::regclass, $2::bigint, true)', [sequence, lastValue]);
  }
}

/** Reads the table back as it would be backed up, and compares it with the backup. */
async function compareTable(client: Client, shape: TableShape, expected: TableContents): Promise<void> {
  const digest = rowsDigest();
  const copy = client.query(new CopyOut(copyOutStatement(shape)));
  for await (const piece of copy.pieces()) digest.update(piece);
  if (copy.rowCount === expected.rows && digest.hex() === expected.rowsDigest) return;
  throw new BackupRefusal(
    `数据表 ${shape.name} 装入后与备份不一致（备份 ${expected.rows} 行，装入 ${copy.rowCount} 行），已全部撤回。请换一份备份重试。`,
  );
}

const loadFailed = (table: string, error: unknown) =>
  new BackupRefusal(
    `数据表 ${table} 装入失败，已全部撤回，数据库里没有留下数据。数据库说：${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
  );

/** One `COPY` for all parts of a table. */
function tableLoad(client: Client) {
  let open: { readonly table: string; readonly copy: CopyIn } | undefined;
  const run = async (work: (copy: CopyIn) => Promise<unknown>) => {
    if (!open) return;
    try {
      if (open.copy.errored) throw open.copy.errored;
      await work(open.copy);
    } catch (error) {
      throw error instanceof BackupRefusal ? error : loadFailed(open.table, open.copy.errored ?? error);
    }
  };
  const close = async () => {
    await run(async (copy) => finished(copy.end(), { readable: false }));
    open = undefined;
  };
  return {
    close,
    async take(shape: TableShape, bytes: AsyncIterable<Buffer>) {
      if (open?.table !== shape.name) {
        await close();
        open = { table: shape.name, copy: client.query(new CopyIn(copyInStatement(shape))) };
        open.copy.on('error', () => undefined);
      }
      await run((copy) => pipeline(bytes, copy, { end: false }));
    },
  };
}

/** Loads rows in one transaction: after a cut in the middle the database is as empty as before. */
export interface Loader {
  /** Takes the parts of the tables in their order. */
  part(table: string, entry: ReadEntry): Promise<void>;
  /** Checks everything, puts the guards back and commits. */
  finish(mark: (client: Client) => Promise<unknown>): Promise<void>;
}

export async function beginLoad(client: Client, contents: BackupContents): Promise<Loader> {
  await client.query(plainSession);
  await client.query('begin');
  const { tables, forward } = await readLoadOrder(client);
  const shapes = new Map(tables.map((shape) => [shape.name, shape]));
  if (contents.tables.length !== tables.length || contents.tables.some(({ name }) => !shapes.has(name))) {
    throw new BackupRefusal('备份里的数据表与它所写的结构版本不一致，没有恢复。请改用另一份备份。');
  }
  const triggers = await disableTriggers(client);
  await client.query(`truncate ${tables.map(({ name }) => qualified(name)).join(', ')}`);
  await deferLinks(client, forward, true);
  const load = tableLoad(client);
  return {
    async part(table, entry) {
      const shape = shapes.get(table);
      if (!shape) throw new BackupRefusal(`备份里有不认识的数据表 ${table}。请用制作它的版本恢复。`);
      await load.take(shape, entry.bytes);
    },
    async finish(mark) {
      await load.close();
      try {
        await client.query('set constraints all immediate');
        await deferLinks(client, forward, false);
        await enableTriggers(client, triggers);
        await setSequences(client, contents.sequences);
      } catch (error) {
        throw loadFailed('之间的关联', error);
      }
      for (const expected of contents.tables) {
        const shape = shapes.get(expected.name);
        if (shape) await compareTable(client, shape, expected);
      }
      await mark(client);
      await client.query('commit');
      await client.query('analyze');
    },
  };
}
