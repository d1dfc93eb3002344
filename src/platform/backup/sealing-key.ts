import { createHash, createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { type Cipher, ciphers, type PurposeCipher, sm4Cipher, subkey } from '../secrets/ciphers';
import { ArchiveDamaged, BackupRefusal } from './refusal';

const magic = Buffer.from('MXBACKUP', 'latin1');
const version = 1;
export const sealedHeaderBytes = 80;
const places = { salt: 16, keyCheck: 48, digest: 64 } as const;
/** 2¹⁷ × 8 × 128 bytes = 128 MB for each guess. */
const usualCost = 17;
const highestCost = 20;
const blockSize = 8;
const lanes = 1;

/** How the chunks of one sealed backup are sealed and opened. */
export interface SealedStream {
  readonly header: Buffer;
  readonly cipher: PurposeCipher;
}

const digestOf = (header: Buffer) =>
  createHash('sha256').update(header.subarray(0, places.digest)).digest().subarray(0, 16);

/** The same passphrase typed on any machine gives the same bytes. */
const keyFrom = (passphrase: string, salt: Buffer, cost: number): Buffer =>
  scryptSync(passphrase.normalize('NFC'), salt, 32, { N: 2 ** cost, r: blockSize, p: lanes, maxmem: 2 ** 31 });

const keyCheckOf = (key: Buffer): Buffer =>
  createHmac('sm3', subkey(key, 'backup/check', 32))
    .update(magic)
    .digest()
    .subarray(0, 16);

/** A header of its own for each backup: which cipher, how the key is made from the passphrase, and a check of it. */
export function newSealedStream(passphrase: string, cost = usualCost, cipher: Cipher = sm4Cipher): SealedStream {
  const header = Buffer.alloc(sealedHeaderBytes);
  magic.copy(header);
  header.set([version, cipher.number, cost, blockSize, lanes], magic.length);
  const salt = randomBytes(places.keyCheck - places.salt);
  salt.copy(header, places.salt);
  const key = keyFrom(passphrase, salt, cost);
  keyCheckOf(key).copy(header, places.keyCheck);
  digestOf(header).copy(header, places.digest);
  return { header, cipher: cipher.forPurpose(key, 'backup') };
}

export const isSealed = (start: Buffer): boolean => start.subarray(0, magic.length).equals(magic);

/** Tells a damaged header from a wrong passphrase, before any costly work. */
export function openSealedStream(header: Buffer, passphrase: string): SealedStream {
  if (header.length < sealedHeaderBytes || !digestOf(header).equals(header.subarray(places.digest))) {
    throw new ArchiveDamaged('备份文件的开头已损坏或不完整，无法打开。请改用另一份备份。');
  }
  const [found, number, cost = 0, size, width] = header.subarray(magic.length);
  const cipher = ciphers.find((each) => each.number === number);
  if (found !== version || !cipher || cost > highestCost || size !== blockSize || width !== lanes) {
    throw new BackupRefusal('这份备份的加密方式本程序不支持，请用制作它的版本或更新的版本恢复。');
  }
  const key = keyFrom(passphrase, header.subarray(places.salt, places.keyCheck), cost);
  if (!timingSafeEqual(keyCheckOf(key), header.subarray(places.keyCheck, places.digest))) {
    throw new BackupRefusal('备份口令不对，什么也没有改动。请核对口令文件是否与制作这份备份时相同。');
  }
  return { header, cipher: cipher.forPurpose(key, 'backup') };
}
