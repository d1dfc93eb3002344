import { sql } from 'kysely';
import { z } from 'zod';
import { figuresOn } from '#law/figures';
import { storeFile } from '#platform/files/store-file';
import { newId } from '#platform/identifiers';
import { job, type JobContext } from '#platform/jobs/job';
import { daily, hourly } from '#platform/jobs/schedule';
import { tell } from '#platform/messages';
import type { Transaction } from '#platform/operation';
import { purgeableOn } from '../../domain/retention/retention';
import { classesOver, type TaughtClass } from './classes-over';
import { makeCertificate } from './certificate';
import { keptOf, lockKeeping } from './kept-class';
import { raiseTask } from './tasks';
import { eraseTemplates } from './template-job';

export const purgeKey = (id: string, step: 'start' | 'witness'): string => `purge/${id}/${step}`;

async function propose(context: JobContext, held: TaughtClass): Promise<number> {
  const { tx, now, today, laterFigures } = context;
  const of = await keptOf(context, held);
  const candidate = { classId: held.id, ...of.kept, stored: ['recording', 'checkInPicture'] as const };
  if (purgeableOn([candidate], today, (endedOn) => figuresOn(endedOn, laterFigures)).length === 0) return 0;
  const id = newId();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('evidence_purges')
    .values({
      region_code: held.regionCode,
      institution_id: held.institutionId,
      class_id: held.id,
      id,
      state: 'proposed',
      ended_on: of.lastDay,
      kept_until: of.keptUntil,
      proposed_at: now,
    })
    .onConflict((conflict) => conflict.column('class_id').where('state', '<>', 'withdrawn').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return 0;
  const about = `${held.institution} ${held.name}`;
  const address = `/keeping/${held.id}`;
  await raiseTask(tx, now, {
    ...held,
    audience: 'county',
    key: purgeKey(id, 'start'),
    address,
    what: '到期清除：列出清单',
    about,
  });
  await tell(tx, now, {
    ...held,
    audiences: ['county'],
    subject: { type: 'keptClass', id: held.id },
    text: `保管期满：${about} 的录像和照片已保管到 ${of.keptUntil}，可以清除。`,
  });
  return 1;
}

/** 保管期满的班期，提出清除 */
export const proposePurges = job({
  name: 'propose-purges',
  title: '保管期满的班期提出清除',
  input: z.object({}),
  timeLimitSeconds: 900,
  async run(_input, context) {
    let proposed = 0;
    for (const held of await classesOver(context, 'anything')) proposed += await propose(context, held);
    return `提出清除 ${proposed} 个班。`;
  },
});

interface Item {
  readonly number: number;
  readonly source: string;
  readonly item_id: string;
  readonly hash: string;
  readonly storage_key: string | null;
}

const itemsLeft = async (tx: Transaction, purge: string): Promise<Item[]> =>
  (
    await sql<Item>`select i.number, i.source, i.item_id, i.hash, r.storage_key from purge_items i
      left join recordings r on i.source = 'recording' and r.id::text = i.item_id
      where i.purge_id = ${purge} and i.removed_at is null order by i.number`.execute(tx)
  ).rows;

/** Takes the bytes away, then the rows; done again after a crash it finds the bytes gone and goes on. */
async function removeItem({ tx, services }: JobContext, purge: string, item: Item): Promise<void> {
  if (item.storage_key) await services.recordings.remove(item.storage_key);
  else if (item.source !== 'frame') await services.files.remove(item.hash);
  await sql`select purge_item(${purge}, ${item.number})`.execute(tx);
}

/** Whether the database would let the purge go on; asked before the first byte is touched. */
async function mayGo(tx: Transaction, classId: string): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`select evidence_may_go(${classId}) as may`.execute(tx);
  return rows[0]?.may ?? false;
}

async function carryOut(context: JobContext, purge: { id: string; class_id: string }): Promise<boolean> {
  const { tx, now } = context;
  await lockKeeping(context, purge.class_id);
  if (!(await mayGo(tx, purge.class_id))) {
    context.warn('有一次到期清除因保全停下，解除后接着办。');
    return false;
  }
  const { pdf, held, items, bytes, digest } = await makeCertificate(context, purge.id, purge.class_id);
  const hash = await storeFile(context, 'application/pdf', pdf);
  for (const item of await itemsLeft(tx, purge.id)) {
    context.signal.throwIfAborted();
    await removeItem(context, purge.id, item);
  }
  await tx
    .updateTable('evidence_purges')
    .set((each) => ({
      state: 'done',
      version: each('version', '+', 1),
      finished_at: now,
      certificate_hash: hash,
    }))
    .where('id', '=', purge.id)
    .execute();
  await context.log({
    action: 'keeping.purge',
    subject: { type: 'trainingClass', id: held.id },
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    detail: { purge: purge.id, items, bytes, digest, certificate: hash },
  });
  const text = `到期清除已办完：${held.institution} ${held.name}，共 ${items} 项，销毁凭证已存档。`;
  const subject = { type: 'keptClass', id: held.id } as const;
  await tell(tx, now, { ...held, audiences: ['county', 'institution'], subject, text });
  return true;
}

/** 按清单清除，办完出销毁凭证；中断的接着办 */
export const carryOutPurges = job({
  name: 'carry-out-purges',
  title: '按清单清除到期的录像和照片',
  input: z.object({}),
  timeLimitSeconds: 1800,
  async run(_input, context) {
    const waiting = await context.tx
      .selectFrom('evidence_purges')
      .select(['id', 'class_id'])
      .where('state', '=', 'witnessed')
      .orderBy('witnessed_at')
      .forUpdate()
      .execute();
    let finished = 0;
    for (const purge of waiting) finished += (await carryOut(context, purge)) ? 1 : 0;
    return `到期清除办完 ${finished} 个班。`;
  },
});

export const purgeJobs = [proposePurges, carryOutPurges, eraseTemplates] as const;
export const purgeSchedule = [
  { job: eraseTemplates, times: daily('00:40') },
  { job: proposePurges, times: daily('04:40') },
  { job: carryOutPurges, times: hourly(25) },
] as const;
