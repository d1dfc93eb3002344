import type { Selectable } from 'kysely';
import type { AttendanceCorrectionsTable, AttendanceLeavesTable } from '#platform/database/tables';
import type { Context, Reading, Transaction } from '#platform/operation';
import type { EarlierCorrection } from '../../domain/correction/correction';
import type { LeaveRequest } from '../../domain/leave/leave';
import { type CorrectionState, correctionStates, type LeaveState, leaveStates } from '../../domain/lifecycle';
import { instantOf, type LocalMinute, localMinuteOf } from '../../domain/lesson-times';
import type { TaughtClass } from '../check-in/taught-class';

export type ClassKey = Pick<TaughtClass, 'id' | 'regionCode'>;
const idsOf = (classes: readonly ClassKey[]): string[] => classes.map(({ id }) => id);
const regionsOf = (classes: readonly ClassKey[]): string[] => classes.map(({ regionCode }) => regionCode);

export type StoredLeave = Selectable<AttendanceLeavesTable>;
export type StoredCorrection = Selectable<AttendanceCorrectionsTable>;

export const minuteOf = (instant: string): LocalMinute => localMinuteOf(Date.parse(instant));
export const instantText = (minute: LocalMinute): string => new Date(instantOf(minute)).toISOString();

export function leaveStateOf({ state }: Pick<StoredLeave, 'state'>): LeaveState {
  const known = leaveStates.find((each) => each === state);
  if (!known) throw new Error(`unknown state of a leave: ${state}`);
  return known;
}
export function correctionStateOf({ state }: Pick<StoredCorrection, 'state'>): CorrectionState {
  const known = correctionStates.find((each) => each === state);
  if (!known) throw new Error(`unknown state of a correction: ${state}`);
  return known;
}

/** The leave as its rules read it. */
export const leaveOf = (row: StoredLeave): Pick<LeaveRequest, 'kind' | 'from' | 'to'> & { state: LeaveState } => ({
  kind: row.kind === 'sick' ? 'sick' : 'personal',
  from: minuteOf(row.from_at),
  to: minuteOf(row.to_at),
  state: leaveStateOf(row),
});

/** The correction as its rules and the minutes read it. */
export const correctionOf = (row: StoredCorrection): EarlierCorrection & { traineeId: string } => ({
  id: row.id,
  traineeId: row.row_id,
  lessonId: row.lesson_id,
  direction: row.direction === 'in' ? 'in' : 'out',
  at: minuteOf(row.at),
  state: correctionStateOf(row),
});

export const leavesOf = async (
  { tx }: { readonly tx: Transaction },
  ...classes: readonly ClassKey[]
): Promise<StoredLeave[]> =>
  classes.length === 0
    ? []
    : tx
        .selectFrom('attendance_leaves')
        .selectAll()
        .where('region_code', 'in', regionsOf(classes))
        .where('class_id', 'in', idsOf(classes))
        .orderBy('from_at', 'desc')
        .execute();

export const correctionsOf = async (
  { tx }: { readonly tx: Transaction },
  ...classes: readonly ClassKey[]
): Promise<StoredCorrection[]> =>
  classes.length === 0
    ? []
    : tx
        .selectFrom('attendance_corrections')
        .selectAll()
        .where('region_code', 'in', regionsOf(classes))
        .where('class_id', 'in', idsOf(classes))
        .orderBy('at', 'desc')
        .execute();

/** Corrections of the person behind a row, in whatever class: the month has one limit for all of them. */
export async function correctionsOfPerson(
  { tx, acrossRegions }: Pick<Reading, 'tx' | 'acrossRegions'>,
  { id, regionCode }: TaughtClass,
  rowId: string,
): Promise<EarlierCorrection[]> {
  const rows = await acrossRegions(() =>
    tx
      .selectFrom('attendance_corrections as c')
      .innerJoin('roster_rows as held', (join) =>
        join
          .onRef('held.region_code', '=', 'c.region_code')
          .onRef('held.class_id', '=', 'c.class_id')
          .onRef('held.id', '=', 'c.row_id'),
      )
      .innerJoin('roster_rows as own', 'own.id_index', 'held.id_index')
      .selectAll('c')
      .where('own.region_code', '=', regionCode)
      .where('own.class_id', '=', id)
      .where('own.id', '=', rowId)
      .execute(),
  );
  return rows.map(correctionOf);
}

/** Papers handed in and not yet attached to anything: how many of those asked for there are. */
export async function attachPapers(
  { tx }: Pick<Context, 'tx'>,
  { id, regionCode }: TaughtClass,
  subjectId: string,
  paperIds: readonly string[],
): Promise<boolean> {
  if (paperIds.length === 0) return true;
  const { numUpdatedRows } = await tx
    .updateTable('absence_papers')
    .set({ subject_id: subjectId })
    .where('region_code', '=', regionCode)
    .where('class_id', '=', id)
    .where('id', 'in', [...paperIds])
    .where('subject_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === BigInt(new Set(paperIds).size);
}
