import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Instant } from '../clock';
import type { LogEntry } from '../log/log';
import type { Reading, Transaction } from '../operation';
import type { SignInService } from '../sign-in/service';

/** All that a job may use: one transaction with sight of the whole city, and the day. */
export interface JobContext extends Reading {
  /** For long reading beside the transaction, in short ones of its own. */
  readonly pool: Pool;
  readonly signIn: SignInService;
  /** Ends when the job must: its time is up, or the product stops. */
  readonly signal: AbortSignal;
  /** One entry for each effect, in the transaction of the effect; the product itself is the actor. */
  readonly log: (entry: Omit<LogEntry, 'actor' | 'happenedAt' | 'outcome'>) => Promise<void>;
  readonly enqueue: Enqueue;
  /** Tells the operator of something that is wrong. */
  readonly warn: (sentence: string) => void;
}

/** Work done behind the desk: found in the queue of the same database, done again when it failed. */
export interface Job<Name extends string = string, Input extends z.ZodObject = z.ZodObject> {
  readonly name: Name;
  /** What it does, in the words of the field. */
  readonly title: string;
  readonly input: Input;
  /** Tries before it is given up; the waits between them grow from seconds to about an hour. */
  readonly attempts: number;
  readonly timeLimitSeconds: number;
  /** Less pressing work stands behind all other. */
  readonly isPatient: boolean;
  /**
   * Does it, in one transaction, and says what was done in a sentence without names. It may be run twice, so each
   * effect has a key of its own in the database.
   */
  run(input: z.output<Input>, context: JobContext): Promise<string>;
}

type JobChoices = 'attempts' | 'timeLimitSeconds' | 'isPatient';
type Declaration<Name extends string, Input extends z.ZodObject> = Omit<Job<Name, Input>, JobChoices> &
  Partial<Pick<Job<Name, Input>, JobChoices>>;

/** Declares a job. */
export const job = <const Name extends string, Input extends z.ZodObject>(
  declaration: Declaration<Name, Input>,
): Job<Name, Input> => ({ attempts: 8, timeLimitSeconds: 300, isPatient: false, ...declaration });

export interface EnqueueChoices {
  /** A job that waits under the same key is replaced, not doubled. */
  readonly key?: string;
  /** Not before this instant of the database’s own clock. */
  readonly runAt?: Instant;
}

export type Enqueue = <Input extends z.ZodObject>(
  job: Job<string, Input>,
  input: z.input<Input>,
  choices?: EnqueueChoices,
) => Promise<boolean>;

/**
 * Puts a job into the queue within the caller’s transaction: it runs if, and only if, that commits. False where no
 * queue has been set up; what must not be lost is then found by a scheduled job that looks for what is missing.
 */
export async function enqueue<Input extends z.ZodObject>(
  tx: Transaction,
  { name, input: form, attempts, isPatient }: Job<string, Input>,
  input: z.input<Input>,
  { key, runAt }: EnqueueChoices = {},
): Promise<boolean> {
  const written = JSON.stringify(form.parse(input));
  const { rows } = await sql<{ enqueued: boolean }>`select enqueue_job(${name}, ${written}::json,
    ${key ?? null}::text, ${runAt ?? null}::timestamptz, ${attempts}::int, ${isPatient ? 10 : 0}::int) as enqueued`.execute(
    tx,
  );
  return rows[0]?.enqueued ?? false;
}
