import { inKioskStore } from './kiosk-store';
import type { QueuedFields } from '../../domain/check-in/queued-check';
import { signQueued } from './station-key';
import { askStation, StationRefusal } from './station-client';

/** A check-in taken while the server could not be reached: its own id, so that it is kept once however often it is sent. */
export interface QueuedCheck {
  readonly id: string;
  readonly stationId: string;
  readonly token: string;
  readonly action: 'card' | 'face' | 'teacher';
  readonly body: QueuedFields;
  readonly takenAt: string;
  /** Of this device, made when it was kept; none where the browser cannot sign. */
  readonly signature?: string | undefined;
}

/** Keeps a check-in on this device; what was said to be kept survives a restart. */
export const keepCheck = async (check: QueuedCheck): Promise<unknown> => {
  const signature = await signQueued(check);
  return inKioskStore('checks', 'readwrite', (store) => store.put({ ...check, signature }));
};

export const countChecks = (): Promise<number> => inKioskStore('checks', 'readonly', (store) => store.count());

const allChecks = (): Promise<QueuedCheck[]> => inKioskStore('checks', 'readonly', (store) => store.getAll());
const dropCheck = (id: string): Promise<unknown> => inKioskStore('checks', 'readwrite', (store) => store.delete(id));

/** What became of a queue that was sent. */
export interface Synced {
  readonly sent: number;
  readonly refused: readonly string[];
  readonly left: number;
}

/** Sends what waits, oldest first; stops where the network fails, and keeps nothing the server has judged. */
export async function sendChecks(): Promise<Synced> {
  const waiting = (await allChecks()).sort((a, b) => a.takenAt.localeCompare(b.takenAt));
  const refused: string[] = [];
  let sent = 0;
  for (const { id, token, action, body, takenAt, signature } of waiting) {
    try {
      await askStation(action, token, { ...body, takenAt, ...(signature ? { signature } : {}) }, id);
      sent += 1;
    } catch (caught) {
      if (!(caught instanceof StationRefusal) || caught.isOffline || caught.status === 429) break;
      refused.push(caught.message);
    }
    await dropCheck(id);
  }
  return { sent, refused, left: waiting.length - sent - refused.length };
}
