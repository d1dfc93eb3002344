import { hash } from 'node:crypto';
import { byPlace, lineOf, linkText } from '../../domain/devices/chain';
import type { Delivery, EventRow } from './delivery';

/** The place of a delivery in the chain of its device; digests in hex. */
export interface Link {
  readonly number: number;
  readonly rows: string;
  readonly link: string;
}

/** Where the chain of a device ends. */
export interface ChainEnd {
  readonly number: number;
  readonly link: string;
}

export const emptyChain: ChainEnd = { number: 0, link: '' };

/** The digest of the lines of the rows, in the order of their places. */
export const digestOfLines = (lines: readonly string[]): string => hash('sha256', lines.join('\n'), 'hex');

const lineOfRow = (series: number, picture: string | undefined, row: EventRow): string =>
  lineOf({
    series,
    sequence: row.key.sequence,
    toldKey: row.key.toldKey,
    kind: row.event.kind,
    personCode: row.personCode,
    personIndex: row.personIndex?.toString('hex') ?? '',
    toldTime: row.event.time.told,
    happenedAt: row.event.time.at,
    offset: row.offset ?? undefined,
    method: row.event.method,
    verdict: row.event.verdict,
    direction: row.event.direction,
    detail: row.event.detail,
    flags: row.flags,
    picture: picture ?? '',
    content: row.content,
  });

export function linkAfter(
  end: ChainEnd,
  { device, receivedAt, pictureHash }: Delivery,
  payload: Buffer,
  kept: readonly EventRow[],
): Link {
  const inOrder = kept.length > 1 ? [...kept].sort((one, other) => byPlace(one.key, other.key)) : kept;
  const rows = digestOfLines(inOrder.map((row) => lineOfRow(device.series, pictureHash, row)));
  const number = end.number + 1;
  const text = linkText({
    deviceId: device.id,
    number,
    previous: end.link,
    payload: payload.toString('hex'),
    rows,
    receivedAt: Date.parse(receivedAt),
  });
  return { number, rows, link: hash('sha256', text, 'hex') };
}
