import type { Transaction as KyselyTransaction } from 'kysely';
import type { z } from 'zod';
import type { WorkingCalendar } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import { type Role, reachOf } from '#kernel/roles';
import type { ClauseId } from '#law/clauses';
import type { LaterLines } from '#law/figures';
import type { Finding } from '#law/rule';
import type { Instant } from './clock';
import type { Scope } from './database/scope';
import type { Tables } from './database/tables';
import type { FaceEngineFound } from './faces/engine';
import type { FileStore } from './files/store';
import type { Enqueue } from './jobs/job';
import type { Secrets } from './secrets/secrets';
import type { Typesetter } from './typesetting/typesetter';
import type { RecordingFolder } from './video/recording-folder';
import type { VideoSource } from './video/video-tools';

/** The signed-in person, with the region and institution that bound what is seen. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly regionCode?: string;
  readonly institutionId?: string;
}

export type Transaction = KyselyTransaction<Tables>;

export const scopeOf = (actor: Actor): Scope => ({
  reach: reachOf[actor.role],
  regionCode: actor.regionCode,
  institutionId: actor.institutionId,
  userId: actor.userId,
});

/** Adds to the log entry of the running operation; never personal data. */
export interface LogNote {
  readonly subject?: { readonly type: string; readonly id: string };
  readonly regionCode?: string;
  readonly institutionId?: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null | readonly (string | null)[]>>;
}

/** What is outside the database and outlives a request. */
export interface Services {
  readonly secrets: Secrets;
  readonly files: FileStore;
  readonly typesetter: Typesetter;
  /** Recordings of classes: large files that never pass through memory. */
  readonly recordings: RecordingFolder;
  /** What reads recordings, where this installation has it; without it they are kept and wait. */
  readonly video?: VideoSource | undefined;
  readonly isDemo: boolean;
  /** The title of a declared operation; undefined for what none of them does. */
  readonly titleOf?: ((name: string) => string | undefined) | undefined;
  /** What recognises faces, where this installation has it; without one, check-in goes the way without a face. */
  readonly faces?: { find(): Promise<FaceEngineFound> } | undefined;
  /** Room on the disk of the data folder, where there is one. */
  readonly diskSpace?: () => Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
}

/** All that a handler may use: its transaction, who acts, and the day; no module reads a clock or a global. */
export interface Context {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly commandId: string;
  readonly now: Instant;
  readonly today: PlainDate;
  readonly calendar: WorkingCalendar;
  readonly laterFigures: LaterLines;
  readonly services: Services;
  /** The uploaded file of an operation that accepts one. */
  readonly upload: { readonly name: string; readonly bytes: Buffer } | undefined;
  note(note: LogNote): void;
  /** Leaves work for after the transaction has been committed; of one undone nothing stays. */
  readonly enqueue: Enqueue;
  /** Runs `work` with sight of the whole city, for checks that cross regions; what it shows must not leave the region. */
  acrossRegions<T>(work: () => Promise<T>): Promise<T>;
  /** Why `password` is no fresh proof of the actor before a legal act, in words; undefined when it is. */
  whyNotConfirmed(password: string): Promise<string | undefined>;
}

/** What reading and computing need of a context; a job has it as well. */
export type Reading = Pick<
  Context,
  'tx' | 'now' | 'today' | 'calendar' | 'laterFigures' | 'services' | 'acrossRegions'
>;

export interface Done<Result> {
  readonly outcome: 'done';
  readonly result: Result;
}

export type RefusalKind = 'blocked' | 'missing' | 'conflict' | 'forbidden' | 'invalid';

/** An expected “no”: why, and the way forward. */
export interface Refused {
  readonly outcome: 'refused';
  readonly kind: RefusalKind;
  readonly message: string;
  readonly findings: readonly Finding[];
  /** What the refusal itself leaves behind: counts, written with its log entry after everything else was undone. */
  readonly leaves?: (tx: Transaction) => Promise<void>;
}

