/** Frames of a recording without their still background: `cells` values a frame, one frame every `stepMs`. */
export interface Signature {
  readonly stepMs: number;
  readonly cells: Int8Array;
}

/** The same moving pictures in two recordings, or twice in one. */
export interface Likeness {
  readonly fromMs: number;
  readonly otherFromMs: number;
  readonly lengthMs: number;
  /** 0 to 1. */
  readonly likeness: number;
}

interface LikenessWish {
  /** Shorter stretches prove nothing: a light switched off looks alike everywhere. */
  readonly leastMs: number;
  readonly threshold: number;
  /** Within one recording: how far apart the two stretches have to lie. */
  readonly apartMs?: number;
}

const cells = 64;
const side = 8;
const pooledCells = 16;
/** A stretch that is searched for: seconds, and every how many frames it is compared. */
const probeFrames = 60;
const stride = 2;
const mostProbes = 12;
/** Mean square of what moves, below which a stretch is too still to be told from another. */
const leastEnergy = 1.5;
/** What a candidate has to reach before it is looked at closely, and where a run of likeness ends. */
const candidateLikeness = 0.55;
const runLikeness = 0.5;

const frameCount = ({ cells: values }: Signature): number => Math.floor(values.length / cells);

/** Each frame on a grid of four by four, for the search. */
function pooled({ cells: values }: Signature, count: number): Float32Array {
  const small = new Float32Array(count * pooledCells);
  for (let frame = 0; frame < count; frame += 1) {
    for (let at = 0; at < cells; at += 1) {
      const place = Math.floor(at / side / 2) * 4 + Math.floor((at % side) / 2);
      const index = frame * pooledCells + place;
      small[index] = (small[index] ?? 0) + (values[frame * cells + at] ?? 0) / 4;
    }
  }
  return small;
}

interface Window {
  readonly start: number;
  readonly energy: number;
  /** Values less the mean of their cell in this window: what stood still through it drops out. */
  readonly values: Float32Array;
}

function windowAt(small: Float32Array, start: number): Window {
  const samples = probeFrames / stride;
  const values = new Float32Array(samples * pooledCells);
  let energy = 0;
  for (let place = 0; place < pooledCells; place += 1) {
    let mean = 0;
    for (let at = 0; at < samples; at += 1) mean += (small[(start + at * stride) * pooledCells + place] ?? 0) / samples;
    for (let at = 0; at < samples; at += 1) {
      const value = (small[(start + at * stride) * pooledCells + place] ?? 0) - mean;
      values[at * pooledCells + place] = value;
      energy += value * value;
    }
  }
  return { start, energy, values };
}

const meanSquare = ({ energy, values }: Window): number => energy / values.length;

/** Stretches that move enough to be known again, spread over the recording, the liveliest of each part. */
function probesOf(small: Float32Array, count: number): Window[] {
  const last = count - probeFrames;
  if (last < 0) return [];
  const part = Math.max(probeFrames / 2, Math.ceil((last + 1) / mostProbes));
  const probes: Window[] = [];
  for (let from = 0; from <= last; from += part) {
    const choices = [from, from + Math.floor(part / 3), from + Math.floor((2 * part) / 3)].filter((at) => at <= last);
    const [best] = choices.map((at) => windowAt(small, at)).sort((a, b) => b.energy - a.energy);
    if (best && meanSquare(best) >= leastEnergy) probes.push(best);
  }
  return probes;
}

