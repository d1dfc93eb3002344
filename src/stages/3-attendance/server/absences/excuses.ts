import type { Reading } from '#platform/operation';
import { correctionMarks } from '../../domain/correction/correction';
import { grantedLeaves } from '../../domain/leave/leave';
import type { GrantedLeave } from '../../domain/lesson-minutes/lesson-state';
import type { Mark } from '../../domain/lesson-minutes/marks';
import { type ClassKey, correctionOf, correctionsOf, leaveOf, leavesOf } from './store';

/** What was granted to a trainee: leaves, which earn no hours, and corrections, which are marks like any other. */
export interface Excuses {
  readonly leaves: readonly GrantedLeave[];
  readonly marks: readonly Mark[];
}

export const noExcuses = (): Excuses => ({ leaves: [], marks: [] });

/** What was granted in several classes, by class and trainee, read together. */
export async function excusesOfClasses(
  reading: Pick<Reading, 'tx'>,
  classes: readonly ClassKey[],
): Promise<Map<string, (rowId: string) => Excuses>> {
  const leaves = await leavesOf(reading, ...classes);
  const corrections = await correctionsOf(reading, ...classes);
  return new Map(
    classes.map(({ id }) => [
      id,
      (rowId) => {
        const own = (row: { readonly class_id: string; readonly row_id: string }) =>
          row.class_id === id && row.row_id === rowId;
        return {
          leaves: grantedLeaves(leaves.filter(own).map(leaveOf)),
          marks: correctionMarks(corrections.filter(own).map(correctionOf)),
        };
      },
    ]),
  );
}

/** What was granted in a class, by trainee. */
export async function excusesOf(reading: Pick<Reading, 'tx'>, held: ClassKey): Promise<(rowId: string) => Excuses> {
  return (await excusesOfClasses(reading, [held])).get(held.id) ?? noExcuses;
}
