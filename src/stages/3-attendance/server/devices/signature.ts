import { createHmac, createPublicKey, hash, type KeyObject, timingSafeEqual, verify } from 'node:crypto';

/** What a request of the signed JSON API says of itself, beside its body. */
export interface Signed {
  readonly method: string;
  readonly path: string;
  readonly device: string;
  readonly time: string;
  readonly nonce: string;
  readonly epoch: string;
  readonly body: Buffer;
}

/** The text that is signed: one thing a line, the body by its SHA-256 in hex. */
export const signedText = ({ method, path, device, time, nonce, epoch, body }: Signed): string =>
  ['mingxun-device-1', method, path, device, time, nonce, epoch, hash('sha256', body, 'hex')].join('\n');

export const hmacOf = (secret: string, signed: Signed): string =>
  createHmac('sha256', Buffer.from(secret, 'base64url')).update(signedText(signed)).digest('base64');

/** An Ed25519 public key, 32 bytes; undefined where it is none. */
export function ed25519Key(raw: Buffer): KeyObject | undefined {
  if (raw.length !== 32) return undefined;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

export interface Verifier {
  readonly secret: string | undefined;
  readonly publicKey: Buffer | undefined;
}

export function isSignedBy({ secret, publicKey }: Verifier, signed: Signed, signature: string): boolean {
  const given = Buffer.from(signature, 'base64');
  if (publicKey) {
    const key = ed25519Key(publicKey);
    return key !== undefined && given.length === 64 && verify(null, Buffer.from(signedText(signed)), key, given);
  }
  if (!secret) return false;
  const wanted = Buffer.from(hmacOf(secret, signed), 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** How far a device’s clock may be off when it signs; every answer tells the server’s time. */
export const replayWindowMilliseconds = 5 * 60_000;

/** Remembers what was signed within the window, so that a request overheard is worth nothing. */
export function nonceMemory(): (device: string, nonce: string, at: number) => boolean {
  let recent = new Set<string>();
  let older = new Set<string>();
  let turnedAt = Number.NEGATIVE_INFINITY;
  return (device, nonce, at) => {
    // Two generations, each as long as the whole window back and forth.
    if (at - turnedAt > 2 * replayWindowMilliseconds) [older, recent, turnedAt] = [recent, new Set(), at];
    const name = `${device}/${nonce}`;
    if (recent.has(name) || older.has(name)) return false;
    recent.add(name);
    return true;
  };
}
