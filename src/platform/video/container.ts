import { open } from 'node:fs/promises';

/** Kinds of recordings that are read, told by their first bytes; a name is never trusted. */
export type Container = 'mp4' | 'matroska' | 'mpegts' | 'mpegps' | 'flv' | 'avi';

export const containerNames: Record<Container, string> = {
  mp4: 'MP4 / MOV',
  matroska: 'WebM / MKV',
  mpegts: 'MPEG-TS',
  mpegps: 'MPEG-PS（监控录像机导出）',
  flv: 'FLV',
  avi: 'AVI',
};

/** The only reader the tools may use for each kind, so that no playlist or script is taken for a recording. */
export const demuxerOf: Record<Container, string> = {
  mp4: 'mov',
  matroska: 'matroska',
  mpegts: 'mpegts',
  mpegps: 'mpeg',
  flv: 'flv',
  avi: 'avi',
};

/** What a browser is told the file is; others are saved and opened with a player. */
export const contentTypeOf: Record<Container, string> = {
  mp4: 'video/mp4',
  matroska: 'video/webm',
  mpegts: 'video/mp2t',
  mpegps: 'video/mpeg',
  flv: 'video/x-flv',
  avi: 'video/x-msvideo',
};

/** Enough to see two packets of a transport stream. */
export const probeBytes = 4096;
const packetBytes = 188;
const boxes = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
const starts = (bytes: Uint8Array, ...marks: number[]) => marks.every((mark, index) => bytes[index] === mark);

/** The kind of a recording by its beginning; undefined for what is none. */
export function containerOf(bytes: Uint8Array): Container | undefined {
  if (boxes.has(ascii(bytes, 4, 8))) return 'mp4';
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return 'matroska';
  if (starts(bytes, 0, 0, 1, 0xba) || ascii(bytes, 0, 4) === 'IMKH') return 'mpegps';
  if (ascii(bytes, 0, 3) === 'FLV') return 'flv';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 11) === 'AVI') return 'avi';
  const isStream = [0, 1, 2].every((packet) => bytes[packet * packetBytes] === 0x47);
  return isStream ? 'mpegts' : undefined;
}

/** The kind of a stored recording. */
export async function containerOfFile(path: string): Promise<Container | undefined> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(probeBytes);
    const { bytesRead } = await file.read(bytes, 0, probeBytes, 0);
    return containerOf(bytes.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
