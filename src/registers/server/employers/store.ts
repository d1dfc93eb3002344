import type { Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import type { EmployersTable } from '#platform/database/tables';
import { type Context, missing, type Reading, type Refused, refused } from '#platform/operation';
import { noteKept } from '../register-history';

export type EmployerRecord = Selectable<EmployersTable>;

export const creditCode = z
  .string('应为文字')
  .transform((value) => value.trim().toUpperCase())
  .refine((value) => /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(value), '统一社会信用代码应为 18 位');

export const findEmployer = ({ tx }: Pick<Reading, 'tx'>, code: string): Promise<EmployerRecord | undefined> =>
  tx.selectFrom('employers').selectAll().where('credit_code', '=', code).executeTakeFirst();

const notYours = refused(
  '这家单位不在本县（市、区），本县的班也没有报过它的岗位，请由市局或其所在县办理。',
  'forbidden',
);

/** The employer held for a change by whoever saw this version last, if its keeper. */
export async function takeEmployer(context: Context, code: string, version: number): Promise<EmployerRecord | Refused> {
  if (!(await findEmployer(context, code))) return missing('这家用人单位');
  const row = await context.tx
    .selectFrom('employers')
    .selectAll()
    .where('credit_code', '=', code)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return notYours;
  return row.version === version ? row : refused('这家单位的档案刚被别人改过，请刷新后核对，再改一次。', 'conflict');
}

export const isRefused = (value: object): value is Refused => 'outcome' in value && value.outcome === 'refused';

/** Writes the changed fields under the next version; false when somebody else was faster. */
export async function updateEmployer(
  { tx }: Context,
  row: EmployerRecord,
  values: Updateable<EmployersTable>,
): Promise<boolean> {
  const changed = await tx
    .updateTable('employers')
    .set({ ...values, version: row.version + 1 })
    .where('credit_code', '=', row.credit_code)
    .where('version', '=', row.version)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Noted under the county of the employer, so that its bureau reads the history; else under who acted. */
export const noteEmployer = (context: Context, row: EmployerRecord, detail: Parameters<typeof noteKept>[2]): void =>
  noteKept(
    context,
    { type: 'employer', id: row.credit_code, regionCode: row.seat_region ?? context.actor.regionCode },
    detail,
  );
