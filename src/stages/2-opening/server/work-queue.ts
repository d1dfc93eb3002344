import { sql } from 'kysely';
import { z } from 'zod';
import { lastDayLeaving, workingDaysLeft } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import { figuresOn } from '#law/figures';
import { type Context, done, query } from '#platform/operation';
import { waitingMatters } from '#registers/server';
import type { ClassState } from '../domain/lifecycle';
import { isWithInstitution, type WorkKind } from '../domain/work';
import { type WaitingChange, waitingChanges } from './change/waiting';
import { type ClassRow, listClasses, rowOf } from './class-list';

/** One thing that is mine to do, and by when. */
export interface WorkItem {
  readonly kind: WorkKind;
  readonly trainingClass: ClassRow;
  readonly dueOn: PlainDate | undefined;
  readonly daysLeft: number | undefined;
  /** The change of an approved class this is about, where it is about one. */
  readonly change?: Omit<WaitingChange, 'trainingClass'>;
}

const workOf: Partial<Record<Role, readonly [ClassState, WorkKind][]>> = {
  institutionClerk: [
    ['returned', 'correct'],
    ['drafted', 'draft'],
  ],
  institutionPrincipal: [
    ['returned', 'correct'],
    ['drafted', 'draft'],
  ],
  countyOfficer: [['filed', 'check']],
  countySignatory: [['verified', 'review']],
  cityOfficer: [
    ['filed', 'overdue'],
    ['verified', 'overdue'],
  ],
  citySignatory: [
    ['filed', 'overdue'],
    ['verified', 'overdue'],
  ],
};

/** A draft is due on the last day that still leaves the notice period before its first lesson. */
function dueOf(context: Context, kind: WorkKind, row: ClassRow): PlainDate | undefined {
  if (!isWithInstitution(kind)) return row.dueOn;
  if (!row.startsOn) return undefined;
  const notice = figuresOn(context.today, context.laterFigures)('openingNotice');
  return lastDayLeaving(context.calendar, row.startsOn, notice);
}

/** Everything waiting for the actor, the most pressing first; what is overdue reaches the city (2024 二（二）1（2）). */
export async function workItems(context: Context): Promise<WorkItem[]> {
  const duties = workOf[context.actor.role] ?? [];
  if (duties.length === 0) return [];
  const kinds = new Map(duties);
  const { found } = await listClasses(
    context,
    { states: duties.map(([state]) => state), sort: 'dueOn', direction: 'up' },
    500,
  );
  const items = found.flatMap((each): WorkItem[] => {
    const trainingClass = rowOf(context, each);
    const kind = trainingClass.isOffered ? 'sign' : kinds.get(trainingClass.state);
    if (!kind) return [];
    const dueOn = dueOf(context, kind, trainingClass);
    const daysLeft = dueOn ? workingDaysLeft(context.calendar, context.today, dueOn) : undefined;
    return kind === 'overdue' && (daysLeft ?? 0) >= 0 ? [] : [{ kind, trainingClass, dueOn, daysLeft }];
  });
  for (const { trainingClass, ...change } of await waitingChanges(context)) {
    const kind = context.actor.role.startsWith('city') ? 'overdue' : 'change';
    const isBack = change.state === 'returned' || change.state === 'drafted';
    items.push({
      kind,
      trainingClass,
      change,
      dueOn: isBack ? undefined : change.dueOn,
      daysLeft: isBack ? undefined : change.daysLeft,
    });
  }
  const isPrincipal = context.actor.role === 'institutionPrincipal';
  const pressing = (item: WorkItem) =>
    (item.kind === 'sign' ? (isPrincipal ? -2000 : 2000) : 0) +
    (item.kind === 'correct' || item.change?.state === 'returned' ? -1000 : 0) +
    (item.daysLeft ?? 900);
  return items.sort((a, b) => pressing(a) - pressing(b));
}

export const workQueue = query({
  name: 'work.queue',
  path: '/work',
  title: '我的待办',
  by: 'signedIn',
  cites: ['2024.1.3'],
  input: z.object({}),
  /** Matters of the registers wait beside the classes: no clause sets a day for them. */
  handle: async (_input, context) => done({ items: await workItems(context), matters: await waitingMatters(context) }),
});

/** The counts the frame shows beside its menu. */
export const workCounts = query({
  name: 'work.counts',
  path: '/work-counts',
  title: '待办与消息数',
  by: 'signedIn',
  input: z.object({}),
  async handle(_input, context) {
    const unread = await sql<{ count: number }>`
      select count(*)::int as count from messages
      where sent_at > coalesce((select read_until from message_reads where user_id = ${context.actor.userId}), 'epoch')`.execute(
      context.tx,
    );
    const work = (await workItems(context)).length + (await waitingMatters(context)).length;
    return done({ work, messages: unread.rows[0]?.count ?? 0 });
  },
});
