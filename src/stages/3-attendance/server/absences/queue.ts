import { sql } from 'kysely';
import type { Context } from '#platform/operation';
import type { TaughtClass } from '../check-in/taught-class';
import { raiseTask, settleTask } from '../keeping/tasks';

const desks = [
  { desk: 'principal', audience: 'principal', what: '审批请假、确认补签' },
  { desk: 'county', audience: 'countyOfficer', what: '审批补签' },
] as const;

interface Waiting {
  readonly principal: boolean;
  readonly county: boolean;
}

/** A class in which leave or a correction waits stands in the work queue of whoever decides next, and leaves it with the last. */
export async function tellAbsences({ tx, now }: Pick<Context, 'tx' | 'now'>, held: TaughtClass): Promise<void> {
  const { regionCode, id } = held;
  const asked = (table: string, state: string) => sql<boolean>`exists (select from ${sql.table(table)} a
    where a.region_code = ${regionCode} and a.class_id = ${id} and a.state = ${state})`;
  const { rows } = await sql<Waiting>`select
    ${asked('attendance_leaves', 'requested')} or ${asked('attendance_corrections', 'requested')} as principal,
    ${asked('attendance_corrections', 'endorsed')} as county`.execute(tx);
  for (const { desk, audience, what } of desks) {
    const key = `absences/${desk}/${id}`;
    if (!rows[0]?.[desk]) await settleTask(tx, now, key);
    else
      await raiseTask(tx, now, {
        regionCode,
        institutionId: held.institutionId,
        audience,
        key,
        address: `/attendance/${id}?part=absences`,
        what,
        about: `${held.name}（${held.institution}）`,
      });
  }
}
