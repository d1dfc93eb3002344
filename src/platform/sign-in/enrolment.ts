import { z } from 'zod';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import { SealBroken } from '../secrets/secrets';
import { logAccount } from './account-log';
import type { Circumstances, SignInService } from './service';
import { endSessionsOf, findSession, openSession } from './sessions';
import { newTotpSecret, totpStep, totpUri } from './totp';

export type EnrolmentStart =
  | {
      readonly kind: 'started';
      /** For typing in; `uri` is the same for the QR code. */
      readonly secret: string;
      readonly uri: string;
      /** Sealed; handed back with the first code. */
      readonly pending: string;
    }
  | { readonly kind: 'noSession' | 'passwordFirst' | 'alreadyEnrolled' | 'demo' };

const pendingForm = z.object({ secret: z.string(), startedAt: z.string() });
const pendingMinutes = 10;

/** Offers a new secret; nothing is stored until its first code proves that the app has it. */
export async function startEnrolment(service: SignInService, token: string, now: Instant): Promise<EnrolmentStart> {
  const session = await findSession(service, token, now);
  if (!session) return { kind: 'noSession' };
  if (session.user.isDemo) return { kind: 'demo' };
  if (session.standing === 'mustChangePassword') return { kind: 'passwordFirst' };
  const { userId, username } = session.user;
  if (await hasSecondFactor(service, userId)) return { kind: 'alreadyEnrolled' };
  const secret = newTotpSecret();
  const pending = service.secrets
    .seal('totpEnrolment', userId, JSON.stringify({ secret, startedAt: now }))
    .toString('base64url');
  return { kind: 'started', secret, uri: totpUri(secret, username), pending };
}

const hasSecondFactor = (service: SignInService, userId: string): Promise<boolean> =>
  inScope(service.pool, { reach: 'accounts' }, async (tx) => {
    const row = await tx.selectFrom('users').select('totp_sealed').where('id', '=', userId).executeTakeFirst();
    return row !== undefined && row.totp_sealed !== null;
  });

/** The secret offered to this account a few minutes ago, or nothing. */
function openPending(service: SignInService, userId: string, pending: string, now: Instant): string | undefined {
  try {
    const text = service.secrets.open('totpEnrolment', userId, Buffer.from(pending, 'base64url'));
    const { secret, startedAt } = pendingForm.parse(JSON.parse(text));
    return Date.parse(now) - Date.parse(startedAt) <= pendingMinutes * 60_000 ? secret : undefined;
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

export type EnrolmentEnd =
  | { readonly kind: 'enrolled'; readonly token: string }
  | { readonly kind: 'noSession' | 'expired' | 'codeWrong' | 'alreadyEnrolled' };

/** Stores the second factor once its first code is right; all sessions end and a new one opens. */
export async function confirmEnrolment(
  service: SignInService,
  { token, pending, code }: { readonly token: string; readonly pending: string; readonly code: string },
  circumstances: Circumstances,
): Promise<EnrolmentEnd> {
  const { now } = circumstances;
  const session = await findSession(service, token, now);
  if (!session || session.standing === 'mustChangePassword') return { kind: 'noSession' };
  const { user } = session;
  const secret = openPending(service, user.userId, pending, now);
  if (secret === undefined) return { kind: 'expired' };
  const step = totpStep(secret, code, now);
  if (step === undefined) return { kind: 'codeWrong' };
  const sealed = service.secrets.seal('totp', user.userId, secret);
  return inScope(service.pool, { reach: 'system' }, async (tx): Promise<EnrolmentEnd> => {
    const { numUpdatedRows } = await tx
      .updateTable('users')
      .set({ totp_sealed: sealed, totp_last_step: step })
      .where('id', '=', user.userId)
      .where('totp_sealed', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return { kind: 'alreadyEnrolled' };
    await endSessionsOf(tx, user.userId, now);
    await logAccount(tx, 'account.enrolSecondFactor', 'done', user, circumstances);
    const opened = { ...circumstances, userId: user.userId, secondFactorAt: now };
    return { kind: 'enrolled', token: await openSession(tx, opened, service.limits) };
  });
}
