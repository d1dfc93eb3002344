import type { Role } from '#kernel/roles';
import type { JobContext } from '#platform/jobs/job';
import type { LogNote } from '#platform/operation';
import type { CaseHand } from '../impersonation/case-record';

/** Lets a job report to a case in the name of a device, and writes what it noted into the log at the end. */
export function handOf(context: JobContext, actor: { readonly name: string; readonly role: Role }) {
  const { tx, now, services, laterFigures, calendar } = context;
  let notes: LogNote[] = [];
  const hand: CaseHand = {
    tx,
    now,
    services,
    laterFigures,
    calendar,
    actor: { userId: null, ...actor },
    note: (note) => void notes.push(note),
  };
  return {
    hand,
    /** One entry for what was done since the last. */
    tell: async (action: string): Promise<void> => {
      const merged = notes.reduce<LogNote>(
        (all, each) => ({ ...all, ...each, detail: { ...all.detail, ...each.detail } }),
        {},
      );
      notes = [];
      await context.log({ ...merged, action, detail: merged.detail ?? {} });
    },
  };
}
