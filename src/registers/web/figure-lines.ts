import type { PlainDate } from '#kernel/plain-date';
import type { ClauseId } from '#law/clause-ids';
import { type Dated, type FigureName, figureLine, figures, type Grade, type LaterLines } from '#law/figures';

/** A line an officer entered, as the register tells it. */
export interface EnteredLine {
  readonly id: string;
  readonly figure: string;
  readonly from: PlainDate;
  readonly value: number;
  readonly document: string;
  readonly note: string;
  readonly addedById: string;
  readonly addedBy: string;
  readonly addedAt: string;
  readonly isConfirmed: boolean;
}

/** One line of a figure on the page: from the code or from the register, in force, to come, past or waiting. */
export interface ShownLine {
  readonly id: string;
  readonly from: PlainDate;
  readonly value: number;
  readonly grade: Grade;
  readonly ground: string;
  readonly state: 'inForce' | 'toCome' | 'past' | 'waiting';
  readonly entered: EnteredLine | undefined;
}

export interface ShownFigure {
  readonly key: FigureName;
  readonly inForce: Dated;
  readonly cites: readonly ClauseId[];
  /** Newest first. */
  readonly lines: readonly ShownLine[];
}

const laterOf = (figure: FigureName, entered: readonly EnteredLine[]): LaterLines => ({
  [figure]: entered
    .filter((line) => line.isConfirmed)
    .map(({ from, value, document }): Dated => ({ from, value, cites: [], grade: 'S', ground: document })),
});

/** A figure with all its lines as they stand on `today`. */
export function shownFigure(key: FigureName, all: readonly EnteredLine[], today: PlainDate): ShownFigure {
  const entered = all.filter((line) => line.figure === key);
  const inForce = figureLine(key, today, laterOf(key, entered));
  const fixed: readonly Dated[] = figures[key];
  const stateOf = (from: PlainDate, isConfirmed: boolean): ShownLine['state'] => {
    if (!isConfirmed) return 'waiting';
    if (from > today) return 'toCome';
    return from === inForce.from ? 'inForce' : 'past';
  };
  const lines = [
    ...entered.map(
      (line): ShownLine => ({
        id: line.id,
        from: line.from,
        value: line.value,
        grade: 'S',
        ground: [line.document, line.note].filter(Boolean).join('。'),
        state: stateOf(line.from, line.isConfirmed),
        entered: line,
      }),
    ),
    ...fixed.map(
      (line): ShownLine => ({
        id: `${key}-${line.from}`,
        from: line.from,
        value: line.value,
        grade: line.grade,
        ground: line.ground ?? '',
        state: stateOf(line.from, true),
        entered: undefined,
      }),
    ),
  ];
  return { key, inForce, cites: figures[key][0].cites, lines: lines.toSorted((a, b) => (a.from < b.from ? 1 : -1)) };
}
