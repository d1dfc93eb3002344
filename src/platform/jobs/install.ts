import { Logger, runMigrations } from 'graphile-worker';
import { Client, type ClientBase, type ClientConfig, Pool } from 'pg';
import { codeOf } from '../database/refusal';
import { appRole } from '../database/roles';

/** Where the queue’s programme keeps its tables. */
export const queueSchema = 'graphile_worker';

/** One lock for all processes that might set up the same queue. */
const installLock = 7_216_483_002;

/** The queue’s own programme speaks English and of internals; what matters is told by our own words. */
export const silent = new Logger(() => () => undefined);

const heard = () => undefined;

/**
 * A pool as the queue’s programme expects it: values read its way, breaks left to its own retries, and every
 * connection in system scope from its first moment.
 */
export function queuePool(config: ClientConfig, max: number): Pool {
  const onConnect = (client: ClientBase) => client.query(`select set_config('mingxun.reach', 'system', false)`);
  const pool = new Pool({ ...config, max, onConnect, connectionTimeoutMillis: 10_000 });
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  return pool;
}

/** Lets the role that serves requests work the queue, in system scope only; its structure stays the owner’s. */
const openToApp = `
do $$ declare
  found record;
begin
  grant usage on schema ${queueSchema} to ${appRole};
  grant select, insert, update, delete on all tables in schema ${queueSchema} to ${appRole};
  revoke insert, update, delete on ${queueSchema}.migrations from ${appRole};
  grant execute on all functions in schema ${queueSchema} to ${appRole};
  for found in
    select c.relname as name, c.oid from pg_class c
    where c.relnamespace = '${queueSchema}'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'queue_in_system_scope')
  loop
    execute format('create policy queue_in_system_scope on ${queueSchema}.%I to ${appRole}
      using ((select public.scope_reach()) = ''system'') with check ((select public.scope_reach()) = ''system'')',
      found.name);
  end loop;
end $$`;

async function install(owner: ClientConfig): Promise<void> {
  const client = new Client(owner);
  client.on('error', heard);
  await client.connect();
  const pool = queuePool(owner, 2);
  try {
    await client.query('select pg_advisory_lock($1)', [installLock]);
    await runMigrations({ pgPool: pool, schema: queueSchema, logger: silent });
    await client.query(openToApp);
  } finally {
    await pool.end();
    await client.end();
  }
}

/**
 * Sets up the queue as the owner, after our own migrations; several processes at once take turns. Gives a sentence
 * where the owner may not: the product does its work without the queue.
 */
export async function installQueue(owner: ClientConfig): Promise<string | undefined> {
  try {
    await install(owner);
    return undefined;
  } catch (error) {
    if (codeOf(error) !== '42501') throw error;
    return '后台任务队列没有建立：属主角色无权在本库建模式。请由数据库管理员执行 GRANT CREATE ON DATABASE 库名 TO 属主，再运行 mingxun migrate。其余功能照常。';
  }
}
