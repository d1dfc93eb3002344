export const blockBytes = 512;
const largestOctal = 8 ** 11 - 1;

export interface TarEntry {
  readonly name: string;
  readonly size: number;
  /** Seconds since 1970. */
  readonly changedAt: number;
}

const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;

/** The size in octal, or beyond 8 GB in the binary form every tar reads. */
function writeSize(header: Buffer, size: number): void {
  if (size <= largestOctal) {
    header.write(octal(size, 11), 124, 'latin1');
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}

/** The header of a plain file (POSIX ustar); every byte of it follows from the entry, so any change shows. */
export function tarHeader({ name, size, changedAt }: TarEntry): Buffer {
  const header = Buffer.alloc(blockBytes);
  if (Buffer.byteLength(name) > 100) throw new RangeError(`entry name is longer than 100 bytes: ${name}`);
  header.write(name, 0, 'utf8');
  header.write(octal(0o600, 7), 100, 'latin1');
  header.write(octal(0, 7), 108, 'latin1');
  header.write(octal(0, 7), 116, 'latin1');
  writeSize(header, size);
  header.write(octal(changedAt, 11), 136, 'latin1');
  header.fill(' ', 148, 156);
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)} `, 148, 'latin1');
  return header;
}

/** The entry a header says, or undefined unless it is byte for byte the header of that entry. */
export function readTarHeader(header: Buffer): TarEntry | undefined {
  const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0[\s\S]*$/, '');
  const size = header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(text(124, 136), 8);
  const entry = { name: text(0, 100), size, changedAt: Number.parseInt(text(136, 148), 8) };
  const isPlausible = entry.name !== '' && Number.isSafeInteger(size) && Number.isSafeInteger(entry.changedAt);
  if (!isPlausible || Buffer.byteLength(entry.name) > 100) return undefined;
  return tarHeader(entry).equals(header) ? entry : undefined;
}

export const paddingAfter = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;
