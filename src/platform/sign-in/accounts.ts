import type { Kysely } from 'kysely';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import type { Tables } from '../database/tables';
import { logAccount } from './account-log';
import {
  accountSubject,
  forgetFailures,
  lockedUntil,
  recordFailure,
  sourceSubject,
  type Subject,
  takeTurn,
} from './lockout';
import { isPassword } from './passwords';
import type { Circumstances, SignInService } from './service';
import { endSession, openSession } from './sessions';
import { spendStep, totpStep } from './totp';
import {
  findAccount,
  getAccount,
  type SignedInUser,
  type Standing,
  signedInUser,
  standingOf,
  usernameForm,
} from './users';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** The six digits of the second factor. */
  readonly code?: string | undefined;
}

/** What came of a try to sign in; the same for an unknown account as for a wrong password. */
export type SignInOutcome =
  | { readonly kind: 'signedIn'; readonly token: string; readonly user: SignedInUser; readonly standing: Standing }
  | { readonly kind: 'wrong' | 'codeWrong' | 'codeNeeded' | 'disabled' }
  | { readonly kind: 'locked'; readonly until: Instant };

type Account = Awaited<ReturnType<typeof getAccount>>;

interface Try extends Circumstances {
  readonly service: SignInService;
  readonly tx: Kysely<Tables>;
  readonly account: Subject;
  readonly subjects: readonly Subject[];
}

/** Counts the failure and records it, saying whether it was the one that locked. */
async function failed(
  attempt: Try,
  user: SignedInUser | undefined,
  kind: 'wrong' | 'codeWrong',
): Promise<SignInOutcome> {
  const { tx, subjects, now, service } = attempt;
  await recordFailure(tx, subjects, now, service.lockout);
  const until = await lockedUntil(tx, subjects, now, service.lockout);
  const reason = kind === 'wrong' ? '账户或密码不对' : '动态码不对';
  await logAccount(tx, 'account.signIn', 'refused', user, attempt, { reason, isLocked: until !== undefined });
  return { kind };
}

type CodeVerdict = 'notNeeded' | 'right' | 'codeNeeded' | 'codeWrong';

async function checkCode({ service, tx, now }: Try, row: Account, code: string | undefined): Promise<CodeVerdict> {
  if (row.totp_sealed === null || row.is_demo) return 'notNeeded';
  if (code === undefined || code.trim() === '') return 'codeNeeded';
  const step = totpStep(service.secrets.open('totp', row.id, row.totp_sealed), code, now);
  return step !== undefined && (await spendStep(tx, row.id, step)) ? 'right' : 'codeWrong';
}

async function succeeded(attempt: Try, row: Account, hasCode: boolean): Promise<SignInOutcome> {
  const { service, tx, now } = attempt;
  const user = signedInUser(row);
  const facts = { passwordChangedAt: row.password_changed_at, hasSecondFactor: row.totp_sealed !== null };
  const standing = standingOf(user, facts, now, service.profile);
  await forgetFailures(tx, attempt.account);
  const { source, agent } = attempt;
  const session = { source, agent, now, userId: user.userId, secondFactorAt: hasCode ? now : undefined };
  const token = await openSession(tx, session, service.limits);
  await logAccount(tx, 'account.signIn', 'done', user, attempt, { standing });
  return { kind: 'signedIn', token, user, standing };
}

async function evaluate(attempt: Try, { username, password, code }: Credentials): Promise<SignInOutcome> {
  const { service, tx } = attempt;
  const row = await findAccount(tx, username);
  const usable = row && (service.isDemo || !row.is_demo) ? row : undefined;
  const isRight = await isPassword(usable?.password_hash ?? service.hashOfNobody, password);
  const user = usable && signedInUser(usable);
  if (!usable || !isRight) return failed(attempt, user, 'wrong');
  if (usable.disabled_at !== null) {
    await logAccount(tx, 'account.signIn', 'denied', user, attempt, { reason: '账户已停用' });
    return { kind: 'disabled' };
  }
  const verdict = await checkCode(attempt, usable, code);
  if (verdict === 'codeNeeded') return { kind: 'codeNeeded' };
  if (verdict === 'codeWrong') return failed(attempt, user, 'codeWrong');
  return succeeded(attempt, usable, verdict === 'right');
}

/**
 * Signs in, always with a new token; `formerToken` is what the browser held, and ends. One try at a time for each
 * account and source, in the database, so that five wrong ones are five however many come at once.
 */
export function signIn(
  service: SignInService,
  credentials: Credentials,
  circumstances: Circumstances,
  formerToken?: string,
): Promise<SignInOutcome> {
  const account = accountSubject(service.secrets, usernameForm(credentials.username), service.lockout);
  const subjects = [account, sourceSubject(circumstances.source, service.lockout)];
  const { now } = circumstances;
  return service.oneByOne(() =>
    inScope(service.pool, { reach: 'system' }, async (tx): Promise<SignInOutcome> => {
      await takeTurn(tx, subjects);
      const until = await lockedUntil(tx, subjects, now, service.lockout);
      if (until !== undefined) return { kind: 'locked', until };
      const outcome = await evaluate({ ...circumstances, service, tx, account, subjects }, credentials);
      if (outcome.kind === 'signedIn' && formerToken !== undefined) await endSession(tx, formerToken, now);
      return outcome;
    }),
  );
}

/** Ends the session and records it. */
export const signOut = (service: SignInService, token: string, user: SignedInUser, at: Circumstances): Promise<void> =>
  inScope(service.pool, { reach: 'system' }, async (tx) => {
    await endSession(tx, token, at.now);
    await logAccount(tx, 'account.signOut', 'done', user, at);
  });

/** Whether this is the account’s password, asked inside a transaction of its owner; wrong ones are not counted here. */
export async function confirmPassword(tx: Kysely<Tables>, userId: string, password: string): Promise<boolean> {
  const row = await getAccount(tx, userId);
  return isPassword(row.password_hash, password);
}

export type Confirmation =
  | { readonly kind: 'confirmed' | 'wrong' }
  | { readonly kind: 'locked'; readonly until: Instant };

/**
 * The fresh proof before a legal act (GB/T 22239 8.1.4.1 d), in a transaction of its own that counts wrong passwords
 * like failed sign-ins, so that a stolen session cannot be used to guess.
 */
export function confirmCounted(
  service: SignInService,
  user: SignedInUser,
  password: string,
  now: Instant,
): Promise<Confirmation> {
  const subjects = [accountSubject(service.secrets, user.username, service.lockout)];
  return service.oneByOne(() =>
    inScope(service.pool, { reach: 'system' }, async (tx): Promise<Confirmation> => {
      await takeTurn(tx, subjects);
      const until = await lockedUntil(tx, subjects, now, service.lockout);
      if (until !== undefined) return { kind: 'locked', until };
      if (await confirmPassword(tx, user.userId, password)) return { kind: 'confirmed' };
      await recordFailure(tx, subjects, now, service.lockout);
      return { kind: 'wrong' };
    }),
  );
}
