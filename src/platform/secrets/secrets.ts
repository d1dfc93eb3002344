import { createHmac, type KeyObject } from 'node:crypto';
import { type Cipher, ciphers as knownCiphers, type PurposeCipher, subkey } from './ciphers';
import type { KeyRing, SealKey } from './keys';

/** What a sealed value is; a value sealed for one purpose does not open for another. */
export type SealPurpose =
  | 'identityNumber'
  | 'phone'
  | 'bankAccount'
  | 'totp'
  | 'totpEnrolment'
  | 'filing'
  | 'rosterCells'
  | 'evidence'
  | 'deviceKey'
  | 'devicePayload'
  | 'devicePicture'
  | 'attendancePicture'
  | 'faceTemplate'
  | 'impersonationEvidence'
  | 'absencePaper'
  | 'attachment'
  | 'teacherConsent'
  | 'rollCallPicture'
  | 'recordingPicture';

/** What is matched without being opened; each has its own key, so indexes of two purposes never meet. */
export type IndexPurpose =
  | 'identityNumber'
  | 'identityTail'
  | 'phone'
  | 'bankAccount'
  | 'signInSubject'
  | 'attendanceCode'
  | 'roomCode'
  | 'rollCallCode'
  | 'phoneMark'
  | 'placeMark'
  | 'recordingTicket'
  | 'commandInput';

/** Seals personal data field by field and matches it by keyed hash; the keys live outside the database. */
export interface Secrets {
  /** Binds the value to its purpose and its row, so that it cannot be moved to another. */
  seal(purpose: SealPurpose, rowId: string, plain: string): Buffer;
  /** The same for content that is no text, such as what a device sent. */
  sealBytes(purpose: SealPurpose, rowId: string, plain: Uint8Array): Buffer;
  /** Many at once, each as `sealBytes` would seal it. */
  sealMany(purpose: SealPurpose, many: readonly { readonly rowId: string; readonly plain: Buffer }[]): Buffer[];
  openBytes(purpose: SealPurpose, rowId: string, sealed: Buffer): Buffer;
  /** Throws `SealBroken` on anything that is not exactly what was sealed for this purpose and row. */
  open(purpose: SealPurpose, rowId: string, sealed: Buffer): string;
  /** Sixteen bytes that are equal for equal values; the caller brings the value into one form first. */
  index(purpose: IndexPurpose, plain: string): Buffer;
}

export type SealFault = 'tooShort' | 'unknownKey' | 'wrongAlgorithm' | 'altered';

const faultSentences: Record<SealFault, string> = {
  tooShort: '内容不完整',
  unknownKey: '密钥文件里没有封存它的那把密钥，请装回当时的密钥文件',
  wrongAlgorithm: '算法标识与密钥不符',
  altered: '内容、所属记录或用途与封存时不一致，可能被改动过，请从备份恢复并报告安全管理员',
};

/** A sealed value that does not open: it was altered, cut, moved to another row, or its key is missing. */
export class SealBroken extends Error {
  override name = 'SealBroken';
  readonly fault: SealFault;
  readonly purpose: SealPurpose;
  constructor(fault: SealFault, purpose: SealPurpose) {
    super(`加密字段无法解开（${purpose}）：${faultSentences[fault]}。`);
    this.fault = fault;
    this.purpose = purpose;
  }
}

const headerBytes = 3;
const indexBytes = 16;

function headerOf(cipher: Cipher, key: SealKey): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(cipher.number, 0);
  header.writeUInt16BE(key.id, 1);
  return header;
}

/** Header, purpose and row id, each with its length, so that no two places share associated data. */
function associatedWith(header: Buffer, purpose: SealPurpose): (rowId: string) => Buffer {
  const purposeLength = Buffer.byteLength(purpose);
  const ofRows = Buffer.alloc(headerBytes + 4 + purposeLength);
  header.copy(ofRows, 0);
  ofRows.writeUInt32BE(purposeLength, headerBytes);
  ofRows.write(purpose, headerBytes + 4);
  return (rowId) => {
    const rowLength = Buffer.byteLength(rowId);
    const data = Buffer.allocUnsafe(ofRows.length + 4 + rowLength);
    const lengthAt = ofRows.copy(data, 0);
    data.write(rowId, data.writeUInt32BE(rowLength, lengthAt));
    return data;
  };
}

interface KeyInUse {
  readonly header: Buffer;
  forPurpose(purpose: SealPurpose): PurposeCipher;
}

function keyInUse(key: SealKey, ciphers: readonly Cipher[]): KeyInUse {
  const cipher = ciphers.find(({ name }) => name === key.algorithm);
  if (!cipher) {
    throw new Error(`密钥 ${key.id} 的算法“${key.algorithm}”本程序不支持，请换用支持它的版本，或装回原来的密码设备。`);
  }
  const made = new Map<SealPurpose, PurposeCipher>();
  return {
    header: headerOf(cipher, key),
    forPurpose(purpose) {
      const cached = made.get(purpose) ?? cipher.forPurpose(key.key, purpose);
      made.set(purpose, cached);
      return cached;
    },
  };
}

function blindIndex(master: Buffer): Secrets['index'] {
  const made = new Map<IndexPurpose, KeyObject>();
  return (purpose, plain) => {
    const key = made.get(purpose) ?? subkey(master, `index/${purpose}`, 32);
    made.set(purpose, key);
    return createHmac('sm3', key).update(plain).digest().subarray(0, indexBytes);
  };
}

/** New values are sealed with the newest key; older keys still open what they sealed. */
export function openSecrets(keys: KeyRing, ciphers: readonly Cipher[] = knownCiphers): Secrets {
  const inUse = new Map(keys.seal.map((key) => [key.id, keyInUse(key, ciphers)]));
  const newest = inUse.get(Math.max(...inUse.keys()));
  if (!newest) throw new Error('密钥文件里没有封存密钥，请装回原来的密钥文件。');
  const sealBytes: Secrets['sealBytes'] = (purpose, rowId, plain) => {
    const body = newest
      .forPurpose(purpose)
      .seal(associatedWith(newest.header, purpose)(rowId), Buffer.from(plain.buffer, plain.byteOffset, plain.length));
    return Buffer.concat([newest.header, body]);
  };
  const sealMany: Secrets['sealMany'] = (purpose, many) => {
    const associated = associatedWith(newest.header, purpose);
    return newest
      .forPurpose(purpose)
      .sealAll(many.map(({ rowId, plain }) => ({ associated: associated(rowId), plain })))
      .map((pieces) => Buffer.concat([newest.header, ...pieces]));
  };
  const openBytes: Secrets['openBytes'] = (purpose, rowId, sealed) => {
    if (sealed.length < headerBytes) throw new SealBroken('tooShort', purpose);
    const key = inUse.get(sealed.readUInt16BE(1));
    if (!key) throw new SealBroken('unknownKey', purpose);
    const header = sealed.subarray(0, headerBytes);
    if (!header.equals(key.header)) throw new SealBroken('wrongAlgorithm', purpose);
    const plain = key.forPurpose(purpose).open(associatedWith(header, purpose)(rowId), sealed.subarray(headerBytes));
    if (!plain) throw new SealBroken('altered', purpose);
    return plain;
  };
  return {
    index: blindIndex(keys.index),
    sealBytes,
    sealMany,
    openBytes,
    seal: (purpose, rowId, plain) => sealBytes(purpose, rowId, Buffer.from(plain, 'utf8')),
    open: (purpose, rowId, sealed) => openBytes(purpose, rowId, sealed).toString('utf8'),
  };
}
