import { z } from 'zod';
import { partsOf } from '#kernel/plain-date';
import { findCategory } from '#law/trainee-categories';
import { newId } from '#platform/identifiers';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { type OutsideRegister, registerWords } from '../domain/exchange/registers';
import {
  batchId,
  type BatchPerson,
  batchStateOf,
  holdBatch,
  noteBatch,
  registerInput,
  savePeople,
} from './exchange-store';
import { exchangeLifecycle } from '../domain/exchange/lifecycle';
import { classId, remark } from './forms';
import { type ClassRecord, rowSeal } from './records';
import { nextNumber } from './store';

const mostClasses = 300;
const mostPeople = 20_000;
/** States of a class whose trainees may be asked about: as long as it waits, and while it is taught. */
const asked = ['filed', 'verified', 'approved'];
const waiting = ['filed', 'verified'];

async function classesToAsk({ tx }: Context, chosen: readonly string[] | undefined): Promise<ClassRecord[]> {
  const found = tx
    .selectFrom('training_classes')
    .selectAll()
    .orderBy('due_on')
    .orderBy('id')
    .limit(mostClasses + 1);
  return chosen
    ? found
        .where('id', 'in', [...chosen])
        .where('state', 'in', asked)
        .execute()
    : found.where('state', 'in', waiting).execute();
}

interface Asked {
  readonly people: readonly BatchPerson[];
  /** Rows whose number is unsound, so that no register can be asked about them. */
  readonly unsound: number;
}

/** The trainees the register is asked about, each once; of other categories nobody’s number leaves the office. */
async function peopleToAsk(
  { tx, services }: Context,
  register: OutsideRegister,
  classes: readonly ClassRecord[],
): Promise<Asked> {
  const { categories } = registerWords[register];
  const classOf = new Map(classes.map((each) => [each.id, each]));
  const rows = await tx
    .selectFrom('roster_rows')
    .selectAll()
    .where('class_id', 'in', [...classOf.keys()])
    .where('withdrawn_on', 'is', null)
    .orderBy('class_id')
    .orderBy('position')
    .execute();
  const people = new Map<string, BatchPerson>();
  let unsound = 0;
  for (const row of rows) {
    const startsOn = classOf.get(row.class_id)?.starts_on;
    const category = startsOn ? findCategory(row.category, startsOn)?.code : undefined;
    if (categories && !categories.some((each) => each === category)) continue;
    if (!row.id_index) {
      unsound += 1;
      continue;
    }
    const id = services.secrets.open('identityNumber', rowSeal(row.class_id, row.id), row.id_sealed);
    people.set(row.id_index.toString('hex'), { index: row.id_index, name: row.name, id });
  }
  return { people: [...people.values()], unsound };
}

/** 发出比对批次 */
export const prepareExchange = command({
  name: 'exchange.prepare',
  path: '/exchanges',
  title: '新建比对批次',
  by: ['countyOfficer'],
  cites: ['2024.1.2'],
  input: z.object({
    register: registerInput,
    /** Every class that waits for the county where none is chosen. */
    classIds: z.array(classId).min(1, '请选择班期').max(mostClasses, `一批不超过 ${mostClasses} 个班期`).optional(),
  }),
  async handle({ register, classIds }, context) {
    const { name, categories } = registerWords[register];
    const region_code = context.actor.regionCode;
    if (!region_code) return refused('这个账户没有所属县（市、区），不能建比对批次。', 'forbidden');
    const chosen = classIds ? [...new Set(classIds)] : undefined;
    const classes = await classesToAsk(context, chosen);
    if (chosen && classes.length < chosen.length) return missing('所选的班期（须已申报、在审核或已批准）');
    if (classes.length === 0) return refused('现在没有等待核查的班期，不用比对。', 'conflict');
    if (classes.length > mostClasses) return refused(`等待的班期超过 ${mostClasses} 个，请分班期新建批次。`, 'invalid');
    const { people, unsound } = await peopleToAsk(context, register, classes);
    if (people.length === 0) {
      const whose = categories ? '这一登记簿对应类别的' : '证号正确的';
      return refused(`所选班期没有${whose}学员，不用比对“${name}”。`, 'conflict');
    }
    if (people.length > mostPeople) return refused(`一批不超过 ${mostPeople} 人，请分班期新建批次。`, 'invalid');
    const { year } = partsOf(context.today);
    const sequence = await nextNumber(context, region_code, year, 'exchange');
    const batch = { region_code, id: newId() };
    const number = `EX-${year}-${String(sequence).padStart(4, '0')}`;
    await context.tx
      .insertInto('exchange_batches')
      .values({
        ...batch,
        number,
        register,
        state: exchangeLifecycle.start,
        class_ids: classes.map(({ id }) => id),
        people_count: people.length,
        exported_by: context.actor.userId,
        exported_by_name: context.actor.name,
        exported_at: context.now,
      })
      .execute();
    await savePeople(context, batch, people);
    noteBatch(context, batch, { number, register, classes: classes.length, people: people.length });
    return done({ batchId: batch.id, number, classes: classes.length, people: people.length, unsound });
  },
});

/** 关闭批次：不再接收答复 */
export const closeExchange = command({
  name: 'exchange.close',
  path: '/exchanges/:batchId/close',
  title: '关闭比对批次',
  by: exchangeLifecycle.steps.close.by,
  cites: ['2024.1.2'],
  input: z.object({ batchId, reason: remark(200).refine((value) => value.length > 0, '请写明关闭的理由') }),
  async handle(input, context) {
    const batch = await holdBatch(context, input.batchId);
    if (!batch) return missing('这个比对批次');
    if (!exchangeLifecycle.steps.close.from.includes(batchStateOf(batch.state)))
      return refused('这个批次已经关闭。', 'conflict');
    await context.tx
      .updateTable('exchange_batches')
      .set({ state: exchangeLifecycle.steps.close.to, closed_at: context.now })
      .where('region_code', '=', batch.region_code)
      .where('id', '=', batch.id)
      .execute();
    noteBatch(context, batch, { number: batch.number, reason: input.reason });
    return done({ state: exchangeLifecycle.steps.close.to });
  },
});
