import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP’s setting for Argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Longer texts are never hashed, so that nobody can make the server work for them. */
export const longestPassword = 256;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Whether this is the password of the hash; an account without a usable hash has none. */
export async function isPassword(passwordHash: string, password: string): Promise<boolean> {
  if (!passwordHash.startsWith('$argon2id$')) return false;
  return verify(passwordHash, password.length > longestPassword ? '' : password);
}

/** Letters and digits that nobody mistakes for one another on paper. */
const signs = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789'] as const;
const everySign = signs.join('');

const drawn = (from: string) => from.charAt(randomInt(from.length));

/** A password to be handed over once and changed at the first sign-in: four groups of four, about 92 bits. */
export function oneTimePassword(): string {
  for (;;) {
    const text = Array.from({ length: 16 }, () => drawn(everySign)).join('');
    if (signs.every((kind) => [...text].some((sign) => kind.includes(sign)))) {
      return text.replace(/(.{4})(?=.)/g, '$1-');
    }
  }
}

/** What is checked instead when there is no such account, so that the answer takes as long. */
export const hashOfNobody = (): Promise<string> => hashPassword(oneTimePassword());
