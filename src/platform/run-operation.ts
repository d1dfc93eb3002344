import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import { roleNames } from '#kernel/roles';
import type { Clock } from './clock';
import { inScope } from './database/scope';
import { spokenPlace } from './field-names';
import { inputWords } from './input-words';
import { appendLog } from './log/log';
import {
  type Actor,
  type AnyOperation,
  type Done,
  type LogNote,
  type Refused,
  refused,
  scopeOf,
  type Services,
  type Transaction,
} from './operation';
import { contextFor } from './operation-context';
import type { SignInService } from './sign-in/service';

/** What a running product is made of, handed to everything that runs operations. */
export interface Platform {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly services: Services;
  readonly signIn: SignInService;
  /** A sentence when writing must stop (the disk is nearly full), else undefined. */
  whyNoWrites(): Promise<string | undefined>;
}

export interface Call {
  readonly actor: Actor;
  readonly input: unknown;
  readonly commandId: string;
  readonly upload?: { readonly name: string; readonly bytes: Buffer };
}

export interface InputFault {
  readonly field: string;
  readonly message: string;
}

export type Answer = Done<unknown> | (Refused & { readonly faults?: readonly InputFault[] });

/** Carries a refusal out of a transaction so that nothing of it stays. */
class RollBack extends Error {
  readonly outcome: Refused;
  constructor(outcome: Refused) {
    super(outcome.message);
    this.outcome = outcome;
  }
}

const mayCall = (operation: AnyOperation, actor: Actor): boolean =>
  operation.by === 'signedIn' || operation.by.includes(actor.role);

type Issue = z.core.$ZodIssue;
const fieldOf = (issue: Issue): string =>
  issue.code === 'unrecognized_keys' ? issue.keys.join('、') : issue.path.join('.');
const placeOf = (issue: Issue): string =>
  spokenPlace(issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path);
const messageOf = (issue: Issue): string => (issue.code === 'unrecognized_keys' ? '没有这个栏目' : issue.message);

/** Keyed, because the input of a legal act holds a password. */
function digestOf({ services }: Platform, call: Call): Buffer {
  const file = createHash('sha256')
    .update(call.upload?.bytes ?? Buffer.alloc(0))
    .digest('hex');
  return services.secrets.index('commandInput', `${JSON.stringify(call.input ?? null)}\n${file}`);
}

const strictForms = new WeakMap<AnyOperation, z.ZodObject>();

/** The declared input, refusing what it does not name. */
function strictForm(operation: AnyOperation): z.ZodObject {
  const form = strictForms.get(operation) ?? z.strictObject(operation.input.shape);
  strictForms.set(operation, form);
  return form;
}

async function logOutcome(
  tx: Transaction,
  platform: Platform,
  operation: AnyOperation,
  call: Call,
  outcome: 'done' | 'refused' | 'denied' | 'shown',
  note: LogNote,
): Promise<void> {
  await appendLog(tx, {
    action: operation.name,
    outcome,
    actor: { userId: call.actor.userId, name: call.actor.name, role: call.actor.role },
    ...(note.subject ? { subject: note.subject } : {}),
    ...((note.regionCode ?? call.actor.regionCode) ? { regionCode: note.regionCode ?? call.actor.regionCode } : {}),
    ...((note.institutionId ?? call.actor.institutionId)
      ? { institutionId: note.institutionId ?? call.actor.institutionId }
      : {}),
    commandId: call.commandId,
    detail: note.detail ?? {},
    happenedAt: platform.clock.now(),
  });
}

/** Records a refusal or a denial after its transaction has been undone. */
const logAlone = (
  platform: Platform,
  operation: AnyOperation,
  call: Call,
  outcome: 'refused' | 'denied',
  message: string,
  note: LogNote,
  leaves?: Refused['leaves'],
) =>
  inScope(platform.pool, { reach: 'system' }, async (tx) => {
    await leaves?.(tx);
    await logOutcome(tx, platform, operation, call, outcome, { ...note, detail: { ...note.detail, message } });
  });

