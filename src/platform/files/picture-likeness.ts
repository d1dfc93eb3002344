import { type PictureWord, placeSteps } from './picture-words';

interface Pair {
  readonly one: PictureWord;
  readonly other: PictureWord;
}

const mostPairs = 60;
/** Farther apart than this two corners tell how much larger one picture is; nearer than that they are in place. */
const [leastApart, inPlace] = [0.1 * placeSteps, 0.02 * placeSteps];
/** How much larger or smaller a copy may show the same. */
const [leastScale, mostScale] = [0.4, 2.5];
/** Where the camera stood still, hardly any corner is farther than a hundredth from its place. */
const [still, mostlyStill] = [0.01 * placeSteps, 0.8];
/** Corners within a twenty-fourth of the picture are one place, whatever sizes they were found at. */
const onePlace = placeSteps / 24;

function pairsOf(one: readonly PictureWord[], other: readonly PictureWord[]): Pair[] {
  const known = new Map(other.map((each) => [each.word, each]));
  return one
    .flatMap((each) => {
      const like = known.get(each.word);
      return like ? [{ one: each, other: like }] : [];
    })
    .slice(0, mostPairs);
}

const placeOf = ({ x, y }: PictureWord): number => Math.floor(x / onePlace) * 100 + Math.floor(y / onePlace);

/** How many places fall together when one picture is laid over the other so that two pairs do. */
function placesUnder(pairs: readonly Pair[], first: Pair, second: Pair): number {
  const [alongX, alongY] = [second.one.x - first.one.x, second.one.y - first.one.y];
  const apart = Math.hypot(alongX, alongY);
  const scale = Math.hypot(second.other.x - first.other.x, second.other.y - first.other.y) / apart;
  if (apart < leastApart || scale < leastScale || scale > mostScale) return 0;
  const places = new Set<number>();
  for (const { one, other } of pairs) {
    const offX = first.other.x + scale * (one.x - first.one.x) - other.x;
    const offY = first.other.y + scale * (one.y - first.one.y) - other.y;
    if (Math.abs(offX) < inPlace && Math.abs(offY) < inPlace) places.add(placeOf(one));
  }
  return places.size;
}

/**
 * In how many places two pictures show the same when one is moved and enlarged over the other: chance makes two or three,
 * a copy dozens.
 */
export function samePlaces(one: readonly PictureWord[], other: readonly PictureWord[]): number {
  const pairs = pairsOf(one, other);
  let most = 0;
  for (const [at, first] of pairs.entries())
    for (const second of pairs.slice(at + 1)) most = Math.max(most, placesUnder(pairs, first, second));
  return most;
}

/** Whether two pictures that are the same in so many places show them where they were: one camera, or one photograph whole. */
export function isFromOnePlace(one: readonly PictureWord[], other: readonly PictureWord[], places: number): boolean {
  const unmoved = pairsOf(one, other).filter(
    (pair) => Math.abs(pair.one.x - pair.other.x) < still && Math.abs(pair.one.y - pair.other.y) < still,
  );
  return new Set(unmoved.map((pair) => placeOf(pair.one))).size >= mostlyStill * places;
}
