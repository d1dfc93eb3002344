import { sql } from 'kysely';
import { openSealed, storeSealed } from '#platform/files/sealed-file';
import type { Context } from '#platform/operation';
import type { StoredCall } from './call-record';

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
  storeSealed(context, 'rollCallPicture', callId, bytes);

/** The picture of an answer, opened; undefined where there was no answer. */
export const openPicture = async (
  { services }: Pick<Context, 'services'>,
  { id, picture_hash }: Pick<StoredCall, 'id' | 'picture_hash'>,
): Promise<Buffer | undefined> =>
  picture_hash ? openSealed(services, 'rollCallPicture', id, picture_hash) : undefined;
