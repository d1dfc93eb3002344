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

/** The connections of one role. */
export function openPool(config: PoolConfig, { max = 10, onBroken = () => undefined }: PoolChoices = {}): Pool {
  const pool = new Pool({ ...config, max, types: valueTypes, connectionTimeoutMillis: 10_000 });
  pool.on('error', onBroken);
  return pool;
}

/** Queries outside any scope: row policies show them nothing that belongs to a region or institution. */
export function kyselyOver<T = Tables>(pool: Pool): Kysely<T> {
  return new Kysely<T>({ dialect: new PostgresDialect({ pool }) });
}
