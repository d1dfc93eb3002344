import type { PlainDate } from '#kernel/plain-date';
import type { Context } from '#platform/operation';
import { applied, firstAffectedDay } from '../../domain/change/change';
import { type ChangeCase, type ChangeFinding, judgeChange } from '../../domain/change/judge-change';
import { openingFacts } from '../facts';
import { type FilingParts, readParts } from '../store';
import type { ChangeContent } from './content';
import type { TakenChange } from './taking';

/** A change with all that its check rests on. */
export interface JudgedChange {
  readonly parts: FilingParts;
  readonly change: ChangeCase;
  readonly findings: readonly ChangeFinding[];
}

/** The rules as of a day over a change that is still open, and what the city knows now. */
export async function judgeNow(
  context: Context,
  { record, change: { reason } }: TakenChange,
  { proposal }: ChangeContent,
  filedOn: PlainDate,
): Promise<JudgedChange> {
  const parts = await readParts(context, record);
  const from = firstAffectedDay(parts, proposal) ?? filedOn;
  const after = applied(parts, proposal);
  const ahead = { ...after, lessons: after.lessons.filter(({ taughtOn }) => taughtOn >= from) };
  const facts = await openingFacts(context, record, filedOn, ahead);
  const { overlaps, earlierTrainings, doubleBookings, city } = facts;
  const change: ChangeCase = {
    facts: { ...facts, ...parts },
    proposal,
    reason,
    city: { overlaps, earlierTrainings, doubleBookings, ...(city ? { city } : {}) },
  };
  return { parts, change, findings: judgeChange(change, context.laterFigures) };
}
