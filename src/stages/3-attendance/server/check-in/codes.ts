import { sql } from 'kysely';
import { z } from 'zod';
import { type FigureReader, figuresOn } from '#law/figures';
import { newId } from '#platform/identifiers';
import { command, type Context, done, type Reading, refused } from '#platform/operation';
import { acceptableSteps } from '../../domain/check-in/code-steps';
import { guessCodes } from '../../domain/check-in/remarks';
import { type CheckedPerson, columnFor } from './enrolled';
import { classId, institutions, row } from './forms';
import { isRefused, taughtClass, noteClass, type TaughtClass } from './taught-class';
import { isOnRosterOn, traineesOf } from './trainees';

const sixDigits = (bytes: Buffer): string => String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');

/** The six digits of a witness’s code; made from its id, so that nothing stored tells them. */
export const witnessDigits = ({ services }: Pick<Reading, 'services'>, codeId: string): string =>
  sixDigits(services.secrets.index('attendanceCode', codeId));

/** The six digits on the screen of a room at a step. */
export const roomDigits = ({ services }: Pick<Reading, 'services'>, stationId: string, step: number): string =>
  sixDigits(services.secrets.index('roomCode', `${stationId}/${step}`));

/** The step a typed room code belongs to, those just past included so that their end is told as such. */
export function stepOfRoomCode(
  reading: Pick<Reading, 'services'>,
  stationId: string,
  typed: string,
  instant: number,
  figure: FigureReader,
): number | undefined {
  const remembered = figure('codeStepsBack') + 10;
  return acceptableSteps(instant, figure('codeStep'), remembered).find(
    (step) => roomDigits(reading, stationId, step) === typed,
  );
}

/** 发一次性码：见证人当面核对本人和身份证后，把码告诉本人；每码只用一次 */
export const issueCodes = command({
  name: 'attendance.issue-codes',
  path: '/classes/:classId/attendance/codes',
  title: '发身份证签到的一次性码',
  by: institutions,
  cites: ['2021.4.1'],
  keepsNothing: true,
  input: z.object({ classId, rows: z.array(row).min(1, '请选择学员').max(100, '一次不超过 100 名') }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const known = new Map(
      (await traineesOf(context, held))
        .filter((trainee) => isOnRosterOn(trainee, context.today))
        .map((trainee) => [trainee.rowId, trainee]),
    );
    const chosen = [...new Set(input.rows)].flatMap((id) => known.get(id) ?? []);
    if (chosen.length !== new Set(input.rows).size)
      return refused('花名册上没有这名学员，请刷新页面后再办。', 'invalid');
    const life = figuresOn(held.startsOn, context.laterFigures)('witnessCodeLife');
    const endsAt = new Date(Date.parse(context.now) + life * 60_000).toISOString();
    const codes = chosen.map(({ rowId, name }) => ({ id: newId(), rowId, name }));
    await context.tx
      .insertInto('attendance_codes')
      .values(
        codes.map(({ id, rowId }) => ({
          region_code: held.regionCode,
          class_id: held.id,
          id,
          row_id: rowId,
          witness_id: context.actor.userId,
          witness_name: context.actor.name,
          issued_at: context.now,
          ends_at: endsAt,
        })),
      )
      .execute();
    noteClass(context, held, { rows: codes.map(({ rowId }) => rowId) });
    return done({
      endsAt,
      codes: codes.map(({ id, rowId, name }) => ({ row: rowId, name, code: witnessDigits(context, id) })),
    });
  },
});

/** A code that was right, with who vouches. */
export interface RightCode {
  readonly id: string;
  readonly witnessId: string;
  readonly witnessName: string;
}

/**
 * The codes of somebody that nobody has used, held until the transaction ends: whoever tries for the same person at the
 * same time waits, and sees what came of this try.
 */
export async function holdCodes({ tx }: Context, held: TaughtClass, { kind, rowId }: CheckedPerson) {
  return tx
    .selectFrom('attendance_codes')
    .select(['id', 'witness_id', 'witness_name', 'issued_at', 'ends_at'])
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where(columnFor[kind], '=', rowId)
    .where('used_at', 'is', null)
    .orderBy('issued_at', 'desc')
    .limit(20)
    .forUpdate()
    .execute();
}

/** The code that was typed, still open; `at` is when it was typed, which may be before it arrives. */
export function rightCode(
  reading: Pick<Reading, 'services'>,
  open: Awaited<ReturnType<typeof holdCodes>>,
  typed: string,
  at: number,
): RightCode | undefined {
  const found = open.find(
    (each) =>
      witnessDigits(reading, each.id) === typed && Date.parse(each.issued_at) <= at && at <= Date.parse(each.ends_at),
  );
  return found && { id: found.id, witnessId: found.witness_id, witnessName: found.witness_name };
}

/** Uses a held code up; one with which nothing was accepted stays good. */
export async function useCode({ tx, now }: Context, held: TaughtClass, { id }: RightCode): Promise<void> {
  await tx
    .updateTable('attendance_codes')
    .set({ used_at: now })
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
}

/** Tries of somebody within the life of a code by which a code may have been guessed. */
export async function wrongTries(
  { tx, now }: Context,
  held: TaughtClass,
  { kind, rowId }: CheckedPerson,
  minutes: number,
): Promise<number> {
  const since = new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const { count } = await tx
    .selectFrom('attendance_checks')
    .select((found) => found.fn.countAll<number>().as('count'))
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where(columnFor[kind], '=', rowId)
    .where('way', '=', 'card')
    .where('verdict', '=', 'refused')
    .where(sql<boolean>`remarks && ${[...guessCodes]}::text[]`)
    .where('received_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}
