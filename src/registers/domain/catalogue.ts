import type { PlainDate } from '#kernel/plain-date';
import type { CatalogueEntry, Level } from './institution';

interface Span {
  readonly validFrom: PlainDate;
  readonly validUntil: PlainDate | undefined;
}

/** Whether something holds on a day; its first and its last day are within. */
export const inForceOn = ({ validFrom, validUntil }: Span, day: PlainDate): boolean =>
  validFrom <= day && (validUntil === undefined || day <= validUntil);

/** The occupation catalogue as it is on a day. */
export const catalogueOn = (entries: readonly CatalogueEntry[], day: PlainDate): CatalogueEntry[] =>
  entries.filter((entry) => inForceOn(entry, day));

/** An occupation and level with its hours: one line of the catalogue, whenever it holds. */
export type CatalogueLine = Pick<CatalogueEntry, 'occupationCode' | 'occupationName' | 'level' | 'requiredHours'>;

export const changeKinds = ['added', 'ended', 'hours'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One difference of an edition to the one before: a line more, a line less, or other hours. */
export interface CatalogueChange extends CatalogueLine {
  readonly kind: ChangeKind;
  /** The hours before, where they change; of an ended line its own. */
  readonly formerHours?: number;
}

/** What tells lines apart. */
export const lineKey = ({ occupationCode, level }: { occupationCode: string; level: Level }): string =>
  `${occupationCode}/${level}`;

const byLine = (a: CatalogueLine, b: CatalogueLine): number =>
  a.occupationCode < b.occupationCode ? -1 : a.occupationCode > b.occupationCode ? 1 : b.level - a.level;

const lineOf = ({ occupationCode, occupationName, level, requiredHours }: CatalogueLine): CatalogueLine => ({
  occupationCode,
  occupationName,
  level,
  requiredHours,
});

/** What leads from one catalogue to another, in the order of codes, the lowest level first. */
export function changesBetween(before: readonly CatalogueLine[], after: readonly CatalogueLine[]): CatalogueChange[] {
  const old = new Map(before.map((line) => [lineKey(line), line]));
  const kept = new Set(after.map(lineKey));
  const added = after.flatMap((line): CatalogueChange[] => {
    const former = old.get(lineKey(line));
    if (!former) return [{ ...lineOf(line), kind: 'added' }];
    if (former.requiredHours === line.requiredHours) return [];
    return [{ ...lineOf(line), kind: 'hours', formerHours: former.requiredHours }];
  });
  const ended = before
    .filter((line) => !kept.has(lineKey(line)))
    .map((line): CatalogueChange => ({ ...lineOf(line), kind: 'ended' }));
  return [...added, ...ended].sort(byLine);
}

/** The catalogue after its changes. */
export function changed(before: readonly CatalogueLine[], changes: readonly CatalogueChange[]): CatalogueLine[] {
  const lines = new Map(before.map((line) => [lineKey(line), lineOf(line)]));
  for (const change of changes) {
    if (change.kind === 'ended') lines.delete(lineKey(change));
    else lines.set(lineKey(change), lineOf(change));
  }
  return [...lines.values()].sort(byLine);
}

export const countByKind = (changes: readonly Pick<CatalogueChange, 'kind'>[]): Record<ChangeKind, number> => {
  const counts = { added: 0, ended: 0, hours: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
};

function faultOf(change: CatalogueChange, before: CatalogueLine | undefined, nameOfCode: string | undefined) {
  const { kind, occupationName, requiredHours } = change;
  if (nameOfCode !== undefined && nameOfCode !== occupationName)
    return `这个编码在目录中是“${nameOfCode}”，不是“${occupationName}”；请核对编码`;
  if (kind === 'added') return before ? '目录中已有这个等级，改课时请用“改课时”' : undefined;
  if (!before) return '目录中没有这个等级，可能刚被另一版停用';
  return kind === 'hours' && before.requiredHours === requiredHours ? '课时没有变' : undefined;
}

/** Why a change cannot be made to a catalogue, by its place in the list. */
export interface ChangeFault {
  readonly at: number;
  readonly message: string;
}

/** What is wrong with changes to a catalogue: they must fit it, and no line may change twice. */
export function faultsOf(
  before: readonly CatalogueLine[],
  changes: readonly CatalogueChange[],
  names: ReadonlyMap<string, string>,
): ChangeFault[] {
  const lines = new Map(before.map((line) => [lineKey(line), line]));
  const called = new Map(names);
  const seen = new Set<string>();
  return changes.flatMap((change, at): ChangeFault[] => {
    const key = lineKey(change);
    const message = seen.has(key)
      ? '同一职业同一等级写了两次'
      : faultOf(change, lines.get(key), called.get(change.occupationCode));
    seen.add(key);
    if (!called.has(change.occupationCode)) called.set(change.occupationCode, change.occupationName);
    return message === undefined ? [] : [{ at, message }];
  });
}
