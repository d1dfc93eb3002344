import type { Transaction } from '#platform/operation';
import type { TaughtClass } from '../check-in/taught-class';
import { raiseTask, settleTask } from '../keeping/tasks';

const keyOf = (classId: string): string => `alike-pictures/${classId}`;

/** A class with pictures to be looked at stands in the queue of its county until all of them have been. */
export const raiseAlike = (tx: Transaction, now: string, held: TaughtClass): Promise<void> =>
  raiseTask(tx, now, {
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    audience: 'countyOfficer',
    key: keyOf(held.id),
    address: `/doubts/${held.id}`,
    what: '签到、点名照片几乎相同，待对看',
    about: `${held.name}（${held.institution}）`,
  });

export async function settleAlike(tx: Transaction, now: string, classId: string): Promise<void> {
  const waiting = await tx
    .selectFrom('picture_likenesses')
    .select('item_id')
    .where('class_id', '=', classId)
    .where('verdict', 'is', null)
    .executeTakeFirst();
  if (!waiting) await settleTask(tx, now, keyOf(classId));
}
