import { z } from 'zod';
import { addDays, earlier, type PlainDate } from '#kernel/plain-date';
import type { Transaction } from '#platform/operation';
import { type Designation, levels, type Suspension } from '../../domain/institution';

const levelForm = z.union(levels.map((level) => z.literal(level)));

/** A designation with who granted it on which document, as far as that has been entered. */
export interface HeldDesignation extends Designation {
  readonly id: string;
  readonly grantingBureau: string | undefined;
  readonly document: string | undefined;
  readonly suspensions: readonly Suspension[];
}

interface SuspensionRow {
  readonly from_on: PlainDate;
  readonly until_on: PlainDate | null;
  readonly lifted_on: PlainDate | null;
}

/** The days on which it really was suspended: lifting ends it the day before, and undoes one that had not begun. */
function suspensionOf({ from_on: from, until_on: planned, lifted_on: lifted }: SuspensionRow): Suspension[] {
  const lastBefore = lifted ? addDays(lifted, -1) : undefined;
  const until = lastBefore && planned ? earlier(lastBefore, planned) : (lastBefore ?? planned ?? undefined);
  return until && until < from ? [] : [{ from, until }];
}

/** What an institution is designated for, every line that ever was, with what was decided about it. */
export async function readDesignations(tx: Transaction, institutionId: string): Promise<HeldDesignation[]> {
  const rows = await tx
    .selectFrom('designations')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .orderBy('occupation_code')
    .orderBy('level', 'desc')
    .orderBy('valid_from')
    .execute();
  const suspended = await tx
    .selectFrom('designation_suspensions')
    .select(['designation_id', 'from_on', 'until_on', 'lifted_on'])
    .where('institution_id', '=', institutionId)
    .orderBy('from_on')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    occupationCode: row.occupation_code,
    level: levelForm.parse(row.level),
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    endedOn: row.ended_on ?? undefined,
    revokedOn: row.revoked_on ?? undefined,
    grantingBureau: row.granting_bureau ?? undefined,
    document: row.document ?? undefined,
    suspensions: suspended.filter((each) => each.designation_id === row.id).flatMap(suspensionOf),
  }));
}
