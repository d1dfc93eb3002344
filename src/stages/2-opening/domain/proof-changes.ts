import { type Attachment, kindName } from './attachments';
import type { Difference } from './differences';
import type { RosterRow } from './roster/row';

interface Filed {
  readonly roster: readonly Pick<RosterRow, 'id' | 'cells'>[];
  readonly attachments?: readonly Attachment[];
}

/** What a trainee has shown, by name of the paper: the digests of its files. */
type ByPaper = ReadonlyMap<string, ReadonlySet<string>>;

function papersByRow({ attachments }: Filed): ReadonlyMap<string, ByPaper> {
  const rows = new Map<string, Map<string, Set<string>>>();
  for (const { row, kind, proof, hash } of attachments ?? []) {
    if (row === undefined) continue;
    const papers = rows.get(row) ?? new Map<string, Set<string>>();
    const name = kindName(kind, proof);
    papers.set(name, (papers.get(name) ?? new Set<string>()).add(hash));
    rows.set(row, papers);
  }
  return rows;
}

const isEqual = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((hash) => other.has(hash));

const counted = (hashes: ReadonlySet<string>): string => (hashes.size === 0 ? '' : `${hashes.size} 件`);

/** The new state in words: how many, and that it is another file where the number alone would not say so. */
const replaced = (before: ReadonlySet<string>, after: ReadonlySet<string>): string =>
  before.size === after.size ? `${counted(after)}（已更换）` : counted(after);

const none: ReadonlySet<string> = new Set();

/** Photos and papers that came, went or were replaced from one filing to the next, told apart by their content. */
export function proofChanges(before: Filed, after: Filed): Difference[] {
  const [former, later] = [papersByRow(before), papersByRow(after)];
  return after.roster.flatMap(({ id, cells }) => {
    const [old, now] = [former.get(id), later.get(id)];
    const names = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
    return [...names].flatMap((field): Difference[] => {
      const [was, is] = [old?.get(field) ?? none, now?.get(field) ?? none];
      if (isEqual(was, is)) return [];
      const what = cells.name || '未写姓名';
      return [{ part: 'proofs', row: id, what, field, before: counted(was), after: replaced(was, is) }];
    });
  });
}
