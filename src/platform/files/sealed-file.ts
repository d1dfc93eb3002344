import type { Context } from '#platform/operation';
import type { SealPurpose, Secrets } from '../secrets/secrets';
import type { FileStore } from './store';
import { storeFile } from './store-file';

/** Where sealed files are kept, and what opens them. */
export interface Vault {
  readonly files: FileStore;
  readonly secrets: Secrets;
}

/** Seals what shows people or tells of them, for its purpose and place, and stores it; gives the digest of what lies there. */
export const storeSealed = (
  context: Pick<Context, 'tx' | 'now'> & { readonly services: Vault },
  purpose: SealPurpose,
  place: string,
  bytes: Uint8Array,
): Promise<string> =>
  storeFile(context, 'application/octet-stream', context.services.secrets.sealBytes(purpose, place, bytes));

const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);

/** A stored file, opened. Pictures of earlier versions lie there as they are; nothing sealed begins like a JPEG. */
export async function openSealed(
  { files, secrets }: Vault,
  purpose: SealPurpose,
  place: string,
  hash: string,
): Promise<Buffer> {
  const stored = await files.get(hash);
  return stored.subarray(0, jpegStart.length).equals(jpegStart) ? stored : secrets.openBytes(purpose, place, stored);
}
