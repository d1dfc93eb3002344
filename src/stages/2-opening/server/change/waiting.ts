import { workingDaysLeft } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import type { Context } from '#platform/operation';
import type { ChangeKind } from '../../domain/change/change';
import type { ChangeState } from '../../domain/change/lifecycle';
import { type ClassRow, classRows } from '../class-list';
import { kindsOfChange, stateOfChange } from './store';

/** A change that waits for the actor, with its class. */
export interface WaitingChange {
  readonly id: string;
  readonly number: number;
  readonly state: ChangeState;
  readonly kinds: readonly ChangeKind[];
  readonly effectiveOn: PlainDate | undefined;
  readonly dueOn: PlainDate | undefined;
  readonly daysLeft: number | undefined;
  readonly trainingClass: ClassRow;
}

const waitsFor: Partial<Record<Role, readonly ChangeState[]>> = {
  institutionClerk: ['returned', 'drafted'],
  institutionPrincipal: ['returned', 'drafted'],
  countyOfficer: ['filed'],
  countySignatory: ['verified'],
  cityOfficer: ['filed', 'verified'],
  citySignatory: ['filed', 'verified'],
};

/** Changes that are the actor’s to act on; the city has those that are overdue (2024 一（三）). */
export async function waitingChanges(context: Context): Promise<WaitingChange[]> {
  const states = waitsFor[context.actor.role] ?? [];
  if (states.length === 0) return [];
  const found = await context.tx
    .selectFrom('class_changes')
    .selectAll()
    .where('state', 'in', [...states])
    .orderBy('due_on')
    .orderBy('id')
    .limit(500)
    .execute();
  const classes = new Map(
    (
      await classRows(
        context,
        found.map((each) => each.class_id),
      )
    ).map((row) => [row.id, row]),
  );
  const isCity = context.actor.role.startsWith('city');
  return found.flatMap((change): WaitingChange[] => {
    const trainingClass = classes.get(change.class_id);
    if (!trainingClass) return [];
    const dueOn = change.due_on ?? undefined;
    const daysLeft = dueOn ? workingDaysLeft(context.calendar, context.today, dueOn) : undefined;
    if (isCity && (daysLeft ?? 0) >= 0) return [];
    return [
      {
        id: change.id,
        number: change.number,
        state: stateOfChange(change),
        kinds: kindsOfChange(change),
        effectiveOn: change.effective_on ?? undefined,
        dueOn,
        daysLeft,
        trainingClass,
      },
    ];
  });
}
