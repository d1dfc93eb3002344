import type { Reading } from '#platform/operation';
import { correctionMarks } from '../../domain/correction/correction';
import { grantedLeaves } from '../../domain/leave/leave';
import type { GrantedLeave } from '../../domain/lesson-minutes/lesson-state';
import type { Mark } from '../../domain/lesson-minutes/marks';
import type { TaughtClass } from '../check-in/taught-class';
import { correctionOf, correctionsOf, leaveOf, leavesOf } from './store';

/** What was granted to a trainee: leaves, which earn no hours, and corrections, which are marks like any other. */
export interface Excuses {
  readonly leaves: readonly GrantedLeave[];
  readonly marks: readonly Mark[];
}

/** What was granted in a class, by trainee. */
export async function excusesOf(reading: Pick<Reading, 'tx'>, held: TaughtClass): Promise<(rowId: string) => Excuses> {
  const leaves = await leavesOf(reading, held);
  const corrections = await correctionsOf(reading, held);
  return (rowId) => {
    const own = ({ row_id }: { readonly row_id: string }) => row_id === rowId;
    return {
      leaves: grantedLeaves(leaves.filter(own).map(leaveOf)),
      marks: correctionMarks(corrections.filter(own).map(correctionOf)),
    };
  };
}
