import { decodeText } from './text-encoding';

/** What a file is by its first bytes, whatever it is called. */
export type Recognised =
  | { readonly kind: 'package' | 'compound' }
  | { readonly kind: 'markup' | 'delimited'; readonly text: string }
  | { readonly kind: 'other'; readonly what: string };

const signatures: readonly (readonly [string, string])[] = [
  ['89504e470d0a1a0a', '一张 PNG 图片'],
  ['ffd8ff', '一张 JPEG 图片'],
  ['47494638', '一张 GIF 图片'],
  ['424d', '一张 BMP 图片'],
  ['49492a00', '一张 TIFF 图片'],
  ['4d4d002a', '一张 TIFF 图片'],
  ['25504446', '一份 PDF 文件'],
  ['4f4644', '一份 OFD 文件'],
  ['52617221', '一个 RAR 压缩包'],
  ['377abcaf271c', '一个 7z 压缩包'],
  ['1f8b', '一个 GZIP 压缩包'],
  ['7b5c727466', '一份 RTF 文档'],
  ['4d5a', '一个程序文件'],
  ['7f454c46', '一个程序文件'],
  ['494433', '一段音频'],
];

function signatureOf(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 16).toString('hex');
  const named = signatures.find(([signature]) => head.startsWith(signature))?.[1];
  if (named) return named;
  if (head.startsWith('52494646') && bytes.subarray(8, 12).toString('latin1') === 'WEBP') return '一张 WebP 图片';
  if (bytes.subarray(4, 8).toString('latin1') === 'ftyp') return '一段视频或一张 HEIC 图片';
  return undefined;
}

const markupStart =
  /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|style|table|div|\?xml)\b/i;

export function recognise(bytes: Buffer): Recognised {
  const head = bytes.subarray(0, 8).toString('hex');
  if (head.startsWith('504b0304') || head.startsWith('504b0506')) return { kind: 'package' };
  if (head === 'd0cf11e0a1b11ae1') return { kind: 'compound' };
  const what = signatureOf(bytes);
  if (what) return { kind: 'other', what };
  const text = decodeText(bytes);
  if (text === undefined) return { kind: 'other', what: '无法识别的内容（可能已损坏）' };
  return { kind: markupStart.test(text.slice(0, 4096)) ? 'markup' : 'delimited', text };
}