export const done = <Result>(result: Result): Done<Result> => ({ outcome: 'done', result });

export const refused = (
  message: string,
  kind: RefusalKind = 'blocked',
  findings: readonly Finding[] = [],
): Refused => ({ outcome: 'refused', kind, message, findings });

/** Also the answer for a record of another region: whether it exists is not told. */
export const missing = (what: string): Refused =>
  refused(`没有找到${what}，可能已删除，或不在您的管辖范围内。`, 'missing');

/** A file sent to the browser. */
export interface Download {
  readonly download: true;
  readonly mediaType: string;
  readonly fileName: string;
  readonly body: Buffer;
  /** Shown in place rather than saved. */
  readonly inline?: boolean;
}

export const isDownload = (value: unknown): value is Download =>
  typeof value === 'object' && value !== null && 'download' in value && value.download === true;

export type Policy = readonly Role[] | 'signedIn';

interface Declared<Name extends string, Input extends z.ZodObject> {
  readonly name: Name;
  readonly path: `/${string}`;
  /** What it does, in the words of the field. */
  readonly title: string;
  readonly by: Policy;
  readonly cites?: readonly ClauseId[];
  readonly input: Input;
}

export interface Command<Name extends string, Input extends z.ZodObject, Result> extends Declared<Name, Input> {
  readonly kind: 'command';
  /** Takes a file of at most this many bytes as its body; the input then comes from path and query string. */
  readonly uploadLimit?: number;
  /** Changes nothing and answers with what it was given: its answer is not kept for replays. */
  readonly keepsNothing?: boolean;
  handle(input: z.output<Input>, context: Context): Promise<Done<Result> | Refused>;
}

export interface Query<Name extends string, Input extends z.ZodObject, Result> extends Declared<Name, Input> {
  readonly kind: 'query';
  /** Logged as shown, because it opens personal data. */
  readonly isLogged?: boolean;
  handle(input: z.output<Input>, context: Context): Promise<Done<Result> | Refused>;
}

export type AnyOperation = Command<string, z.ZodObject, unknown> | Query<string, z.ZodObject, unknown>;

/** Declares something that changes a record: route, input check, permission, log entry and API description in one. */
export const command = <const Name extends string, Input extends z.ZodObject, Result>(
  declaration: Omit<Command<Name, Input, Result>, 'kind'>,
): Command<Name, Input, Result> => ({ kind: 'command', ...declaration });

/** Declares a question. */
export const query = <const Name extends string, Input extends z.ZodObject, Result>(
  declaration: Omit<Query<Name, Input, Result>, 'kind'>,
): Query<Name, Input, Result> => ({ kind: 'query', ...declaration });

type InputOf<Operation> =
  Operation extends Command<string, infer Input, unknown>
    ? z.input<Input>
    : Operation extends Query<string, infer Input, unknown>
      ? z.input<Input>
      : never;

type ResultOf<Operation> =
  Operation extends Command<string, z.ZodObject, infer Result>
    ? Result
    : Operation extends Query<string, z.ZodObject, infer Result>
      ? Result
      : never;

type NameOf<Operation> = Operation extends { readonly name: infer Name extends string } ? Name : never;
type Head<Name extends string> = Name extends `${infer Part}.${string}` ? Part : never;
type Tail<Name extends string, Part extends string> = Name extends `${Part}.${infer Rest}` ? Rest : never;

/** The browser's view of a list of operations: `api.class.file(input)`. */
export type ApiOf<Operation> = {
  readonly [Part in Head<NameOf<Operation>>]: {
    readonly [Rest in Tail<NameOf<Operation>, Part>]: (
      input: InputOf<Extract<Operation, { readonly name: `${Part}.${Rest}` }>>,
      options?: {
        readonly body?: Blob;
        readonly fileName?: string;
        readonly commandId?: string;
        readonly signal?: AbortSignal;
      },
    ) => Promise<ResultOf<Extract<Operation, { readonly name: `${Part}.${Rest}` }>>>;
  };
};
