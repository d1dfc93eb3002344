import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '#platform/clock';
import { type Context, done, missing, query, type Transaction } from '#platform/operation';
import { changedUnseen } from '../domain/changed-fields';
import { findPageStart, pageMark } from '#platform/page-mark';

const isId = (id: string): boolean => z.uuid().safeParse(id).success;

/** The registers whose history is kept. */
export const registerSubjects = ['institution', 'teacher', 'employer', 'trainee'] as const;
export type RegisterSubject = (typeof registerSubjects)[number];

interface SubjectLook {
  /** How a record is called that is not there or not in sight. */
  readonly name: string;
  /** Whether the reader’s row policies show the record. */
  isSeen(tx: Transaction, id: string): Promise<boolean>;
}

const subjects: Record<RegisterSubject, SubjectLook> = {
  institution: {
    name: '这家机构',
    isSeen: async (tx, id) =>
      isId(id) && (await tx.selectFrom('institutions').select('id').where('id', '=', id).execute()).length > 0,
  },
  teacher: {
    name: '这位教师',
    isSeen: async (tx, id) =>
      isId(id) && (await tx.selectFrom('teachers').select('id').where('id', '=', id).execute()).length > 0,
  },
  employer: {
    name: '这家用人单位',
    isSeen: async (tx, id) =>
      (await tx.selectFrom('employers').select('credit_code').where('credit_code', '=', id).execute()).length > 0,
  },
  trainee: {
    name: '这名学员',
    isSeen: async (tx, id) =>
      isId(id) && (await tx.selectFrom('people').select('id').where('id', '=', id).execute()).length > 0,
  },
};

/** A record of a register and who may see what was done to it. */
export interface Kept {
  readonly type: RegisterSubject;
  readonly id: string;
  readonly regionCode?: string | undefined;
  readonly institutionId?: string | undefined;
}

/** Notes a change of a register record for the log; its history is read from there, by whoever may see the owner. */
export function noteKept(
  context: Pick<Context, 'note'>,
  { type, id, regionCode, institutionId }: Kept,
  detail: NonNullable<Parameters<Context['note']>[0]['detail']>,
): void {
  context.note({
    subject: { type, id },
    ...(regionCode ? { regionCode } : {}),
    ...(institutionId ? { institutionId } : {}),
    detail,
  });
}

export interface HistoryChange {
  readonly field: string;
  /** Null where there was nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** One change of a record: when, who, by which operation, what it was and what it became. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: Instant;
  readonly who: string;
  readonly role: string;
  readonly operation: string;
  readonly changes: readonly HistoryChange[];
  /** Fields that were changed and whose content is not told. */
  readonly unseen: readonly string[];
  /** What else was written down: reason, document. */
  readonly notes: readonly { readonly name: string; readonly value: string | number | boolean }[];
}

const detailForm = z.record(z.string(), z.unknown());
const pairForm = z.tuple([z.string().nullable(), z.string().nullable()]);
const noteForm = z.union([z.string(), z.number(), z.boolean()]);

function toldBy(detail: unknown): Pick<HistoryEntry, 'changes' | 'unseen' | 'notes'> {
  const entries = Object.entries(detailForm.safeParse(detail).data ?? {});
  const pairs = entries.map(([field, value]) => ({ field, pair: pairForm.safeParse(value).data }));
  return {
    changes: pairs.flatMap(({ field, pair }) => (pair ? [{ field, before: pair[0], after: pair[1] }] : [])),
    unseen: entries.flatMap(([field, value]) => (value === changedUnseen ? [field] : [])),
    notes: entries.flatMap(([name, value]) => {
      const note = noteForm.safeParse(value).data;
      return note === undefined || note === changedUnseen ? [] : [{ name, value: note }];
    }),
  };
}

interface Found {
  readonly id: string;
  readonly happened_at: Instant;
  readonly actor_name: string;
  readonly role: string;
  readonly action: string;
  readonly detail: unknown;
}

const pageSize = 20;

async function findEntries({ tx }: Context, type: string, id: string, cursor: string | undefined): Promise<Found[]> {
  const after = findPageStart(cursor);
  const place = after ? sql`and (happened_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const found = await sql<Found>`select id, happened_at, actor_name, role, action, detail from log_events
    where subject_type = ${type} and subject_id = ${id} and outcome = 'done' ${place}
    order by happened_at desc, id desc limit ${pageSize + 1}`.execute(tx);
  return found.rows;
}

/** 变更历史：台账里一条记录每次改动的留痕，由新到旧 */
export const registerHistory = query({
  name: 'register.history',
  path: '/register-history',
  title: '台账变更历史',
  by: [
    'institutionClerk',
    'institutionPrincipal',
    'countyOfficer',
    'countySignatory',
    'cityOfficer',
    'citySignatory',
    'disciplineOfficer',
  ],
  cites: ['2024.2.2.2.3'],
  input: z.object({
    type: z.enum(registerSubjects, '没有这种台账'),
    id: z.string().max(80, '不超过 80 个字符'),
    cursor: z.string().max(400).optional(),
  }),
  async handle({ type, id, cursor }, context) {
    const subject = subjects[type];
    if (!(await subject.isSeen(context.tx, id))) return missing(subject.name);
    const found = await findEntries(context, type, id, cursor);
    const shown = found.slice(0, pageSize);
    const last = shown.at(-1);
    return done({
      entries: shown.map(
        (entry): HistoryEntry => ({
          id: entry.id,
          at: entry.happened_at,
          who: entry.actor_name,
          role: entry.role,
          operation: entry.action,
          ...toldBy(entry.detail),
        }),
      ),
      nextCursor: found.length > pageSize && last ? pageMark(last.happened_at, last.id) : undefined,
    });
  },
});
