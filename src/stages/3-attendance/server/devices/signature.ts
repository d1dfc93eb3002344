import {
  createHmac,
  createPublicKey,
  createSecretKey,
  hash,
  type KeyObject,
  timingSafeEqual,
  verify,
} from 'node:crypto';

/** What a request of the signed JSON API says of itself, beside its body. */
export interface Signed {
  readonly method: string;
  readonly path: string;
  readonly device: string;
  readonly time: string;
  readonly nonce: string;
  readonly epoch: string;
  /** SHA-256 of the body as it was sent, hex. */
  readonly bodyDigest: string;
}

export const bodyDigestOf = (body: Buffer): string => hash('sha256', body, 'hex');

/** The text that is signed: one thing a line, the body by its SHA-256 in hex. */
export const signedText = ({ method, path, device, time, nonce, epoch, bodyDigest }: Signed): string =>
  `mingxun-device-1\n${method}\n${path}\n${device}\n${time}\n${nonce}\n${epoch}\n${bodyDigest}`;

export const hmacKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret, 'base64url'));

const hmac = (key: KeyObject, signed: Signed) => createHmac('sha256', key).update(signedText(signed));

/** The signature of a device that shares a secret with us; base64. */
export const hmacOf = (secret: string, signed: Signed): string => hmac(hmacKey(secret), signed).digest('base64');

/** An Ed25519 public key, 32 bytes; undefined where it is none. */
export function ed25519Key(raw: Buffer): KeyObject | undefined {
  if (raw.length !== 32) return undefined;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** What a device proves itself with: a secret it shares with us, or the public half of its own key. */
export interface Verifier {
  readonly shared: KeyObject | undefined;
  readonly publicKey: KeyObject | undefined;
}

export function isSignedBy({ shared, publicKey }: Verifier, signed: Signed, signature: string): boolean {
  const given = Buffer.from(signature, 'base64');
  if (publicKey) return given.length === 64 && verify(null, Buffer.from(signedText(signed)), publicKey, given);
  if (!shared) return false;
  const wanted = hmac(shared, signed).digest();
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** How far a device’s clock may be off when it signs; every answer tells the server’s time. */
export const replayWindowMilliseconds = 5 * 60_000;

/** Remembers what was signed within the window, so that a request overheard is worth nothing. */
export function nonceMemory(): (device: string, nonce: string, at: number) => boolean {
  let recent = new Map<string, Set<string>>();
  let older = new Map<string, Set<string>>();
  let turnedAt = Number.NEGATIVE_INFINITY;
  return (device, nonce, at) => {
    // Two generations, each as long as the whole window back and forth.
    if (at - turnedAt > 2 * replayWindowMilliseconds) [older, recent, turnedAt] = [recent, new Map(), at];
    const ofDevice = recent.get(device) ?? new Set();
    recent.set(device, ofDevice);
    if (ofDevice.has(nonce) || older.get(device)?.has(nonce)) return false;
    ofDevice.add(nonce);
    return true;
  };
}
