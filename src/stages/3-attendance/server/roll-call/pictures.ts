import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { spokenDay } from '#kernel/plain-date';
import { dayOf } from '#platform/clock';
import { mirroredWords, type PictureWord, pictureWords, placeSteps, samePlaces } from '#platform/files/intake';
import { storeFile } from '#platform/files/store-file';
import type { Context } from '#platform/operation';
import type { PictureLike } from '../../domain/roll-call/roll-call-rules';
import { isRefused, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { figureOf, type StoredCall } from './call-record';

/** Pictures of the city are compared one answer after the other, so that of two alike the second sees the first. */
const oneAfterTheOther = (context: Context) =>
  sql`select pg_advisory_xact_lock(hashtextextended('rollCallPictures', 0))`.execute(context.tx);

/** Whether a picture has answered any call of the city before, to the last byte. */
const wasShown = async ({ tx }: Context, digest: Buffer): Promise<boolean> =>
  (await tx.selectFrom('roll_calls').select('id').where('picture_digest', '=', digest).executeTakeFirst()) !==
  undefined;

/** A call whose picture shows mostly the same, in words that may be read where the new one is. */
interface FoundLike extends PictureLike {
  readonly callId: string;
  readonly classId: string;
  readonly regionCode: string;
}

/** Words two pictures share by chance at most, without regard to their places; fewer are not looked at. */
const leastWords = 6;

interface Known {
  readonly region_code: string;
  readonly class_id: string;
  readonly call_id: string;
  readonly called_at: string;
  readonly words: readonly number[];
  readonly places: readonly number[];
}

const knownWords = ({ words, places }: Known): PictureWord[] =>
  words.map((word, at) => {
    const place = places[at] ?? 0;
    return { word, x: Math.floor(place / placeSteps), y: place % placeSteps };
  });

async function likesOf(context: Context, held: TaughtClass, words: readonly PictureWord[]): Promise<FoundLike[]> {
  if (words.length === 0) return [];
  const least = figureOf(context, held)('rollCallLikeness');
  const mirrored = mirroredWords(words);
  const only = (some: readonly PictureWord[]) => some.map(({ word }) => word);
  const { rows } = await sql<Known>`
    select * from roll_calls_like(${only(words)}::int[], ${only(mirrored)}::int[], ${leastWords})`.execute(context.tx);
  const found: FoundLike[] = [];
  for (const row of rows) {
    const known = knownWords(row);
    const [straight, turned] = [samePlaces(words, known), samePlaces(mirrored, known)];
    const shared = Math.max(straight, turned);
    if (shared < least) continue;
    const other = await taughtClass(context, row.class_id);
    const name = row.class_id === held.id || isRefused(other) ? '本班' : `“${other.name}”`;
    found.push({
      callId: row.call_id,
      classId: row.class_id,
      regionCode: row.region_code,
      words: `${name} ${spokenDay(dayOf(row.called_at), context.today)}`,
      shared,
      isMirrored: turned > straight,
    });
  }
  return found;
}

interface ComparedPicture {
  readonly digest: Buffer;
  readonly words: readonly PictureWord[];
  readonly isUsed: boolean;
  readonly likes: readonly FoundLike[];
}

/** Holds a picture against all others of the city; until this answer is written nobody else’s is compared. */
export async function comparePicture(
  context: Context,
  held: TaughtClass,
  { raw, drawn }: { readonly raw: Buffer; readonly drawn: Buffer },
): Promise<ComparedPicture> {
  const digest = createHash('sha256').update(raw).digest();
  const words = await pictureWords(drawn);
  return context.acrossRegions(async () => {
    await oneAfterTheOther(context);
    return { digest, words, isUsed: await wasShown(context, digest), likes: await likesOf(context, held, words) };
  });
}

/** How what a picture shows is kept beside it. */
export const wordColumns = (words: readonly PictureWord[]) => ({
  picture_words: words.map(({ word }) => word),
  picture_places: words.map(({ x, y }) => x * placeSteps + y),
});

/** Writes down which pictures show the same, for who looks at the answer. */
export const keepLikes = (context: Context, held: TaughtClass, callId: string, likes: readonly FoundLike[]) =>
  context.acrossRegions(async () => {
    if (likes.length === 0) return;
    const rows = likes.map((like) => ({
      region_code: held.regionCode,
      institution_id: held.institutionId,
      class_id: held.id,
      call_id: callId,
      other_call_id: like.callId,
      other_class_id: like.classId,
      other_region_code: like.regionCode,
      words: like.words,
      shared: like.shared,
      is_mirrored: like.isMirrored,
    }));
    await context.tx.insertInto('roll_call_likenesses').values(rows).execute();
  });

export const storePicture = (context: Context, callId: string, bytes: Buffer): Promise<string> =>
  storeFile(context, 'application/octet-stream', context.services.secrets.sealBytes('rollCallPicture', callId, bytes));

/** The picture of an answer, opened; undefined where there was no answer. */
export const openPicture = async (
  { services }: Pick<Context, 'services'>,
  { id, picture_hash }: Pick<StoredCall, 'id' | 'picture_hash'>,
): Promise<Buffer | undefined> =>
  picture_hash ? services.secrets.openBytes('rollCallPicture', id, await services.files.get(picture_hash)) : undefined;
