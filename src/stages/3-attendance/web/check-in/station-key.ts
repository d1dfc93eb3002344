import { queueAlgorithm, type QueuedFields, queuedText } from '../../domain/check-in/queued-check';
import { inKioskStore } from './kiosk-store';
import { askStation, type KeptStation } from './station-client';

interface KeptKey {
  readonly stationId: string;
  /** Cannot be read out of the browser, not even by this page. */
  readonly key: CryptoKey;
}

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

const findKey = (stationId: string): Promise<KeptKey | undefined> =>
  inKioskStore('keys', 'readonly', (store) => store.get(stationId));

/** Makes the key of this station once and tells the server its public half; a browser that cannot sign goes without. */
export async function ensureStationKey({ stationId, token }: KeptStation): Promise<void> {
  if (!('subtle' in crypto) || (await findKey(stationId))) return;
  const pair = await crypto.subtle.generateKey(queueAlgorithm, false, ['sign', 'verify']);
  const key = base64(await crypto.subtle.exportKey('spki', pair.publicKey));
  await askStation('key', token, { key });
  await inKioskStore('keys', 'readwrite', (store) => store.put({ stationId, key: pair.privateKey }));
}

interface Queued {
  readonly id: string;
  readonly stationId: string;
  readonly takenAt: string;
  readonly body: QueuedFields;
}

/** The signature of this device under a check-in it keeps. */
export async function signQueued({ id, stationId, takenAt, body }: Queued): Promise<string | undefined> {
  const kept = await findKey(stationId).catch(() => undefined);
  if (!kept) return undefined;
  const text = new TextEncoder().encode(queuedText(id, stationId, { ...body, takenAt }));
  return base64(await crypto.subtle.sign(queueAlgorithm, kept.key, text));
}
