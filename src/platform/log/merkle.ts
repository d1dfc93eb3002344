import { createHash } from 'node:crypto';

const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);
export const hashBytes = 32;

/** The hash of one entry; its mark differs from that of a node, so no node passes for an entry (RFC 6962 2.1). */
export const leafHash = (entry: Buffer | string): Buffer =>
  createHash('sha256').update(leafMark).update(entry).digest();

const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(nodeMark).update(left).update(right).digest();

/** What is needed to go on: the roots of the full subtrees, largest first. */
export interface Frontier {
  size: number;
  peaks: Buffer[];
}

export const emptyFrontier = (): Frontier => ({ size: 0, peaks: [] });

/** Adds a leaf in place: each full pair at the end folds into its parent. */
export function addLeaf(frontier: Frontier, leaf: Buffer): void {
  let hash = leaf;
  for (let rest = frontier.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = frontier.peaks.pop();
    if (left) hash = nodeHash(left, hash);
  }
  frontier.peaks.push(hash);
  frontier.size += 1;
}

/** The root over all leaves so far; of none, the hash of nothing. */
export function rootOf({ peaks }: Frontier): Buffer {
  if (peaks.length === 0) return createHash('sha256').digest();
  return peaks.reduceRight((right, left) => nodeHash(left, right));
}

export const frontierBytes = ({ peaks }: Frontier): Buffer => Buffer.concat(peaks);

/** The frontier stored beside a head, or undefined when its length cannot belong to that size. */
export function frontierFrom(size: number, bytes: Buffer): Frontier | undefined {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  if (bytes.length !== count * hashBytes) return undefined;
  const peaks = Array.from({ length: count }, (_, place) => bytes.subarray(place * hashBytes, (place + 1) * hashBytes));
  return { size, peaks };
}

/** The root over a list of leaf hashes. */
export function treeRoot(leaves: readonly Buffer[]): Buffer {
  const frontier = emptyFrontier();
  for (const leaf of leaves) addLeaf(frontier, leaf);
  return rootOf(frontier);
}

/** Where RFC 6962 splits a tree: the largest power of two below its size. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The siblings from leaf `index` up to the root. */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(left, index), treeRoot(right)]
    : [...inclusionProof(right, index - split), treeRoot(left)];
}

/** Whether `leaf` stands at `index` in the tree of `size` leaves with this root. */
export function isIncluded(leaf: Buffer, index: number, size: number, root: Buffer, proof: readonly Buffer[]): boolean {
  if (index < 0 || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
}

function consistencyPath(leaves: readonly Buffer[], oldSize: number, isWhole: boolean): Buffer[] {
  if (oldSize === leaves.length) return isWhole ? [] : [treeRoot(leaves)];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return oldSize <= split
    ? [...consistencyPath(left, oldSize, isWhole), treeRoot(right)]
    : [...consistencyPath(right, oldSize - split, false), treeRoot(left)];
}

/** What shows that the first `oldSize` leaves are still the beginning. */
export const consistencyProof = (leaves: readonly Buffer[], oldSize: number): Buffer[] =>
  oldSize === 0 ? [] : consistencyPath(leaves, oldSize, true);

export interface Head {
  readonly size: number;
  readonly root: Buffer;
}

/** Whether the newer tree begins with the older one (RFC 9162 2.1.4.2). */
export function isConsistent(older: Head, newer: Head, proof: readonly Buffer[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  const [first, ...rest] = at === 0 ? [older.root, ...proof] : proof;
  if (!first) return false;
  let [old, hash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, hash] = [nodeHash(sibling, old), nodeHash(sibling, hash)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && old.equals(older.root) && hash.equals(newer.root);
}
