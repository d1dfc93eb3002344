import { inverse, type SheetBatch } from './sheet';

/** What can be undone and redone; newest last. */
export interface SheetHistory<Field extends string = string> {
  readonly done: readonly SheetBatch<Field>[];
  readonly undone: readonly SheetBatch<Field>[];
}

const kept = 200;

export const emptyHistory: SheetHistory<never> = { done: [], undone: [] };

export function recorded<Field extends string>(
  history: SheetHistory<Field>,
  batch: SheetBatch<Field>,
): SheetHistory<Field> {
  return { done: [...history.done, batch].slice(-kept), undone: [] };
}

/** The batch to apply and the history after it; undefined when there is nothing to take back. */
export function undo<Field extends string>(
  history: SheetHistory<Field>,
): { batch: SheetBatch<Field>; history: SheetHistory<Field> } | undefined {
  const last = history.done.at(-1);
  if (!last) return undefined;
  return { batch: inverse(last), history: { done: history.done.slice(0, -1), undone: [...history.undone, last] } };
}

export function redo<Field extends string>(
  history: SheetHistory<Field>,
): { batch: SheetBatch<Field>; history: SheetHistory<Field> } | undefined {
  const last = history.undone.at(-1);
  if (!last) return undefined;
  return { batch: last, history: { done: [...history.done, last], undone: history.undone.slice(0, -1) } };
}
