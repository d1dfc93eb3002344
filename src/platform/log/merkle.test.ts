import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLeaf,
  consistencyProof,
  emptyFrontier,
  frontierBytes,
  frontierFrom,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  rootOf,
  treeRoot,
} from './merkle';

/** The eight entries and roots of the Certificate Transparency reference tests. */
const published = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
] as const;

const leavesOf = (count: number) => Array.from({ length: count }, (_, place) => leafHash(`entry ${place}`));
const flipped = (hash: Buffer) => Buffer.from(hash.map((byte, place) => (place === 5 ? byte ^ 1 : byte)));

describe('the tree of the log (RFC 6962)', () => {
  it('has the eight published roots', () => {
    const frontier = emptyFrontier();
    for (const [entry, root] of published) {
      addLeaf(frontier, leafHash(Buffer.from(entry, 'hex')));
      expect(rootOf(frontier).toString('hex')).toBe(root);
    }
  });

  it('begins with the hash of nothing', () => {
    expect(rootOf(emptyFrontier()).equals(createHash('sha256').digest())).toBe(true);
  });

  it('goes on from a stored frontier as if never interrupted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (before, after) => {
        const leaves = leavesOf(before + after);
        const first = emptyFrontier();
        for (const leaf of leaves.slice(0, before)) addLeaf(first, leaf);
        const stored = frontierFrom(before, frontierBytes(first));
        expect(stored).toBeDefined();
        if (!stored) return;
        for (const leaf of leaves.slice(before)) addLeaf(stored, leaf);
        expect(rootOf(stored).equals(treeRoot(leaves))).toBe(true);
      }),
    );
  });

  it('refuses a stored frontier of the wrong length', () => {
    expect(frontierFrom(3, Buffer.alloc(32))).toBeUndefined();
    expect(frontierFrom(4, Buffer.alloc(64))).toBeUndefined();
    expect(frontierFrom(3, Buffer.alloc(63))).toBeUndefined();
  });
});

describe('proofs', () => {
  it('show every entry of every tree up to 64, and no other entry, place, size or root', () => {
    for (let size = 1; size <= 64; size++) {
      const leaves = leavesOf(size);
      const root = treeRoot(leaves);
      leaves.forEach((leaf, index) => {
        const proof = inclusionProof(leaves, index);
        expect(isIncluded(leaf, index, size, root, proof), `${index} of ${size}`).toBe(true);
        expect(isIncluded(flipped(leaf), index, size, root, proof)).toBe(false);
        expect(isIncluded(leaf, index, size, flipped(root), proof)).toBe(false);
        if (size > 1) expect(isIncluded(leaf, (index + 1) % size, size, root, proof)).toBe(false);
        expect(isIncluded(leaf, index, size, root, [...proof, root])).toBe(false);
        expect(isIncluded(leaf, size + index, size, root, proof)).toBe(false);
        if (proof.length > 0) expect(isIncluded(leaf, index, size, root, proof.slice(1))).toBe(false);
      });
    }
  });

  it('show that every tree up to 64 begins with every smaller one, and with no other', () => {
    for (let size = 1; size <= 64; size++) {
      const leaves = leavesOf(size);
      const newer = { size, root: treeRoot(leaves) };
      for (let oldSize = 0; oldSize <= size; oldSize++) {
        const older = { size: oldSize, root: treeRoot(leaves.slice(0, oldSize)) };
        const proof = consistencyProof(leaves, oldSize);
        expect(isConsistent(older, newer, proof), `${oldSize} in ${size}`).toBe(true);
        expect(isConsistent(older, newer, [...proof, newer.root])).toBe(false);
        if (oldSize === 0) continue;
        expect(isConsistent({ ...older, root: flipped(older.root) }, newer, proof)).toBe(false);
        expect(isConsistent(older, { ...newer, root: flipped(newer.root) }, proof)).toBe(false);
        if (proof.length > 0) expect(isConsistent(older, newer, proof.slice(0, -1))).toBe(false);
      }
    }
  });

  it('refuse a tree whose early entry was rewritten', () => {
    const leaves = leavesOf(20);
    const older = { size: 7, root: treeRoot(leaves.slice(0, 7)) };
    const rewritten = leaves.map((leaf, place) => (place === 3 ? leafHash('rewritten') : leaf));
    const newer = { size: 20, root: treeRoot(rewritten) };
    expect(isConsistent(older, newer, consistencyProof(rewritten, 7))).toBe(false);
    expect(isConsistent(newer, older, [])).toBe(false);
  });

  it('never take a node for an entry, nor a doubled last entry for the same list', () => {
    const [first, second] = [leafHash('a'), leafHash('b')];
    const root = treeRoot([first, second]);
    expect(leafHash(Buffer.concat([first, second])).equals(root)).toBe(false);
    expect(isIncluded(root, 0, 2, root, [])).toBe(false);
    expect(treeRoot([first, second, second]).equals(treeRoot([first, second, second, second]))).toBe(false);
  });
});
