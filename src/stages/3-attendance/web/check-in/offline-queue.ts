import { askStation, StationRefusal } from './station-client';

/** A check-in taken while the server could not be reached: its own id, so that it is kept once however often it is sent. */
export interface QueuedCheck {
  readonly id: string;
  readonly stationId: string;
  readonly token: string;
  readonly action: 'card' | 'face' | 'teacher';
  readonly body: object;
  readonly takenAt: string;
}

const storeName = 'checks';

function openStore(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('mingxun-kiosk', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no store'));
  });
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await openStore();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = work(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error ?? new Error('not stored'));
      transaction.onabort = () => reject(transaction.error ?? new Error('not stored'));
    });
  } finally {
    database.close();
  }
}

/** Keeps a check-in on this device; what was said to be kept survives a restart. */
export const keepCheck = (check: QueuedCheck): Promise<unknown> => inStore('readwrite', (store) => store.put(check));

export const countChecks = (): Promise<number> => inStore('readonly', (store) => store.count());

const allChecks = (): Promise<QueuedCheck[]> => inStore('readonly', (store) => store.getAll());
const dropCheck = (id: string): Promise<unknown> => inStore('readwrite', (store) => store.delete(id));

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
  for (const { id, token, action, body, takenAt } of waiting) {
    try {
      await askStation(action, token, { ...body, takenAt }, id);
      sent += 1;
    } catch (caught) {
      if (!(caught instanceof StationRefusal) || caught.isOffline || caught.status === 429) break;
      refused.push(caught.message);
    }
    await dropCheck(id);
  }
  return { sent, refused, left: waiting.length - sent - refused.length };
}
