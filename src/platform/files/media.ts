/** Kinds of upload, told by their first bytes; a name or a declared type is never trusted. */
export type MediaType =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'heic'
  | 'pdf'
  | 'xlsx'
  | 'zip'
  | 'xls'
  | 'csv'
  | 'markup'
  | 'unknown';

export const mediaNames: Record<MediaType, string> = {
  jpeg: 'JPEG 图片',
  png: 'PNG 图片',
  webp: 'WebP 图片',
  heic: 'HEIC 图片（苹果手机原图）',
  pdf: 'PDF 文件',
  xlsx: 'Excel 工作簿（.xlsx）',
  zip: 'ZIP 压缩包',
  xls: '旧版 Office 文件（.xls）',
  csv: '文本表格（CSV）',
  markup: '网页或矢量图（HTML、SVG）',
  unknown: '无法识别的文件',
};

/** Types under which a stored file is sent; all others only as a download. */
export const contentTypes: Partial<Record<MediaType, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xls: 'application/vnd.ms-excel',
  csv: 'text/csv; charset=utf-8',
};

const starts = (bytes: Uint8Array, ...marks: number[]) => marks.every((mark, index) => bytes[index] === mark);
const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
const heicBrands = new Set(['heic', 'heix', 'hevc', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1']);
/** A text of a table has no markup before its first cell, and no control bytes. */
const textProbe = 4096;

export function mediaTypeOf(bytes: Uint8Array): MediaType {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 4, 8) === 'ftyp' && heicBrands.has(ascii(bytes, 8, 12))) return 'heic';
  if (ascii(bytes, 0, 5) === '%PDF-') return 'pdf';
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return zipKind(bytes);
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'xls';
  return textKind(bytes);
}

/** A workbook names its content types or its parts in the directory at the end of the archive. */
function zipKind(bytes: Uint8Array): MediaType {
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return names.includes('[Content_Types].xml') && names.includes('xl/') ? 'xlsx' : 'zip';
}

function textKind(bytes: Uint8Array): MediaType {
  const probe = bytes.subarray(0, textProbe);
  if (probe.length === 0 || probe.some((byte) => byte === 0 || byte === 0x7f || (byte < 0x20 && !isBlank(byte)))) {
    return 'unknown';
  }
  const text = Buffer.from(probe.buffer, probe.byteOffset, probe.byteLength).toString('latin1');
  if (/^(?:\xef\xbb\xbf)?\s*</.test(text)) return 'markup';
  return /[,\t;]/.test(text) ? 'csv' : 'unknown';
}

const isBlank = (byte: number) => byte === 0x09 || byte === 0x0a || byte === 0x0d;
