import { sql } from 'kysely';
import { timeOf } from './clock';
import { enqueue } from './jobs/job';
import { type Actor, type Context, type LogNote, scopeOf, type Transaction } from './operation';
import type { Call, Platform } from './run-operation';
import { confirmCounted } from './sign-in/accounts';
import { readStanding } from './standing';

async function acrossRegions<T>(tx: Transaction, actor: Actor, work: () => Promise<T>): Promise<T> {
  await sql`select set_config('mingxun.reach', 'system', true)`.execute(tx);
  const result = await work();
  await sql`select set_config('mingxun.reach', ${scopeOf(actor).reach}, true)`.execute(tx);
  return result;
}

async function whyNotConfirmed(
  platform: Platform,
  tx: Transaction,
  actor: Actor,
  password: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('users')
    .select(['username', 'is_demo'])
    .where('id', '=', actor.userId)
    .executeTakeFirstOrThrow();
  const user = { ...actor, username: row.username, isDemo: row.is_demo };
  const confirmation = await confirmCounted(platform.signIn, user, password, platform.clock.now());
  if (confirmation.kind === 'locked') return `密码输错次数过多，已暂停到 ${timeOf(confirmation.until)}，请稍后再办。`;
  return confirmation.kind === 'wrong' ? '登录密码不对，没有办理。请重新输入。' : undefined;
}

/** All that the handler of one call may use, bound to its transaction. */
export async function contextFor(
  platform: Platform,
  tx: Transaction,
  call: Call,
  onNote: (note: LogNote) => void,
): Promise<Context> {
  const standing = await readStanding(tx);
  return {
    tx,
    actor: call.actor,
    commandId: call.commandId,
    now: platform.clock.now(),
    today: platform.clock.today(),
    calendar: standing.calendar,
    laterFigures: standing.laterFigures,
    services: platform.services,
    upload: call.upload,
    note: onNote,
    enqueue: (job, input, choices) => enqueue(tx, job, input, choices),
    acrossRegions: (work) => acrossRegions(tx, call.actor, work),
    whyNotConfirmed: (password) => whyNotConfirmed(platform, tx, call.actor, password),
  };
}
