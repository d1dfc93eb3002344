import { newId } from '#platform/identifiers';
import type { Transaction } from '#platform/operation';

interface Task {
  readonly regionCode: string;
  /** Undefined where no institution is concerned. */
  readonly institutionId?: string;
  /**
   * Security: the desk of the security administrator, for what is owed to people whose faces are stored. Principal: that
   * of the institution named. Officers and signatories have desks of their own for what the other may not decide.
   */
  readonly audience:
    | 'county'
    | 'city'
    | 'both'
    | 'countyOfficer'
    | 'cityOfficer'
    | 'countySignatory'
    | 'citySignatory'
    | 'security'
    | 'principal';
  /** The same matter is listed once. */
  readonly key: string;
  /** The page on which it is settled. */
  readonly address: string;
  readonly what: string;
  readonly about: string;
}

/** Puts something into the work queue of those it is meant for, unless it stands there already. */
export async function raiseTask(tx: Transaction, now: string, task: Task): Promise<void> {
  await tx
    .insertInto('waiting_tasks')
    .values({
      region_code: task.regionCode,
      institution_id: task.institutionId ?? null,
      id: newId(),
      key: task.key,
      audience: task.audience,
      address: task.address,
      what: task.what,
      about: task.about,
      raised_at: now,
      settled_at: null,
    })
    .onConflict((conflict) => conflict.columns(['region_code', 'key']).where('settled_at', 'is', null).doNothing())
    .execute();
}

export const settleTask = (tx: Transaction, now: string, key: string) =>
  tx
    .updateTable('waiting_tasks')
    .set({ settled_at: now })
    .where('key', '=', key)
    .where('settled_at', 'is', null)
    .execute();
