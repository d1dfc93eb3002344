import type { Pool } from 'pg';
import { queueSchema } from './install';

/** Keeps the jobs of this process its own, and frees those of a process that has died. */
const statements = `
  with kept as (
    update ${queueSchema}._private_jobs set locked_at = now() where locked_by = $1 returning id
  )
  update ${queueSchema}._private_jobs set locked_at = null, locked_by = null
  where locked_by <> $1 and locked_at < now() - make_interval(secs => $2) and (select count(*) from kept) >= 0`;

/**
 * A job belongs to a process as long as that says so again and again; once it falls silent another may take it over.
 * Gives what ends the renewals.
 */
export function keepLease(pool: Pool, holder: () => string, leaseSeconds: number): () => void {
  let isAsking = false;
  const renew = async () => {
    if (isAsking) return;
    isAsking = true;
    await pool.query(statements, [holder(), leaseSeconds]).catch(() => undefined);
    isAsking = false;
  };
  void renew();
  const timer = setInterval(() => void renew(), (leaseSeconds * 1000) / 4);
  return () => clearInterval(timer);
}
