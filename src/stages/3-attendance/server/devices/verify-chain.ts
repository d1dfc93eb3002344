import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Services, Transaction } from '#platform/operation';
import { SealBroken } from '#platform/secrets/secrets';
import { byPlace, type ChainedRow, type ChainFault, lineOf, linkText } from '../../domain/devices/chain';
import { payloadSeal } from './delivery';
import { digestOfLines } from './links';
import { unpacked } from './packing';

export interface ChainFinding {
  readonly fault: ChainFault;
  /** Which delivery; 0 where it belongs to none. */
  readonly number: number;
  readonly receivedAt: string | undefined;
}

export interface ChainVerdict {
  /** How many deliveries were looked at, and the last of them. */
  readonly links: number;
  readonly last: number;
  readonly head: string;
  readonly findings: readonly ChainFinding[];
}

interface StoredLink {
  readonly number: number;
  readonly digest: Buffer;
  readonly rows: Buffer;
  readonly link: Buffer;
  readonly received_at: string;
  readonly body_sealed: Buffer;
  readonly is_packed: boolean;
  readonly size: number;
  readonly withheld_bytes: number;
}

interface StoredRow {
  readonly payload_digest: Buffer;
  readonly series: number;
  readonly sequence: number;
  readonly told_key: string;
  readonly kind: string;
  readonly person_code: string;
  readonly person_index: Buffer | null;
  readonly told_time: string;
  readonly happened_at: string | null;
  readonly offset_ms: number | null;
  readonly method: string;
  readonly verdict: string;
  readonly direction: string;
  readonly detail: string;
  readonly flags: readonly string[];
  readonly picture_hash: string | null;
  readonly content_digest: Buffer;
}

const pageSize = 400;
const mostFindings = 50;

const linksAfter = async (tx: Transaction, deviceId: string, number: number): Promise<readonly StoredLink[]> =>
  (
    await sql<StoredLink>`select chain_number as number, digest, chain_rows as rows, chain_link as link, received_at,
        body_sealed, is_packed, size, withheld_bytes
      from device_payloads where device_id = ${deviceId} and chain_number > ${number}
      order by chain_number limit ${pageSize}`.execute(tx)
  ).rows;

const chained = (row: StoredRow): ChainedRow => ({
  series: row.series,
  sequence: row.sequence,
  toldKey: row.told_key,
  kind: row.kind,
  personCode: row.person_code,
  personIndex: row.person_index?.toString('hex') ?? '',
  toldTime: row.told_time,
  happenedAt: row.happened_at === null ? undefined : Date.parse(row.happened_at),
  offset: row.offset_ms ?? undefined,
  method: row.method,
  verdict: row.verdict,
  direction: row.direction,
  detail: row.detail,
  flags: row.flags.join(','),
  picture: row.picture_hash ?? '',
  content: row.content_digest.toString('hex'),
});

/** The digests of the rows as they are stored now, by the payload they came with. */
async function rowDigests(tx: Transaction, deviceId: string, page: readonly StoredLink[]) {
  const times = page.map(({ received_at }) => received_at).sort();
  const { rows } =
    await sql<StoredRow>`select payload_digest, series, sequence, told_key, kind, person_code, person_index,
      told_time, happened_at, offset_ms, method, verdict, direction, detail, flags, picture_hash, content_digest
    from device_events where device_id = ${deviceId}
      and received_at between ${times[0]}::timestamptz and ${times.at(-1)}::timestamptz
      and payload_digest = any(${page.map(({ digest }) => `\\x${digest.toString('hex')}`)}::bytea[])`.execute(tx);
  const found = new Map<string, ChainedRow[]>();
  for (const row of rows) {
    const name = row.payload_digest.toString('hex');
    const known = found.get(name);
    if (known) known.push(chained(row));
    else found.set(name, [chained(row)]);
  }
  return (digest: Buffer): string => digestOfLines((found.get(digest.toString('hex')) ?? []).sort(byPlace).map(lineOf));
}

/** The raw bytes open, and where nothing was withheld and nothing zipped, they are those that were digested. */
function isBodyWhole({ secrets }: Pick<Services, 'secrets'>, deviceId: string, link: StoredLink): boolean {
  try {
    const sealed = secrets.openBytes('devicePayload', payloadSeal(deviceId, link.digest), link.body_sealed);
    const body = unpacked(sealed, link.is_packed);
    const isAsItCame = link.withheld_bytes === 0 && body.length === link.size;
    return !isAsItCame || hash('sha256', body, 'hex') === link.digest.toString('hex');
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}

/** Rows that say they came with a payload which is not there. */
const strays = async (tx: Transaction, deviceId: string): Promise<readonly { readonly received_at: string }[]> =>
  (
    await sql<{ received_at: string }>`select e.received_at from device_events e where e.device_id = ${deviceId}
      and e.payload_digest <> '' and not exists (select from device_payloads p
        where p.region_code = e.region_code and p.device_id = e.device_id and p.digest = e.payload_digest)
      order by e.received_at limit ${mostFindings}`.execute(tx)
  ).rows;

const linkBefore = async (tx: Transaction, deviceId: string, number: number): Promise<string | undefined> =>
  (
    await sql<{ link: Buffer }>`select chain_link as link from device_payloads
      where device_id = ${deviceId} and chain_number = ${number}`.execute(tx)
  ).rows[0]?.link.toString('hex');

/**
 * Works the chain of a device out again from what is stored (8.1.4.7, 2021 四): numbers without a hole, each link from the
 * one before, the rows of each delivery, its raw bytes. `after` leaves out what was looked at before.
 */
export async function verifyChain(
  tx: Transaction,
  services: Pick<Services, 'secrets'>,
  deviceId: string,
  after = 0,
): Promise<ChainVerdict> {
  const findings: ChainFinding[] = [];
  let last = after;
  let links = 0;
  let head = after === 0 ? '' : ((await linkBefore(tx, deviceId, after)) ?? '');
  for (;;) {
    const page = await linksAfter(tx, deviceId, last);
    if (page.length === 0 || findings.length >= mostFindings) break;
    const rowsOf = await rowDigests(tx, deviceId, page);
    for (const stored of page) {
      const found = (fault: ChainFault) =>
        findings.push({ fault, number: stored.number, receivedAt: stored.received_at });
      const rows = stored.rows.toString('hex');
      const isNext = stored.number === last + 1;
      if (!isNext) found('hole');
      const parts = { deviceId, number: stored.number, previous: head, payload: stored.digest.toString('hex'), rows };
      const link = hash('sha256', linkText({ ...parts, receivedAt: Date.parse(stored.received_at) }), 'hex');
      head = stored.link.toString('hex');
      if (isNext && link !== head) found('link');
      if (rowsOf(stored.digest) !== rows) found('rows');
      if (!isBodyWhole(services, deviceId, stored)) found('body');
      last = stored.number;
      links += 1;
    }
  }
  const lost = after === 0 ? await strays(tx, deviceId) : [];
  findings.push(...lost.map(({ received_at }) => ({ fault: 'stray' as const, number: 0, receivedAt: received_at })));
  return { links, last, head, findings: findings.slice(0, mostFindings) };
}

/** The number after which the newest deliveries come, so many of them. */
export async function startOfNewest(tx: Transaction, deviceId: string, count: number): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`select max(chain_number)::int as last from device_payloads
    where device_id = ${deviceId}`.execute(tx);
  return Math.max(0, (rows[0]?.last ?? 0) - count);
}
