import { createCipheriv, createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aesCipher, ciphers, counterAfter, sm4Cipher } from './ciphers';
import { newKeyRing, withNewKey } from './keys';
import { openSecrets, SealBroken, type SealFault, type Secrets } from './secrets';

const made = '2026-01-05T01:00:00.000Z';
const number = '410802199003071234';

const faultOf = (work: () => unknown): SealFault | 'opened' => {
  try {
    work();
    return 'opened';
  } catch (error) {
    if (error instanceof SealBroken) return error.fault;
    throw error;
  }
};

describe('the national algorithms under the seal', () => {
  it('give the published SM3 digests (GB/T 32905 appendix A)', () => {
    const sm3 = (text: string) => createHash('sm3').update(text).digest('hex');
    expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  it('give the published SM4 block (GB/T 32907 appendix A)', () => {
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    expect(cipher.update(key).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('give the published SM4-CTR text (draft-ribose-cfrg-sm4 A.2.5.1)', () => {
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const counter = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
    const letters = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'aa', 'bb'].map((pair) => pair.repeat(8)).join('');
    const sealed = createCipheriv('sm4-ctr', key, counter).update(Buffer.from(letters, 'hex'));
    expect(sealed.toString('hex')).toBe(
      'ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7' +
        'f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514',
    );
  });

  it('count SM4-CTR blocks as the cipher does, over the end of every word', () => {
    const key = Buffer.alloc(16, 7);
    const counters = ['00'.repeat(16), `${'00'.repeat(11)}ffffffffff`, 'ff'.repeat(16), `ab${'ff'.repeat(15)}`];
    for (const counter of counters.map((hex) => Buffer.from(hex, 'hex'))) {
      const stream = createCipheriv('sm4-ctr', key, counter).update(Buffer.alloc(16 * 600));
      for (const blocks of [0, 1, 2, 255, 256, 599]) {
        const later = createCipheriv('sm4-ctr', key, counterAfter(counter, blocks)).update(Buffer.alloc(16));
        expect(later.equals(stream.subarray(blocks * 16, (blocks + 1) * 16))).toBe(true);
      }
    }
  });

  it('give HMAC-SM3 as RFC 2104 composes it', () => {
    const key = Buffer.alloc(32, 7);
    const pad = (byte: number) => Buffer.alloc(64, byte).map((value, place) => value ^ (key[place] ?? 0));
    const inner = createHash('sm3').update(pad(0x36)).update('明训').digest();
    const expected = createHash('sm3').update(pad(0x5c)).update(inner).digest('hex');
    expect(createHmac('sm3', key).update('明训').digest('hex')).toBe(expected);
  });
});

describe.each(ciphers.map((cipher) => [cipher.name] as const))('a value sealed with %s', (algorithm) => {
  const secrets = openSecrets(newKeyRing(made, algorithm));
  const sealed = secrets.seal('identityNumber', 'row-1', number);

  it('opens to what was sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (plain, rowId) => {
        expect(secrets.open('filing', rowId, secrets.seal('filing', rowId, plain))).toBe(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same kind of value when many are sealed at once, each bound to its own row', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 40 }), (contents) => {
        const many = contents.map((bytes, at) => ({ rowId: `row-${at}`, plain: Buffer.from(bytes) }));
        const values = secrets.sealMany('devicePayload', many);
        const opened = values.map((value, at) => secrets.openBytes('devicePayload', `row-${at}`, value));
        expect(opened).toEqual(many.map(({ plain }) => plain));
        const [, second] = values;
        if (second) expect(faultOf(() => secrets.open('devicePayload', 'row-0', second))).toBe('altered');
      }),
    );
    const like = Array.from({ length: 20 }, (_, at) => ({ rowId: `${at}`, plain: Buffer.alloc(64) }));
    const bodies = secrets.sealMany('devicePayload', like).map((value) => value.subarray(-64).toString('hex'));
    expect(new Set(bodies).size).toBe(like.length);
  });

  it('never looks the same twice and shows no digit of the value', () => {
    const again = secrets.seal('identityNumber', 'row-1', number);
    expect(again.equals(sealed)).toBe(false);
    expect(sealed.includes(number.slice(0, 6))).toBe(false);
  });

  it('is refused after any change of any one byte', () => {
    for (let place = 0; place < sealed.length; place++) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(place) ^ bit, place);
        expect(
          faultOf(() => secrets.open('identityNumber', 'row-1', changed)),
          `byte ${place}`,
        ).not.toBe('opened');
      }
    }
  });

  it('is refused when cut short or made longer', () => {
    for (let length = 0; length < sealed.length; length++) {
      expect(faultOf(() => secrets.open('identityNumber', 'row-1', sealed.subarray(0, length)))).not.toBe('opened');
    }
    const longer = Buffer.concat([sealed, Buffer.alloc(1)]);
    expect(faultOf(() => secrets.open('identityNumber', 'row-1', longer))).toBe('altered');
  });

  it('is refused in another row or for another purpose', () => {
    expect(faultOf(() => secrets.open('identityNumber', 'row-2', sealed))).toBe('altered');
    expect(faultOf(() => secrets.open('phone', 'row-1', sealed))).toBe('altered');
  });

  it('does not open with the keys of another installation', () => {
    const others = openSecrets(newKeyRing(made, algorithm));
    expect(faultOf(() => others.open('identityNumber', 'row-1', sealed))).toBe('altered');
  });
});

