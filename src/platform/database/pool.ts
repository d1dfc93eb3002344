import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolConfig } from 'pg';
import type { Tables } from './tables';
import { valueTypes } from './values';

export interface PoolChoices {
  /** Connections at most; the rest of the requests wait. */
  readonly max?: number;
  /** Told of a connection that broke while nobody used it; the pool opens a new one by itself. */
  readonly onBroken?: (error: Error) => void;
}

/** A pool does not tell its own password again, so what it was made of is remembered beside it. */
const configs = new WeakMap<Pool, PoolConfig>();

/** The connections of one role. */
export function openPool(config: PoolConfig, { max = 10, onBroken = () => undefined }: PoolChoices = {}): Pool {
  const pool = new Pool({ ...config, max, types: valueTypes, connectionTimeoutMillis: 10_000 });
  configs.set(pool, config);
  pool.on('error', onBroken);
  return pool;
}

/**
 * Connections of their own that hold the same settings all their life, for one statement that is its own transaction
 * and need not be told its scope each time.
 */
export function openPoolLike(pool: Pool, settings: Readonly<Record<string, string>>, choices: PoolChoices): Pool {
  const config = configs.get(pool);
  if (!config) throw new Error('not a pool of openPool');
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return openPool({ ...config, options: [config.options, ...options].filter(Boolean).join(' ') }, choices);
}

/** Queries outside any scope: row policies show them nothing that belongs to a region or institution. */
export function kyselyOver<T = Tables>(pool: Pool): Kysely<T> {
  return new Kysely<T>({ dialect: new PostgresDialect({ pool }) });
}
