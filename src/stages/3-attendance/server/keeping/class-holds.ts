import { actionsFor } from '#kernel/lifecycle';
import type { Context } from '#platform/operation';
import { holdBenches, holdLifecycle, holdStates, mayLift } from '../../domain/retention/hold';

const unsaid = '（由驻局纪检监察组设定，理由不公开）';

/** Holds with what the reader may do; an institution learns that there is one, the reasons of the discipline group stay there. */
export async function holdsOf({ tx, actor }: Context, id: string) {
  const rows = await tx
    .selectFrom('evidence_holds')
    .selectAll()
    .where('class_id', '=', id)
    .orderBy('placed_at')
    .execute();
  const events = await tx
    .selectFrom('hold_events')
    .selectAll()
    .where('class_id', '=', id)
    .orderBy('happened_at', 'desc')
    .execute();
  return rows.map((row) => {
    const bench = holdBenches.find((each) => each === row.bench) ?? 'discipline';
    const state = holdStates.find((each) => each === row.state) ?? 'placed';
    const isOpen = bench !== 'discipline' || actor.role === 'disciplineOfficer';
    const actions = actionsFor(holdLifecycle, state, actor.role).filter(
      (action) => mayLift(bench, actor.role) && (action === 'askLift' || row.lift_asked_by !== actor.userId),
    );
    return {
      id: row.id,
      bench,
      state,
      version: row.version,
      reason: isOpen ? row.reason : unsaid,
      document: isOpen ? row.document : '',
      fromOn: row.from_on,
      placedBy: row.placed_by_name,
      liftReason: isOpen ? (row.lift_reason ?? undefined) : undefined,
      liftAskedBy: row.lift_asked_by_name ?? undefined,
      actions,
      story: events
        .filter(({ hold_id }) => hold_id === row.id)
        .map(({ number, action, text, actor_name, happened_at }) => ({
          number,
          action,
          text: isOpen ? text : '',
          by: actor_name,
          at: happened_at,
        })),
    };
  });
}
