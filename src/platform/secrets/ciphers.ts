import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What is sealed, and what it is bound to. */
export interface Bound {
  readonly associated: Buffer;
  readonly plain: Buffer;
}

/** Seals and opens values of one purpose; `open` gives nothing when anything was altered. */
export interface PurposeCipher {
  seal(associated: Buffer, plain: Buffer): Buffer;
  /** Each as `seal` would seal it, in pieces that follow one another, with less work for many small ones. */
  sealAll(many: readonly Bound[]): (readonly Buffer[])[];
  open(associated: Buffer, body: Buffer): Buffer | undefined;
}

/**
 * One way to encrypt, named by the number stored with every value; a certified cipher machine takes its place here,
 * with `master` as the reference to a key that never leaves it.
 */
export interface Cipher {
  readonly number: number;
  readonly name: string;
  forPurpose(master: Buffer, purpose: string): PurposeCipher;
}

/** A key for one use only, by HKDF with HMAC-SM3. */
export const subkey = (master: Buffer, label: string, length: number) =>
  createSecretKey(Buffer.from(hkdfSync('sm3', master, 'mingxun-1', label, length)));

const counterBytes = 16;
const macBytes = 32;

const counterPool = 256;
let pool = Buffer.alloc(0);
let poolAt = 0;

/** A counter nobody can foresee; drawn many at once, since each draw by itself costs more than the encryption. */
function freshCounter(): Buffer {
  if (poolAt >= pool.length) [pool, poolAt] = [randomBytes(counterBytes * counterPool), 0];
  poolAt += counterBytes;
  return pool.subarray(poolAt - counterBytes, poolAt);
}

/** Writes the counter so many blocks further on, as the cipher itself counts; gives its length. */
function writeCounterAfter(into: Buffer, at: number, counter: Buffer, blocks: number): number {
  counter.copy(into, at);
  let carry = blocks;
  for (let word = at + counterBytes - 4; carry > 0 && word >= at; word -= 4) {
    const sum = into.readUInt32BE(word) + carry;
    into.writeUInt32BE(sum % 2 ** 32, word);
    carry = Math.floor(sum / 2 ** 32);
  }
  return counterBytes;
}

export function counterAfter(counter: Buffer, blocks: number): Buffer {
  const after = Buffer.alloc(counterBytes);
  writeCounterAfter(after, 0, counter, blocks);
  return after;
}

/** SM4-CTR, then HMAC-SM3 over all of it (GB/T 32907, GB/T 32905): the default. */
export const sm4Cipher: Cipher = {
  number: 1,
  name: 'sm4-ctr-hmac-sm3',
  forPurpose(master, purpose) {
    const encryption = subkey(master, `seal/${purpose}/sm4`, 16);
    const authentication = subkey(master, `seal/${purpose}/hmac-sm3`, 32);
    const macOf = (associated: Buffer, counter: Buffer, text: Buffer) =>
      createHmac('sm3', authentication).update(associated).update(counter).update(text).digest();
    return {
      seal(associated, plain) {
        const counter = freshCounter();
        const text = createCipheriv('sm4-ctr', encryption, counter).update(plain);
        return Buffer.concat([counter, text, macOf(associated, counter, text)]);
      },
      sealAll(many) {
        // One run of the key stream for all, each beginning at a block of its own.
        const blocksOf = ({ plain }: Bound): number => Math.ceil(plain.length / counterBytes);
        const whole = Buffer.alloc(many.reduce((sum, each) => sum + blocksOf(each), 0) * counterBytes);
        let block = 0;
        for (const each of many) {
          each.plain.copy(whole, block * counterBytes);
          block += blocksOf(each);
        }
        const counter = freshCounter();
        const texts = createCipheriv('sm4-ctr', encryption, counter).update(whole);
        block = 0;
        return many.map((each) => {
          const { associated, plain } = each;
          // What is authenticated, in one piece: calls cost more than bytes.
          const bound = Buffer.allocUnsafe(associated.length + counterBytes + plain.length);
          const counterAt = associated.copy(bound, 0);
          const textAt = counterAt + writeCounterAfter(bound, counterAt, counter, block);
          texts.copy(bound, textAt, block * counterBytes, block * counterBytes + plain.length);
          block += blocksOf(each);
          return [bound.subarray(counterAt), createHmac('sm3', authentication).update(bound).digest()];
        });
      },
      open(associated, body) {
        if (body.length < counterBytes + macBytes) return undefined;
        const [counter, text] = [body.subarray(0, counterBytes), body.subarray(counterBytes, -macBytes)];
        if (!timingSafeEqual(macOf(associated, counter, text), body.subarray(-macBytes))) return undefined;
        return createDecipheriv('sm4-ctr', encryption, counter).update(text);
      },
    };
  },
};

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM, for places without the national algorithms. */
export const aesCipher: Cipher = {
  number: 2,
  name: 'aes-256-gcm',
  forPurpose(master, purpose) {
    const key = subkey(master, `seal/${purpose}/aes-256-gcm`, 32);
    const options = { authTagLength: tagBytes };
    const seal = (associated: Buffer, plain: Buffer): Buffer => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, options).setAAD(associated);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    };
    return {
      seal,
      sealAll: (many) => many.map(({ associated, plain }) => [seal(associated, plain)]),
      open(associated, body) {
        if (body.length < nonceBytes + tagBytes) return undefined;
        const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, nonceBytes), options);
        decipher.setAAD(associated).setAuthTag(body.subarray(-tagBytes));
        const plain = decipher.update(body.subarray(nonceBytes, -tagBytes));
        try {
          return Buffer.concat([plain, decipher.final()]);
        } catch {
          return undefined;
        }
      },
    };
  },
};

export const ciphers: readonly Cipher[] = [sm4Cipher, aesCipher];