/** Where in `small` a stretch is most likely to lie. */
function bestPlace(
  probe: Window,
  small: Float32Array,
  count: number,
  isAllowed: (start: number) => boolean,
): { start: number; likeness: number } | undefined {
  let best: { start: number; likeness: number } | undefined;
  for (let start = 0; start + probeFrames <= count; start += 1) {
    if (!isAllowed(start)) continue;
    const samples = probeFrames / stride;
    let dot = 0;
    let square = 0;
    for (let place = 0; place < pooledCells; place += 1) {
      let sum = 0;
      let squares = 0;
      let products = 0;
      for (let at = 0; at < samples; at += 1) {
        const value = small[(start + at * stride) * pooledCells + place] ?? 0;
        sum += value;
        squares += value * value;
        products += value * (probe.values[at * pooledCells + place] ?? 0);
      }
      // The probe sums to nothing in every cell, so the mean of the other drops out of the product.
      dot += products;
      square += squares - (sum * sum) / samples;
    }
    if (square < leastEnergy * probe.values.length) continue;
    const likeness = dot / Math.sqrt(probe.energy * square);
    if (!best || likeness > best.likeness) best = { start, likeness };
  }
  return best;
}

/** How alike two stretches are, cell by cell, each less its own mean; undefined when one of them is too still. */
function likenessOf(one: Signature, from: number, other: Signature, otherFrom: number, length: number) {
  let [dot, a2, b2] = [0, 0, 0];
  for (let place = 0; place < cells; place += 1) {
    let [sumA, sumB, ab, aa, bb] = [0, 0, 0, 0, 0];
    for (let at = 0; at < length; at += 1) {
      const a = one.cells[(from + at) * cells + place] ?? 0;
      const b = other.cells[(otherFrom + at) * cells + place] ?? 0;
      sumA += a;
      sumB += b;
      ab += a * b;
      aa += a * a;
      bb += b * b;
    }
    dot += ab - (sumA * sumB) / length;
    a2 += aa - (sumA * sumA) / length;
    b2 += bb - (sumB * sumB) / length;
  }
  const least = (leastEnergy * length * cells) / 4;
  return a2 < least || b2 < least ? undefined : dot / Math.sqrt(a2 * b2);
}

/** Grows a candidate to both sides as long as the pictures stay alike; still stretches in between do not end it. */
function grown(one: Signature, other: Signature, lag: number, seed: number): { from: number; to: number } {
  const [count, otherCount] = [frameCount(one), frameCount(other)];
  const piece = probeFrames / 2;
  const isAlike = (at: number) => {
    const likeness = likenessOf(one, at, other, at + lag, piece);
    return likeness === undefined || likeness >= runLikeness;
  };
  let from = seed;
  while (from - piece >= Math.max(0, -lag) && isAlike(from - piece)) from -= piece;
  let to = seed + probeFrames;
  while (to + piece <= Math.min(count, otherCount - lag) && isAlike(to)) to += piece;
  return { from, to };
}

/** The longest stretch of `one` that is also in `other`; undefined when there is none worth telling (2021 附件6 之3). */
export function findLikeness(one: Signature, other: Signature, wish: LikenessWish): Likeness | undefined {
  if (one.stepMs !== other.stepMs) return undefined;
  const { stepMs } = one;
  const [count, otherCount] = [frameCount(one), frameCount(other)];
  const [small, otherSmall] = [pooled(one, count), pooled(other, otherCount)];
  const apart = Math.max(probeFrames, Math.ceil((wish.apartMs ?? 0) / stepMs));
  let found: Likeness | undefined;
  for (const probe of probesOf(small, count)) {
    const isAllowed = (start: number) => one !== other || start - probe.start >= apart;
    const place = bestPlace(probe, otherSmall, otherCount, isAllowed);
    if (!place || place.likeness < candidateLikeness) continue;
    const lag = place.start - probe.start;
    const { from, to } = grown(one, other, lag, probe.start);
    const likeness = likenessOf(one, from, other, from + lag, to - from) ?? 0;
    const lengthMs = (to - from) * stepMs;
    if (likeness < wish.threshold || lengthMs < wish.leastMs || lengthMs <= (found?.lengthMs ?? 0)) continue;
    found = { fromMs: from * stepMs, otherFromMs: (from + lag) * stepMs, lengthMs, likeness: Math.min(1, likeness) };
  }
  return found;
}
