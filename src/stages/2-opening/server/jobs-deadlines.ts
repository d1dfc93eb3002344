import { sql } from 'kysely';
import { z } from 'zod';
import { type WorkingCalendar, workingDaysLeft, workingDaysUntil } from '#kernel/calendar';
import { daysBetween, type PlainDate, spokenDay } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { regions } from '#law/regions';
import { newId } from '#platform/identifiers';
import { job, type JobContext } from '#platform/jobs/job';
import { changeStateNames } from '../domain/change/lifecycle';
import { changeDue, reviewDue } from '../domain/due-day';
import { stateNames } from '../domain/state-names';

/** A filed class, or a filed change of an approved one, for which the county’s clock runs. */
export interface WaitingFiling {
  /** The class, or the change. */
  readonly id: string;
  readonly classId: string;
  readonly regionCode: string;
  readonly institutionId: string;
  readonly filingNumber: string;
  /** Which change of the class, where it is one. */
  readonly changeNumber: number | null;
  readonly state: 'filed' | 'verified';
  readonly filedOn: PlainDate;
  readonly dueOn: PlainDate;
  /** First day the change touches. */
  readonly effectiveOn: PlainDate | null;
}

const waitingFilings = async ({ tx }: JobContext): Promise<readonly WaitingFiling[]> =>
  (
    await sql<WaitingFiling>`select id, id as "classId", region_code as "regionCode",
        institution_id as "institutionId", filing_number as "filingNumber", null::integer as "changeNumber", state,
        filed_on as "filedOn", due_on as "dueOn", null::date as "effectiveOn"
      from training_classes where state in ('filed', 'verified')
      union all
      select c.id, k.id, k.region_code, k.institution_id, k.filing_number, c.number, c.state,
        c.filed_on, c.due_on, c.effective_on
      from class_changes c join training_classes k on k.region_code = c.region_code and k.id = c.class_id
      where c.state in ('filed', 'verified')
      order by "regionCode", "dueOn", "filingNumber"`.execute(tx)
  ).rows;

/** BA-2026-0003 待资料核查; BA-2026-0003 第 2 次变更待审批 */
const calledFiling = ({ filingNumber, changeNumber, state }: WaitingFiling): string =>
  changeNumber === null
    ? `${filingNumber} ${stateNames[state]}`
    : `${filingNumber} 第 ${changeNumber} 次变更${changeStateNames[state]}`;

/** A deadline in a year without a holiday notice is a forecast, and said to be one. */
const spokenDeadline = (calendar: WorkingCalendar, due: PlainDate, today: PlainDate): string =>
  `${spokenDay(due, today)}${calendar.isProvisional(due) ? '（预计）' : ''}`;

/** What the county is told today of a waiting class, or nothing: a working day late enough in its period. */
export function reminderFor(
  waiting: WaitingFiling,
  today: PlainDate,
  calendar: WorkingCalendar,
  warnedAfter: number,
): string | undefined {
  if (!calendar.isWorkingDay(today)) return undefined;
  if (workingDaysUntil(calendar, waiting.filedOn, today) < warnedAfter) return undefined;
  const left = workingDaysLeft(calendar, today, waiting.dueOn);
  const subject = calledFiling(waiting);
  if (left < 0) return `${subject}，已超过审核期限 ${-left} 个工作日，超期情况报市局，请尽快办结。`;
  const deadline = `审核期限${spokenDeadline(calendar, waiting.dueOn, today)}`;
  return left === 0 ? `${subject}，${deadline}，今天到期。` : `${subject}，${deadline}，还剩 ${left} 个工作日。`;
}

/** The city hears of a class 1, 3 and 5 working days overdue, then every further five: the step reached, or 0. */
export function overdueStep(overdue: number): number {
  if (overdue >= 5) return overdue - (overdue % 5);
  return overdue >= 3 ? 3 : Math.max(0, Math.min(overdue, 1));
}

export interface Escalation {
  readonly step: number;
  readonly overdue: number;
  readonly text: string;
}

/** What the city is told of a class that is overdue, once for each step; nothing on a day off. */
export function escalationFor(
  waiting: WaitingFiling,
  today: PlainDate,
  calendar: WorkingCalendar,
): Escalation | undefined {
  if (!calendar.isWorkingDay(today) || today <= waiting.dueOn) return undefined;
  const overdue = workingDaysUntil(calendar, waiting.dueOn, today);
  const step = overdueStep(overdue);
  if (step === 0) return undefined;
  const county = regions.find((region) => region.code === waiting.regionCode)?.name ?? waiting.regionCode;
  const subject = `${county} ${calledFiling(waiting)}`;
  const deadline = spokenDeadline(calendar, waiting.dueOn, today);
  return { step, overdue, text: `${subject}，超过审核期限 ${overdue} 个工作日（应于${deadline}前办结）。` };
}

interface Notice {
  readonly audience: 'institution' | 'county' | 'city';
  readonly text: string;
  /** The same key is never sent twice. */
  readonly key: string;
}