/** The stored answer of a command already done, or a refusal when its id was used for something else. */
async function formerAnswer(platform: Platform, tx: Transaction, operation: AnyOperation, call: Call): Promise<Answer> {
  const former = await tx.selectFrom('commands').selectAll().where('id', '=', call.commandId).executeTakeFirst();
  if (!former || former.name !== operation.name || !former.input_digest.equals(digestOf(platform, call))) {
    return refused('这个操作编号已用于另一次操作，请刷新页面后重试。', 'conflict');
  }
  return { outcome: 'done', result: former.outcome ?? null };
}

async function runCommand(
  platform: Platform,
  operation: AnyOperation,
  call: Call,
  input: Record<string, unknown>,
): Promise<Answer> {
  const why = await platform.whyNoWrites();
  if (why) return refused(why, 'blocked');
  let note: LogNote = {};
  try {
    return await inScope(platform.pool, scopeOf(call.actor), async (tx): Promise<Answer> => {
      const begun = await tx
        .insertInto('commands')
        .values({
          id: call.commandId,
          name: operation.name,
          actor_id: call.actor.userId,
          input_digest: digestOf(platform, call),
          outcome: null,
          done_at: platform.clock.now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (begun.numInsertedOrUpdatedRows === 0n) return formerAnswer(platform, tx, operation, call);
      note = {};
      const context = await contextFor(platform, tx, call, (more) => {
        note = { ...note, ...more, detail: { ...note.detail, ...more.detail } };
      });
      const outcome = await operation.handle(input, context);
      if (outcome.outcome === 'refused') throw new RollBack(outcome);
      if (operation.kind === 'command' && !operation.keepsNothing) {
        const kept = JSON.stringify(outcome.result ?? null);
        await sql`update commands set outcome = ${kept}::jsonb where id = ${call.commandId}`.execute(tx);
      }
      await logOutcome(tx, platform, operation, call, 'done', note);
      return outcome;
    });
  } catch (error) {
    if (!(error instanceof RollBack)) throw error;
    const { leaves, ...outcome } = error.outcome;
    await logAlone(platform, operation, call, 'refused', outcome.message, note, leaves);
    return outcome;
  }
}

function runQuery(
  platform: Platform,
  operation: AnyOperation,
  call: Call,
  input: Record<string, unknown>,
): Promise<Answer> {
  return inScope(platform.pool, scopeOf(call.actor), async (tx): Promise<Answer> => {
    let note: LogNote = {};
    const context = await contextFor(platform, tx, call, (more) => {
      note = { ...note, ...more, detail: { ...note.detail, ...more.detail } };
    });
    const outcome = await operation.handle(input, context);
    if (outcome.outcome === 'refused') {
      const { message } = outcome;
      await logOutcome(tx, platform, operation, call, 'refused', { ...note, detail: { ...note.detail, message } });
    } else if (operation.kind === 'query' && operation.isLogged) {
      await logOutcome(tx, platform, operation, call, 'shown', note);
    }
    return outcome;
  });
}

/**
 * Runs one operation for one caller: permission, validation, then one transaction in the caller's scope with the
 * change, its idempotency record and its log entry together.
 */
export async function runOperation(platform: Platform, operation: AnyOperation, call: Call): Promise<Answer> {
  if (!mayCall(operation, call.actor)) {
    await logAlone(platform, operation, call, 'denied', '无此权限', {});
    const { title } = operation;
    return refused(`${roleNames[call.actor.role]}不能办理“${title}”，请由有此职责的人员办理。`, 'forbidden');
  }
  const parsed = strictForm(operation).safeParse(call.input, { error: inputWords });
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const place = first ? placeOf(first) : '';
    const what = first ? `：${place ? `${place}，` : ''}${messageOf(first)}` : '';
    const faults = parsed.error.issues.map((issue) => ({ field: fieldOf(issue), message: messageOf(issue) }));
    return { ...refused(`填写有误${what}。请改正后重新提交，已填内容不会丢失。`, 'invalid'), faults };
  }
  return operation.kind === 'command'
    ? runCommand(platform, operation, call, parsed.data)
    : runQuery(platform, operation, call, parsed.data);
}
