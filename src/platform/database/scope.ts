import { setTimeout as wait } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Transaction,
} from 'kysely';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import type { Reach } from '#kernel/roles';
import { codeOf } from './refusal';
import type { Tables } from './tables';

/**
 * How far a transaction sees; row policies read it. `system` is for the product's own work; `ingest` writes down what
 * devices send, and knows nothing but devices.
 */
export interface Scope {
  readonly reach: Reach | 'system' | 'ingest';
  readonly regionCode?: string | undefined;
  readonly institutionId?: string | undefined;
  readonly userId?: string | undefined;
  /** Settings of the database that hold for this transaction, such as how its statements are planned. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** Begins and narrows in one message, so that a scope costs no round trip and none is ever forgotten. */
function beginIn(scope: Scope): string {
  const settings = [
    ['mingxun.reach', scope.reach],
    ['mingxun.region', scope.regionCode ?? ''],
    ['mingxun.institution', scope.institutionId ?? ''],
    ['mingxun.user', scope.userId ?? ''],
    ...Object.entries(scope.settings ?? {}),
  ] as const;
  const calls = settings.map(([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`);
  return `begin; select ${calls.join(', ')}`;
}

class ScopedDriver extends PostgresDriver {
  readonly #begin: string;

  constructor(connect: () => Promise<PoolClient>, begin: string) {
    super({ pool: { connect, end: async () => undefined } });
    this.#begin = begin;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw(this.#begin));
    } catch (error) {
      await this.rollbackTransaction(connection);
      throw error;
    }
  }
}

function kyselyIn<T>(connect: () => Promise<PoolClient>, scope: Scope): Kysely<T> {
  return new Kysely<T>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new ScopedDriver(connect, beginIn(scope)),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

/** Work inside a transaction; `client` is the same connection, for prepared statements and bulk loads. */
export type ScopedWork<T, Result> = (db: Transaction<T>, client: PoolClient) => Promise<Result>;

/** A connection that breaks fails the statement in hand; by itself it is no event of the process. */
const heard = () => undefined;

async function once<T, Result>(pool: Pool, scope: Scope, work: ScopedWork<T, Result>): Promise<Result> {
  const client = await pool.connect();
  client.on('error', heard);
  try {
    return await kyselyIn<T>(async () => client, scope)
      .transaction()
      .execute((db) => work(db, client));
  } finally {
    client.off('error', heard);
  }
}

/** Serialisation failure and deadlock: the database asks for another try. */
const again = new Set(['40001', '40P01']);
const attempts = 4;

/**
 * One transaction that sees what the scope allows, and leaves nothing of it on the connection. `work` may be run again
 * when the database asks for it, so it changes nothing outside the transaction.
 */
export async function inScope<Result, T = Tables>(
  pool: Pool,
  scope: Scope,
  work: ScopedWork<T, Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, scope, work);
    } catch (error) {
      if (attempt >= attempts || !again.has(codeOf(error))) throw error;
      await wait(10 * 2 ** attempt);
    }
  }
}
