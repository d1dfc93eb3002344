import type { Context } from '#platform/operation';

/** Puts bytes into the store and writes the file down, once however often the same is stored; gives its digest. */
export async function storeFile(
  { services, tx, now }: Pick<Context, 'tx' | 'now'> & { readonly services: Pick<Context['services'], 'files'> },
  mediaType: 'application/pdf' | 'image/jpeg' | 'application/octet-stream',
  bytes: Uint8Array,
): Promise<string> {
  const { hash, size } = await services.files.put(bytes);
  await tx
    .insertInto('files')
    .values({ hash, media_type: mediaType, size, stored_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return hash;
}
