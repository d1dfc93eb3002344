import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type Role, roleNames } from '#kernel/roles';
import { type Clock, dayOf, type Instant } from './clock';
import { openPool } from './database/pool';
import { inScope } from './database/scope';
import type { TestDatabase } from './database/testing';
import { folderStore } from './files/store';
import { newId } from './identifiers';
import { nameKeys } from './names';
import type { Actor, Command, Done, Query, Refused } from './operation';
import { type InputFault, type Platform, runOperation } from './run-operation';
import { newKeyRing } from './secrets/keys';
import { openSecrets } from './secrets/secrets';
import { createUser } from './sign-in/administration';
import { hashPassword } from './sign-in/passwords';
import { openSignIn } from './sign-in/service';
import { newTotpSecret } from './sign-in/totp';
import { createTypesetter } from './typesetting/typesetter';
import { openRecordingFolder } from './video/recording-folder';

/** A clock that stands at nine in the morning, each reading a thousandth of a second after the last. */
export interface TestClock extends Clock {
  moveTo(day: PlainDate): void;
}

function testClock(day: PlainDate): TestClock {
  let at = Date.parse(`${day}T01:00:00Z`);
  const now = (): Instant => new Date((at += 1)).toISOString();
  return {
    now,
    today: () => dayOf(new Date(at).toISOString()),
    moveTo(next) {
      at = Date.parse(`${next}T01:00:00Z`);
    },
  };
}

/** The product’s platform on a database of the test’s own: real keys, file folder, typesetter and sign-in. */
export interface TestPlatform extends Platform {
  readonly clock: TestClock;
  readonly database: TestDatabase;
  /** Stops what runs, removes the file folder and drops the database. */
  close(): Promise<void>;
}

export interface TestPlatformChoices {
  /** A Monday of an ordinary week unless said otherwise. */
  readonly today?: string;
  readonly isDemo?: boolean;
}

export async function testPlatform(
  database: TestDatabase,
  { today = '2026-03-02', isDemo = false }: TestPlatformChoices = {},
): Promise<TestPlatform> {
  const clock = testClock(plainDate(today));
  const secrets = openSecrets(newKeyRing(clock.now()));
  const folder = mkdtempSync(join(tmpdir(), 'mingxun-platform-'));
  const typesetter = createTypesetter({ fontFolder: join(folder, 'fonts') });
  const signInPool = openPool(database.app);
  return {
    pool: database.pool,
    clock,
    database,
    services: {
      secrets,
      files: folderStore(join(folder, 'files')),
      typesetter,
      isDemo,
      recordings: openRecordingFolder(join(folder, 'recordings')),
    },
    signIn: await openSignIn({ pool: signInPool, secrets, isDemo }),
    whyNoWrites: async () => undefined,
    async close() {
      typesetter.close();
      await rm(folder, { recursive: true, force: true });
      await signInPool.end();
      await database.drop();
    },
  };
}

/** The password of every account `addUser` makes. */
export const testPassword = 'Wind-Rain-77-boat';
const hash = hashPassword(testPassword);

export interface TestUser {
  readonly role: Role;
  readonly name?: string;
  readonly username?: string;
  readonly regionCode?: string;
  readonly institutionId?: string;
}

/** An account in order, with `testPassword` and a second factor; gives the actor who sits at its desk. */
export async function addUser(platform: Platform, user: TestUser): Promise<Actor> {
  const { name = roleNames[user.role], username = `user-${randomUUID().slice(0, 8)}`, ...place } = user;
  const passwordHash = await hash;
  const now = platform.clock.now();
  const userId = await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    const created = await createUser(tx, { username, displayName: name, ...place }, now);
    if (created.kind === 'refused') throw new Error(created.message);
    const totp = platform.services.secrets.seal('totp', created.userId, newTotpSecret());
    await tx
      .updateTable('users')
      .set({ password_hash: passwordHash, password_changed_at: now, totp_sealed: totp })
      .where('id', '=', created.userId)
      .execute();
    return created.userId;
  });
  return { userId, name, ...place };
}

/** A licensed institution of a county without designations; gives its id. */
export async function addInstitution(platform: Platform, regionCode: string, name: string): Promise<string> {
  const { secrets } = platform.services;
  const id = newId();
  const account = `6222${String(Date.now()).slice(-8)}${id.slice(-4).replace(/\D/g, '7')}`;
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    tx
      .insertInto('institutions')
      .values({
        id,
        region_code: regionCode,
        name,
        pinyin: nameKeys(name).pinyin,
        initials: nameKeys(name).initials,
        credit_code: id.replaceAll('-', '').slice(-18).toUpperCase(),
        licence_number: `人社民 ${regionCode}4000001 号`,
        licence_until: plainDate('2030-12-31'),
        address: '测试路 1 号',
        principal_name: '王校长',
        phone_sealed: secrets.seal('phone', id, '13800000001'),
        bank_name: '测试银行',
        bank_account_name: name,
        bank_account_sealed: secrets.seal('bankAccount', id, account),
        bank_account_index: secrets.index('bankAccount', account),
        bank_account_tail: '6677',
        suspended_on: null,
        revoked_on: null,
      })
      .execute(),
  );
  return id;
}

export interface TestCall {
  /** For sending the same command twice. */
  readonly commandId?: string;
  readonly upload?: { readonly name: string; readonly bytes: Buffer };
}

type Runnable<Input extends z.ZodObject, Result> = Command<string, Input, Result> | Query<string, Input, Result>;
type TypedAnswer<Result> = Done<Result> | (Refused & { readonly faults?: readonly InputFault[] });

/** Runs one operation as a request would, answers and refusals alike. */
export async function run<Input extends z.ZodObject, Result>(
  platform: Platform,
  operation: Runnable<Input, Result>,
  actor: Actor,
  input: z.input<Input>,
  { commandId = randomUUID(), upload }: TestCall = {},
): Promise<TypedAnswer<Result>> {
  let heardOutcome: Done<Result> | undefined;
  const heard: Runnable<Input, Result> = {
    ...operation,
    async handle(parsed, context) {
      const outcome = await operation.handle(parsed, context);
      if (outcome.outcome === 'done') heardOutcome = outcome;
      return outcome;
    },
  };
  const answer = await runOperation(platform, heard, { actor, input, commandId, ...(upload ? { upload } : {}) });
  if (answer.outcome === 'refused') return answer;
  if (!heardOutcome) throw new Error(`${operation.name} was done before under this command id`);
  return heardOutcome;
}

/** The result of an operation that must be done; a refusal fails the test with its sentence. */
export async function resultOf<Input extends z.ZodObject, Result>(
  platform: Platform,
  operation: Runnable<Input, Result>,
  actor: Actor,
  input: z.input<Input>,
  call: TestCall = {},
): Promise<Result> {
  const answer = await run(platform, operation, actor, input, call);
  if (answer.outcome === 'refused') throw new Error(`${operation.name}: ${answer.message}`);
  return answer.result;
}
