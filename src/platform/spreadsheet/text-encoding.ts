function decodeAs(encoding: string, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-16 without a mark: text of digits and commas has a zero in every second byte. */
function unmarkedWide(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 4 || sample.length % 2 === 1) return undefined;
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  const pairs = sample.length / 2;
  if (odd > pairs * 0.2 && even === 0) return 'utf-16le';
  if (even > pairs * 0.2 && odd === 0) return 'utf-16be';
  return undefined;
}

/** Characters no text file holds; their presence means bytes that are no text. */
// biome-ignore format: one class of characters
const notText = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffe\uffff]/;

/** The text of a file written by Windows, WPS or a web system, or undefined when it is no text. */
export function decodeText(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return '';
  const head = bytes.subarray(0, 3).toString('hex');
  const marked = head.startsWith('fffe') ? 'utf-16le' : head.startsWith('feff') ? 'utf-16be' : undefined;
  const wide = marked ?? unmarkedWide(bytes);
  const text = wide ? decodeAs(wide, bytes) : (decodeAs('utf-8', bytes) ?? decodeAs('gb18030', bytes));
  return text === undefined || notText.test(text) ? undefined : text.replace(/^\ufeff/, '');
}
