import { sql } from 'kysely';
import type { Reading, Transaction } from '#platform/operation';
import { facePairLifecycle } from '../../domain/doubt/lifecycle';
import type { TaughtClass } from '../check-in/taught-class';
import { raiseTask, settleTask } from '../keeping/tasks';
import { doubtedMarks, settlementsOf, waitingOf } from './unsettled';

const reviewKey = (classId: string): string => `doubt/${classId}`;
const checksKey = (classId: string): string => `doubted-checks/${classId}`;

const ofClass = ({ regionCode, institutionId, name, institution }: TaughtClass) =>
  ({ regionCode, institutionId, audience: 'countyOfficer', about: `${name}（${institution}）` }) as const;

/** A doubtful class stands in the work queue of its county until somebody closes its review. */
export const raiseReview = (tx: Transaction, now: string, held: TaughtClass): Promise<void> =>
  raiseTask(tx, now, {
    ...ofClass(held),
    key: reviewKey(held.id),
    address: `/doubts/${held.id}`,
    what: '核查存疑班级',
  });

export const settleReview = (tx: Transaction, now: string, classId: string) => settleTask(tx, now, reviewKey(classId));

/** Classes with check-ins that wait stand in the queue of their county; those without leave it. */
export async function tellUnsettled(
  reading: Pick<Reading, 'tx' | 'now' | 'laterFigures'>,
  classes: readonly TaughtClass[],
): Promise<void> {
  const { tx, now } = reading;
  const ids = classes.map(({ id }) => id);
  const settled = await settlementsOf(reading, ids);
  const waiting = new Set(waitingOf(await doubtedMarks(reading, classes), settled).map(({ classId }) => classId));
  for (const held of classes) {
    const { id } = held;
    if (!waiting.has(id)) await settleTask(tx, now, checksKey(id));
    else
      await raiseTask(tx, now, {
        ...ofClass(held),
        key: checksKey(id),
        address: `/attendance/${id}?part=checks`,
        what: '核定待核签到',
      });
  }
}

interface WaitingPlace {
  readonly region_code: string;
  readonly institution_id: string;
  readonly is_within: boolean;
}

const pairsKey = (isWithin: boolean): string => (isWithin ? 'face-pairs' : 'face-pairs/across');

/** Counties with pairs to look at have one line in their queue; pairs across counties are the city’s. */
export async function tellPairs({ tx, now }: Pick<Reading, 'tx' | 'now'>): Promise<void> {
  const { rows } = await sql<WaitingPlace>`
    select distinct on (f.region_code, f.region_code = f.other_region_code) f.region_code, c.institution_id,
      f.region_code = f.other_region_code as is_within
    from face_pairs f join training_classes c on c.region_code = f.region_code and c.id = f.class_id
    where f.state = ${facePairLifecycle.start}`.execute(tx);
  for (const { region_code, institution_id, is_within } of rows)
    await raiseTask(tx, now, {
      regionCode: region_code,
      institutionId: institution_id,
      audience: is_within ? 'countyOfficer' : 'cityOfficer',
      key: pairsKey(is_within),
      address: '/face-pairs',
      what: '复核相似头像',
      about: is_within ? '本县（市、区）两个身份像同一张脸' : '跨县两个身份像同一张脸',
    });
}

/** Takes the line out of the queue when no pair of the region waits any more. */
export async function settlePairs(tx: Transaction, now: string, regionCode: string, isWithin: boolean): Promise<void> {
  await sql`update waiting_tasks set settled_at = ${now}
    where region_code = ${regionCode} and key = ${pairsKey(isWithin)} and settled_at is null
      and not exists (select from face_pairs f where f.region_code = ${regionCode}
        and (f.other_region_code = f.region_code) = ${isWithin} and f.state = ${facePairLifecycle.start})`.execute(tx);
}
