import { timingSafeEqual } from 'node:crypto';
import type { Services } from '#platform/operation';

/** How long a recording that was opened may be played without being opened, and logged, again. */
const ticketMinutes = 240;

type Keys = Pick<Services, 'secrets'>;

const markOf = ({ secrets }: Keys, recordingId: string, userId: string, until: number): Buffer =>
  secrets.index('recordingTicket', `${recordingId}/${userId}/${until}`);

/** Where a recording that has been opened is played from: by this account, for some hours. */
export const playAddress = (services: Keys, recordingId: string, userId: string, now: string): string => {
  const until = Date.parse(now) + ticketMinutes * 60_000;
  const ticket = markOf(services, recordingId, userId, until).toString('base64url');
  return `/video/${recordingId}?until=${until}&ticket=${ticket}`;
};

/** Whether the account has opened the recording, and has been logged doing so. */
export function isTicketGood(
  services: Keys,
  recordingId: string,
  userId: string,
  given: { readonly until?: unknown; readonly ticket?: unknown },
  now: string,
): boolean {
  const until = Number(given.until);
  if (typeof given.ticket !== 'string' || !Number.isSafeInteger(until) || until < Date.parse(now)) return false;
  const [wanted, got] = [markOf(services, recordingId, userId, until), Buffer.from(given.ticket, 'base64url')];
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}
