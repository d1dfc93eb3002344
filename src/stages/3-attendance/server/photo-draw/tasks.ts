import type { Transaction } from '#platform/operation';
import type { TaughtClass } from '../check-in/taught-class';
import { raiseTask, settleTask } from '../keeping/tasks';

const keyOf = (classId: string): string => `drawn-photos/${classId}`;

/** A class with drawn photos stands in the queue of its county’s officers until all of them have been looked at. */
export const raiseDrawn = (tx: Transaction, now: string, held: TaughtClass): Promise<void> =>
  raiseTask(tx, now, {
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    audience: 'countyOfficer',
    key: keyOf(held.id),
    address: `/doubts/${held.id}`,
    what: '抽中的现场照片待看',
    about: `${held.name}（${held.institution}）`,
  });

export async function settleDrawn(tx: Transaction, now: string, classId: string): Promise<void> {
  const waiting = await tx
    .selectFrom('drawn_photos')
    .select('check_id')
    .where('class_id', '=', classId)
    .where('verdict', 'is', null)
    .executeTakeFirst();
  if (!waiting) await settleTask(tx, now, keyOf(classId));
}