describe('a change of keys', () => {
  const first = newKeyRing(made);
  const second = withNewKey(first, made, aesCipher.name);
  const third = withNewKey(second, made, sm4Cipher.name);
  const old = openSecrets(first).seal('phone', 'row-1', '13700000000');

  it('seals with the newest key and still opens what older ones sealed, across algorithms', () => {
    const between = openSecrets(second).seal('phone', 'row-1', '13700000001');
    const after = openSecrets(third);
    expect([...after.seal('phone', 'row-1', 'x').subarray(0, 3)]).toEqual([1, 0, 3]);
    expect([...between.subarray(0, 3)]).toEqual([2, 0, 2]);
    expect(after.open('phone', 'row-1', old)).toBe('13700000000');
    expect(after.open('phone', 'row-1', between)).toBe('13700000001');
  });

  it('leaves the matching index as it was', () => {
    const before = openSecrets(first).index('identityNumber', number);
    expect(openSecrets(third).index('identityNumber', number).equals(before)).toBe(true);
  });

  it('refuses a value whose key is gone, and says so', () => {
    const newest = openSecrets(third).seal('phone', 'row-1', 'x');
    expect(faultOf(() => openSecrets(first).open('phone', 'row-1', newest))).toBe('unknownKey');
  });

  it('refuses a value that claims another algorithm than its key has', () => {
    const claimed = Buffer.from(old);
    claimed.writeUInt8(aesCipher.number, 0);
    expect(faultOf(() => openSecrets(third).open('phone', 'row-1', claimed))).toBe('wrongAlgorithm');
  });

  it('lets a cipher machine take the place of the software', () => {
    const machine = { ...aesCipher, number: 9, name: 'machine' };
    const keys = { ...first, seal: first.seal.map((key) => ({ ...key, algorithm: 'machine' })) };
    const secrets = openSecrets(keys, [machine]);
    const sealed = secrets.seal('phone', 'row-1', '13700000000');
    expect(sealed.readUInt8(0)).toBe(9);
    expect(secrets.open('phone', 'row-1', sealed)).toBe('13700000000');
    expect(() => openSecrets(keys)).toThrow('本程序不支持');
  });
});

describe('the matching index', () => {
  const indexed = (secrets: Secrets) => secrets.index('identityNumber', number).toString('hex');
  const secrets = openSecrets(newKeyRing(made));

  it('is sixteen bytes, equal for equal values and different for others', () => {
    expect(indexed(secrets)).toHaveLength(32);
    expect(indexed(secrets)).toBe(indexed(secrets));
    expect(secrets.index('identityNumber', '410802199003071235').toString('hex')).not.toBe(indexed(secrets));
  });

  it('cannot be joined across purposes or installations, nor made without the key', () => {
    expect(secrets.index('phone', number).toString('hex')).not.toBe(indexed(secrets));
    expect(indexed(openSecrets(newKeyRing(made)))).not.toBe(indexed(secrets));
    expect(createHash('sm3').update(number).digest('hex')).not.toContain(indexed(secrets));
  });
});
