import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { storeFile } from '#platform/files/store-file';
import type { Context } from '#platform/operation';
import type { StoredCall } from './call-record';

/** The mark of a picture file, to the last byte. */
export const digestOf = (raw: Buffer): Buffer => createHash('sha256').update(raw).digest();

/** Whether this file has answered any call of the city before; of two that come at once the second waits for the first. */
export const wasShown = ({ tx, acrossRegions }: Pick<Context, 'tx' | 'acrossRegions'>, digest: Buffer) =>
  acrossRegions(async () => {
    const mark = `rollCallPicture/${digest.toString('hex')}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${mark}, 0))`.execute(tx);
    const shown = await tx
      .selectFrom('roll_calls')
      .select('id')
      .where('picture_digest', '=', digest)
      .executeTakeFirst();
    return shown !== undefined;
  });

export const storePicture = (context: Context, callId: string, bytes: Buffer): Promise<string> =>
  storeFile(context, 'application/octet-stream', context.services.secrets.sealBytes('rollCallPicture', callId, bytes));

/** The picture of an answer, opened; undefined where there was no answer. */
export const openPicture = async (
  { services }: Pick<Context, 'services'>,
  { id, picture_hash }: Pick<StoredCall, 'id' | 'picture_hash'>,
): Promise<Buffer | undefined> =>
  picture_hash ? services.secrets.openBytes('rollCallPicture', id, await services.files.get(picture_hash)) : undefined;
