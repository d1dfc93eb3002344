/** What a link of a device’s chain binds: the one before it, what came, and every row kept of it. */
export interface LinkParts {
  readonly deviceId: string;
  readonly number: number;
  /** Hex; empty before the first. */
  readonly previous: string;
  readonly payload: string;
  readonly rows: string;
  readonly receivedAt: number;
}

/** The text whose SHA-256 is the link: one thing a line. */
export const linkText = ({ deviceId, number, previous, payload, rows, receivedAt }: LinkParts): string =>
  ['mingxun-device-chain-1', deviceId, number, previous, payload, rows, receivedAt].join('\n');

/** A stored event in the words it is stored in; whatever of it is changed afterwards, its line is another. */
export interface ChainedRow {
  readonly series: number;
  readonly sequence: number;
  readonly toldKey: string;
  readonly kind: string;
  readonly personCode: string;
  readonly personIndex: string;
  readonly toldTime: string;
  readonly happenedAt: number | undefined;
  readonly offset: number | undefined;
  readonly method: string;
  readonly verdict: string;
  readonly direction: string;
  readonly detail: string;
  readonly flags: string;
  readonly picture: string;
  readonly content: string;
}

export const lineOf = (row: ChainedRow): string =>
  JSON.stringify([
    row.series,
    row.sequence,
    row.toldKey,
    row.kind,
    row.personCode,
    row.personIndex,
    row.toldTime,
    row.happenedAt ?? null,
    row.offset ?? null,
    row.method,
    row.verdict,
    row.direction,
    row.detail,
    row.flags,
    row.picture,
    row.content,
  ]);

type Placed = Pick<ChainedRow, 'sequence' | 'toldKey'>;

/** By counter, and where there is none by what was told. */
export const byPlace = (one: Placed, other: Placed): number =>
  one.sequence - other.sequence || (one.toldKey < other.toldKey ? -1 : one.toldKey > other.toldKey ? 1 : 0);

export const chainFaults = ['hole', 'link', 'rows', 'body', 'stray'] as const;
/** 缺一环、环被改过、事件被增删改、原文打不开、不属于任何一环的事件. */
export type ChainFault = (typeof chainFaults)[number];

export const chainFaultNames: Record<ChainFault, string> = {
  hole: '缺少一次送达',
  link: '送达登记被改动',
  rows: '这次送达的记录被增、删或改动',
  body: '原文与摘要不符',
  stray: '有记录不属于任何一次送达',
};
