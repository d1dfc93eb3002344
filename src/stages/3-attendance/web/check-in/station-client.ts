import type { showStation } from '../../server/check-in/queries';
import type { CardAnswer } from '../../server/check-in/check-by-card';

type ResultOf<Operation extends { handle(...given: never[]): Promise<unknown> }> =
  Extract<Awaited<ReturnType<Operation['handle']>>, { readonly outcome: 'done' }> extends {
    readonly result: infer Result;
  }
    ? Result
    : never;

/** What a station shows. */
export type StationState = ResultOf<typeof showStation>;
export type { CardAnswer };

/** What this device was opened as, and the token that proves it. */
export interface KeptStation {
  readonly stationId: string;
  readonly token: string;
}

const nameOf = (kind: 'kiosk' | 'screen'): string => `mingxun-station-${kind}`;

export const keepStation = (kind: 'kiosk' | 'screen', { stationId, token }: KeptStation): void =>
  localStorage.setItem(nameOf(kind), JSON.stringify({ stationId, token }));

export const forgetStation = (kind: 'kiosk' | 'screen'): void => localStorage.removeItem(nameOf(kind));

export function findStation(kind: 'kiosk' | 'screen'): KeptStation | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(kind)) ?? '');
    if (typeof kept !== 'object' || kept === null || !('stationId' in kept) || !('token' in kept)) return undefined;
    const { stationId, token } = kept;
    return typeof stationId === 'string' && typeof token === 'string' ? { stationId, token } : undefined;
  } catch {
    return undefined;
  }
}

/** A “no” of the server; `isOffline` when nothing reached it. */
export class StationRefusal extends Error {
  override name = 'StationRefusal';
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
  get isOffline(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

const secondsAllowed = 15;

const stateName = 'mingxun-kiosk-state';

/** What the tablet showed last, and by how much its clock is off. */
export interface KeptState {
  readonly state: StationState;
  readonly shift: number;
}

/** Remembers it, without anybody’s name, for a start without a network. */
export const keepState = (stationId: string, { state, shift }: KeptState): void =>
  localStorage.setItem(stateName, JSON.stringify({ stationId, shift, state: { ...state, latest: [], teachers: [] } }));

const isKept = (value: unknown): value is KeptState & { stationId: string } =>
  typeof value === 'object' &&
  value !== null &&
  'stationId' in value &&
  typeof value.stationId === 'string' &&
  'shift' in value &&
  typeof value.shift === 'number' &&
  'state' in value &&
  typeof value.state === 'object' &&
  value.state !== null &&
  'className' in value.state &&
  'endsAt' in value.state;

/** What this station showed last, as long as it is open. */
export function recallState(stationId: string): KeptState | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(stateName) ?? '');
    const isOurs = isKept(kept) && kept.stationId === stationId;
    return isOurs && Date.parse(kept.state.endsAt) > Date.now() + kept.shift ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Asks the server as this station; a command sent again under its id is done once. */
export async function askStation<Result>(
  action: 'state' | 'key' | 'challenge' | 'card' | 'face' | 'teacher' | 'phone' | 'phone/not-me' | 'not-me',
  token: string,
  body: object = {},
  commandId: string = crypto.randomUUID(),
): Promise<Result> {
  let response: Response;
  const timer = new AbortController();
  const stop = setTimeout(() => timer.abort(), secondsAllowed * 1000);
  try {
    response = await fetch(`/station/${action}`, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', 'station-token': token, 'command-id': commandId },
      body: JSON.stringify(body),
      signal: timer.signal,
    });
  } catch {
    throw new StationRefusal('网络不通。', 0);
  } finally {
    clearTimeout(stop);
  }
  const answer = await response.json().catch(() => ({ message: '服务器没有回应。' }));
  if (!response.ok) throw new StationRefusal(String(answer.message ?? '没有办成，请重试。'), response.status);
  return answer.result;
}
