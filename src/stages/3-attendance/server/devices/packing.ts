import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Below this packing gains nothing. */
const worthPacking = 1024;
/** What a door takes at most, with room for gzip bodies that were opened. */
const largestOpened = 64 * 1024 * 1024;

/** A batch of a thousand like events packs to a tenth, before it is sealed. */
export function packed(body: Buffer): { readonly body: Buffer; readonly isPacked: boolean } {
  if (body.length < worthPacking) return { body, isPacked: false };
  return { body: deflateRawSync(body, { level: 1 }), isPacked: true };
}

export const unpacked = (body: Buffer, isPacked: boolean): Buffer =>
  isPacked ? inflateRawSync(body, { maxOutputLength: largestOpened }) : body;
