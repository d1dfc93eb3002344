import { sql } from 'kysely';
import { spokenDay } from '#kernel/plain-date';
import { dayOf } from '#platform/clock';
import {
  createWordTable,
  isFromOnePlace,
  mirroredWords,
  type PictureWord,
  placeSteps,
  samePlaces,
  sameShare,
  type WordTable,
} from '#platform/files/intake';
import type { Reading, Services } from '#platform/operation';
import type { PictureLike } from '../../domain/roll-call/roll-call-rules';
import { isRefused, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { figureOf, type StoredCall } from './call-record';
import { openPicture } from './pictures';

type Searching = Pick<Reading, 'tx' | 'services' | 'today' | 'laterFigures'>;

/** A call whose picture shows mostly the same, in words that may be read where the new one is. */
export interface FoundLike extends PictureLike {
  readonly callId: string;
  readonly classId: string;
  readonly regionCode: string;
}

/** Pictures that share most are laid over the new one, corner by corner. */
const mostLaidOver = 40;
/** Rows read at a time when a process fills its table. */
const together = 5_000;

/** From one stand, with people who moved, two pictures are the same in less than this; two saves of one in all of it. */
const leastOfOnePicture = 0.9;

/** A picture and what it shows. */
export interface ReadPicture {
  readonly picture: Buffer;
  readonly words: readonly PictureWord[];
}

interface Held {
  readonly table: WordTable;
  lastNumber: number;
}
const tables = new WeakMap<Services['secrets'], Held>();

/** All pictures of answered calls known so far, in memory; asked only by whoever holds the lock of the comparison. */
async function refreshedTable({ tx, services }: Searching): Promise<WordTable> {
  const held = tables.get(services.secrets) ?? { table: createWordTable(), lastNumber: 0 };
  tables.set(services.secrets, held);
  for (;;) {
    const rows = await tx
      .selectFrom('roll_call_pictures')
      .select(['number', 'keys'])
      .where('number', '>', held.lastNumber)
      .orderBy('number')
      .limit(together)
      .execute();
    for (const { number, keys } of rows) held.table.add(number, keys);
    held.lastNumber = rows.at(-1)?.number ?? held.lastNumber;
    if (rows.length < together) return held.table;
  }
}

interface Known {
  readonly region_code: string;
  readonly class_id: string;
  readonly call_id: string;
  readonly called_at: string;
  readonly words: readonly number[];
  readonly places: readonly number[];
  readonly picture_hash: StoredCall['picture_hash'];
}

const knownWords = ({ words, places }: Known): PictureWord[] =>
  words.map((word, at) => {
    const place = places[at] ?? 0;
    return { word, x: Math.floor(place / placeSteps), y: place % placeSteps };
  });

/** Whether a camera on its stand took both: each corner in its place, and yet not the same picture. What cannot be opened is asked about. */
async function isOfOneStand(context: Searching, { picture, words }: ReadPicture, row: Known, places: number) {
  if (!isFromOnePlace(words, knownWords(row), places)) return false;
  const open = openPicture(context, { id: row.call_id, picture_hash: row.picture_hash });
  const share = await open.then((other) => (other ? sameShare(picture, other) : 1)).catch(() => 1);
  return share < leastOfOnePicture;
}

/** The calls known so far whose pictures show mostly the same as this one, whichever way round. */
export async function likesOf(context: Searching, held: TaughtClass, read: ReadPicture): Promise<FoundLike[]> {
  const { words } = read;
  if (words.length === 0) return [];
  const table = await refreshedTable(context);
  const mirrored = mirroredWords(words);
  const readings = [words, mirrored].map((some) => some.map(({ word }) => word));
  const numbers = await table.most(readings, mostLaidOver);
  const { rows } = await sql<Known>`
    select c.region_code, c.class_id, c.id as call_id, c.called_at, c.picture_words as words, c.picture_places as places,
      c.picture_hash
    from roll_call_pictures k join roll_calls c on c.id = k.call_id
    where k.number = any(${numbers}::int[]) order by array_position(${numbers}::int[], k.number)`.execute(context.tx);
  const least = figureOf(context, held)('rollCallLikeness');
  const found: FoundLike[] = [];
  for (const row of rows) {
    const known = knownWords(row);
    const [straight, turned] = [samePlaces(words, known), samePlaces(mirrored, known)];
    const shared = Math.max(straight, turned);
    if (shared < least) continue;
    if (straight >= turned && (await isOfOneStand(context, read, row, straight))) continue;
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
