import { type FaultList, faultList, type LogVerdict, type WitnessedHead } from './faults';
import { addLeaf, emptyFrontier, type Frontier, frontierBytes, frontierFrom, rootOf } from './merkle';

export interface NumberedEntry {
  readonly position: number;
  readonly eventId?: string;
  /** The leaf worked out from the entry as it is now; absent when the entry is gone. */
  readonly found: Buffer | undefined;
  /** The leaf that was numbered. */
  readonly numbered: Buffer;
}

export interface StoredHead {
  readonly size: number;
  readonly root: Buffer;
  readonly frontier: Buffer;
}

/** Walks a log in order and notes whatever does not agree. */
export interface TreeCheck {
  readonly list: FaultList;
  /** How many entries have been walked. */
  readonly size: number;
  entry(entry: NumberedEntry): void;
  head(head: StoredHead): void;
  verdict(): LogVerdict;
}

const range = (from: number, to: number) => (to - from <= 1 ? `第 ${from} 条` : `第 ${from} 至 ${to - 1} 条`);

function checkEntry(list: FaultList, { position, eventId, found, numbered }: NumberedEntry): void {
  const where = { position, ...(eventId === undefined ? {} : { eventId }) };
  if (!found) {
    list.add({ kind: 'eventMissing', ...where, message: `第 ${position} 条留痕的内容被删除。` });
  } else if (!found.equals(numbered)) {
    list.add({ kind: 'eventChanged', ...where, message: `第 ${position} 条留痕的内容与写入时不一致，被改动过。` });
  }
}

/** The tree to go on with after a head that differs: the one stored with it, if that belongs to it. */
function resumedFrom({ size, root, frontier }: StoredHead, walked: Frontier): Frontier {
  const stored = frontierFrom(size, frontier);
  return stored && rootOf(stored).equals(root) ? stored : { size, peaks: walked.size === size ? walked.peaks : [] };
}

/** The tree of a stored head, empty where it does not belong to it. */
function treeOf(start: StoredHead | undefined, list: FaultList): Frontier {
  if (!start) return emptyFrontier();
  const stored = frontierFrom(start.size, start.frontier);
  if (stored && rootOf(stored).equals(start.root)) return stored;
  const message = `第 ${start.size} 条的树头被改动过，与它所附的树不符。`;
  list.add({ kind: 'headWrong', position: start.size - 1, message });
  return { size: start.size, peaks: [] };
}

/** Begins at the first entry, or after a head that is taken as it is. */
export function treeCheck(witnessed: readonly WitnessedHead[] = [], start?: StoredHead): TreeCheck {
  const list = faultList();
  const witnesses = new Map(witnessed.map(({ size, root }) => [size, root.toLowerCase()]));
  let frontier = treeOf(start, list);
  let agreedUntil = frontier.size;
  let headSize = frontier.size;
  let headCount = 0;

  const compareWitness = () => {
    const root = witnesses.get(frontier.size);
    if (root === undefined || root === rootOf(frontier).toString('hex')) return;
    const message = `前 ${frontier.size} 条留痕的根与外部留存的树头不同：留存之后，其中有内容被改写。`;
    list.add({ kind: 'witnessDiffers', position: frontier.size - 1, message });
  };

  return {
    list,
    get size() {
      return frontier.size;
    },
    entry(entry) {
      const expected = frontier.size;
      if (entry.position !== expected) {
        const message = `缺少${range(expected, entry.position)}留痕的编号。`;
        list.add({ kind: 'positionMissing', position: expected, message });
        frontier = { size: entry.position, peaks: [] };
      }
      checkEntry(list, entry);
      addLeaf(frontier, entry.numbered);
      compareWitness();
    },
    head(head) {
      headCount += 1;
      headSize = Math.max(headSize, head.size);
      const agrees =
        frontier.size === head.size &&
        rootOf(frontier).equals(head.root) &&
        frontierBytes(frontier).equals(head.frontier);
      if (!agrees) {
        const kind = frontier.size === head.size ? 'headWrong' : 'headMisplaced';
        const message = `${range(agreedUntil, head.size)}留痕与当时的树头不符：其中有增加、删除、改写或调换。`;
        list.add({ kind, position: agreedUntil, message });
        if (kind === 'headWrong') frontier = resumedFrom(head, frontier);
      }
      agreedUntil = head.size;
    },
    verdict() {
      if (headSize < frontier.size) {
        const message = `${range(headSize, frontier.size)}留痕没有树头。`;
        list.add({ kind: 'headMissing', position: headSize, message });
      }
      for (const size of witnesses.keys()) {
        if (size <= frontier.size) continue;
        const message = `外部留存的树头有 ${size} 条留痕，这里只有 ${frontier.size} 条：末尾的留痕被删除。`;
        list.add({ kind: 'witnessDiffers', position: frontier.size, message });
      }
      const root = rootOf(frontier).toString('hex');
      return { size: frontier.size, root, headCount, faults: list.faults, faultCount: list.count };
    },
  };
}
