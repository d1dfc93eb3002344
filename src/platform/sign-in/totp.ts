import { type Kysely, sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import type { Instant } from '../clock';
import type { Tables } from '../database/tables';

const period = 30;
const issuer = '明训';

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

const totpOf = (secret: string, username = '') =>
  new TOTP({ issuer, label: username, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) });

/** What an authenticator app reads from the QR code. */
export const totpUri = (secret: string, username: string): string => totpOf(secret, username).toString();

export const totpCode = (secret: string, at: Instant): string => totpOf(secret).generate({ timestamp: Date.parse(at) });

/** The time step the code belongs to, one step early or late allowed (RFC 6238 5.2); nothing when it belongs to none. */
export function totpStep(secret: string, code: string, now: Instant): number | undefined {
  const digits = code.normalize('NFKC').replaceAll(' ', '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const timestamp = Date.parse(now);
  const delta = totpOf(secret).validate({ token: digits, timestamp, window: 1 });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / period) + delta;
}

/** Uses a step up: true once, and never again for it or an earlier one, however many try at once. */
export async function spendStep(tx: Kysely<Tables>, userId: string, step: number): Promise<boolean> {
  const { numAffectedRows } = await sql`update users set totp_last_step = ${step}
    where id = ${userId} and (totp_last_step is null or totp_last_step < ${step})`.execute(tx);
  return numAffectedRows === 1n;
}
