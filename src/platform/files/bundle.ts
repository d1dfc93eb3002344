import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { type Refused, refused, spokenSize } from './refusal';

const mebibyte = 1024 * 1024;

/** What a ZIP of photos and papers may ask of the machine. */
export const bundleLimits = {
  /** The file as sent, all its files unpacked, and unpacked against packed. */
  packedBytes: 200 * mebibyte,
  unpackedBytes: 200 * mebibyte,
  unpackedRatio: 200,
  entries: 500,
} as const;

/** A file of a bundle: where it stood, and its bytes when asked for. */
export interface BundledFile {
  readonly path: string;
  /** The bytes, or undefined when they are not what the directory says. */
  read(): Promise<Buffer | undefined>;
}

export interface Bundle {
  readonly accepted: true;
  readonly files: readonly BundledFile[];
}

const utf8Flag = 0x0800;
const encryptedFlag = 1;
const symbolicLink = 0xa000;

/** Names without the UTF-8 mark come from Chinese Windows and WPS: UTF-8 where it is that, else GB18030. */
function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  const decode = (encoding: string, fatal: boolean) => new TextDecoder(encoding, { fatal }).decode(fileNameRaw);
  if ((generalPurposeBitFlag & utf8Flag) !== 0) return decode('utf-8', false);
  try {
    return decode('utf-8', true);
  } catch {
    return decode('gb18030', false);
  }
}

const pathOf = (entry: Entry): string => nameOf(entry).replaceAll('\\', '/');
const isFolder = (path: string): boolean => path.endsWith('/');
const leavesFolder = (path: string): boolean =>
  path.startsWith('/') || /^[a-z]:/iu.test(path) || path.split('/').includes('..') || path.includes('\0');
/** What a system lays beside the files of a folder, of no interest to anybody. */
const isByProduct = (path: string): boolean =>
  /(?:^|\/)(?:__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)(?:\/|$)/iu.test(path);
const isLink = ({ externalFileAttributes }: Entry): boolean =>
  ((externalFileAttributes >>> 16) & 0xf000) === symbolicLink;

async function openDirectory(bytes: Buffer): Promise<{ zip: ZipFile; entries: Entry[] } | Refused> {
  const { entries: most } = bundleLimits;
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, autoClose: false });
    if (zip.entryCount > most * 2) return tooMany(zip.entryCount);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return { zip, entries };
  } catch {
    return refused('damaged', '压缩包不完整或已损坏，无法打开，请重新打包后上传。');
  }
}

const tooMany = (count: number): Refused =>
  refused('size', `压缩包里有 ${count} 个文件，超过 ${bundleLimits.entries} 个的上限，请分成几包上传。`);

function refusalOf(entries: readonly Entry[], packedBytes: number): Refused | undefined {
  const { entries: most, unpackedBytes, unpackedRatio } = bundleLimits;
  if (entries.length > most) return tooMany(entries.length);
  if (entries.length === 0) return refused('empty', '压缩包里没有文件，请把照片和证明放进去再上传。');
  if (entries.some((entry) => (entry.generalPurposeBitFlag & encryptedFlag) !== 0))
    return refused('encrypted', '压缩包设有密码，无法打开，请去除密码后重新上传。');
  if (entries.some((entry) => leavesFolder(pathOf(entry)) || isLink(entry)))
    return refused('type', '压缩包里有指向包外的路径或链接，不像正常打包的照片，没有收下。请在电脑上重新打包后上传。');
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > unpackedBytes) {
    const [size, limit] = [spokenSize(unpacked), spokenSize(unpackedBytes)];
    return refused('size', `压缩包解压后有 ${size}，超过 ${limit} 的上限，请分成几包上传。`);
  }
  if (unpacked > packedBytes * unpackedRatio) {
    const times = Math.round(unpacked / packedBytes);
    return refused(
      'size',
      `压缩包解压后是原来的 ${times} 倍，超过 ${unpackedRatio} 倍的上限，不像照片和扫描件，没有收下。`,
    );
  }
  return undefined;
}

/** Unpacks one file and stops as soon as it grows beyond what the directory says. */
async function unpack(zip: ZipFile, entry: Entry): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) {
      if (!Buffer.isBuffer(part)) return undefined;
      size += part.length;
      if (size > entry.uncompressedSize) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return size === entry.uncompressedSize ? Buffer.concat(parts) : undefined;
}

/** Opens a ZIP of photos and papers after its directory alone has been found harmless; nothing is written to a disk. */
export async function acceptBundle(bytes: Buffer): Promise<Bundle | Refused> {
  if (bytes.length > bundleLimits.packedBytes) {
    const [size, limit] = [spokenSize(bytes.length), spokenSize(bundleLimits.packedBytes)];
    return refused('size', `压缩包 ${size}，超过 ${limit} 的上限，请分成几包上传。`);
  }
  const directory = await openDirectory(bytes);
  if ('accepted' in directory) return directory;
  const { zip } = directory;
  const wanted = directory.entries.filter((entry) => !isFolder(pathOf(entry)) && !isByProduct(pathOf(entry)));
  const refusal = refusalOf(wanted, bytes.length);
  if (refusal) return refusal;
  return { accepted: true, files: wanted.map((entry) => ({ path: pathOf(entry), read: () => unpack(zip, entry) })) };
}