async function sendOnce({ tx, now }: JobContext, about: WaitingFiling, notice: Notice): Promise<boolean> {
  const sent = await tx
    .insertInto('messages')
    .values({
      id: newId(),
      region_code: about.regionCode,
      institution_id: about.institutionId,
      audience: notice.audience,
      subject_type: 'trainingClass',
      subject_id: about.classId,
      text: notice.text,
      sent_at: now,
      key: notice.key,
    })
    .onConflict((conflict) => conflict.columns(['region_code', 'key']).doNothing())
    .executeTakeFirst();
  return sent.numInsertedOrUpdatedRows === 1n;
}

const logSent = (context: JobContext, action: string, about: WaitingFiling, detail: Record<string, number>) =>
  context.log({
    action,
    subject: { type: 'trainingClass', id: about.classId },
    regionCode: about.regionCode,
    institutionId: about.institutionId,
    detail,
  });

/** 临期提醒：每个工作日上午告知县（市、区），同一班一天一次（2024 一（三）） */
export const remindDue = job({
  name: 'remind-due',
  title: '临近审核期限的班期，提醒县（市、区）',
  input: z.object({}),
  async run(_input, context) {
    const { today, calendar, laterFigures } = context;
    let count = 0;
    for (const waiting of await waitingFilings(context)) {
      const warnedAfter = figuresOn(waiting.filedOn, laterFigures)('reviewWarning');
      const text = reminderFor(waiting, today, calendar, warnedAfter);
      if (!text) continue;
      const key = `remind-due/${waiting.id}/${today}`;
      if (!(await sendOnce(context, waiting, { audience: 'county', text, key }))) continue;
      const daysLeft = workingDaysLeft(calendar, today, waiting.dueOn);
      await logSent(context, 'job.remind-due', waiting, { daysLeft });
      count += 1;
    }
    return calendar.isWorkingDay(today) ? `发出提醒 ${count} 条。` : '今天不是工作日，没有提醒。';
  },
});

/** 超期上报：第 1、3、5 个工作日，以后每 5 个工作日告知市局一次（2024 二（二）1（2）） */
export const escalateOverdue = job({
  name: 'escalate-overdue',
  title: '超过审核期限的班期，告知市局',
  input: z.object({}),
  async run(_input, context) {
    const { today, calendar } = context;
    let count = 0;
    for (const waiting of await waitingFilings(context)) {
      const escalation = escalationFor(waiting, today, calendar);
      if (!escalation) continue;
      const { step, overdue, text } = escalation;
      const key = `escalate-overdue/${waiting.id}/${waiting.dueOn}/${step}`;
      if (!(await sendOnce(context, waiting, { audience: 'city', text, key }))) continue;
      await logSent(context, 'job.escalate-overdue', waiting, { overdue });
      count += 1;
    }
    return calendar.isWorkingDay(today) ? `告知市局 ${count} 条。` : '今天不是工作日，没有上报。';
  },
});

/** Moves a deadline that is still where it was read. */
async function moveDue({ tx, now }: JobContext, waiting: WaitingFiling, due: PlainDate): Promise<void> {
  const { id, classId, changeNumber, regionCode, dueOn } = waiting;
  if (changeNumber === null) {
    await tx
      .updateTable('training_classes')
      .set({ due_on: due })
      .where('region_code', '=', regionCode)
      .where('id', '=', id)
      .where('due_on', '=', dueOn)
      .execute();
    return;
  }
  await tx
    .updateTable('class_changes')
    .set({ due_on: due, changed_at: now })
    .where('region_code', '=', regionCode)
    .where('class_id', '=', classId)
    .where('id', '=', id)
    .where('due_on', '=', dueOn)
    .execute();
}

/** 期限随节假日安排调整：通知晚于申报公布的，按公布后的工作日重算审核期限，并告知双方（2024 一（三）） */
export const fitDeadlines = job({
  name: 'fit-deadlines',
  title: '节假日安排公布后，重算未办结的审核期限',
  input: z.object({}),
  async run(_input, context) {
    let count = 0;
    for (const waiting of await waitingFilings(context)) {
      const { filedOn, effectiveOn, dueOn: was } = waiting;
      const due = effectiveOn ? changeDue(context, filedOn, effectiveOn) : reviewDue(context, filedOn);
      if (due === was) continue;
      await moveDue(context, waiting, due);
      const spoken = (day: PlainDate) => spokenDeadline(context.calendar, day, context.today);
      const text = `${calledFiling(waiting)}，按公布的节假日安排，审核期限由${spokenDay(was, context.today)}调整为${spoken(due)}。`;
      for (const audience of ['county', 'institution'] as const) {
        await sendOnce(context, waiting, { audience, text, key: `fit-deadlines/${waiting.id}/${due}/${audience}` });
      }
      await logSent(context, 'job.fit-deadlines', waiting, { movedDays: daysBetween(was, due) });
      count += 1;
    }
    return `调整审核期限 ${count} 件。`;
  },
});
