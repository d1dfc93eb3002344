import { sql } from 'kysely';
import { z } from 'zod';
import { type WorkingCalendar, workingDaysLeft, workingDaysUntil } from '#kernel/calendar';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { regions } from '#law/regions';
import { newId } from '#platform/identifiers';
import { job, type JobContext } from '#platform/jobs/job';
import type { ClassState } from '../domain/lifecycle';
import { stateNames } from '../domain/state-names';

/** A filed class for which the county’s clock runs. */
export interface WaitingClass {
  readonly id: string;
  readonly regionCode: string;
  readonly institutionId: string;
  readonly filingNumber: string;
  readonly state: Extract<ClassState, 'filed' | 'verified'>;
  readonly filedOn: PlainDate;
  readonly dueOn: PlainDate;
}

const waitingClasses = async ({ tx }: JobContext): Promise<readonly WaitingClass[]> =>
  (
    await sql<WaitingClass>`select id, region_code as "regionCode", institution_id as "institutionId",
        filing_number as "filingNumber", state, filed_on as "filedOn", due_on as "dueOn"
      from training_classes where state in ('filed', 'verified') order by region_code, due_on, filing_number`.execute(
      tx,
    )
  ).rows;

/** A deadline in a year without a holiday notice is a forecast, and said to be one. */
const spokenDeadline = (calendar: WorkingCalendar, due: PlainDate, today: PlainDate): string =>
  `${spokenDay(due, today)}${calendar.isProvisional(due) ? '（预计）' : ''}`;

/** What the county is told today of a waiting class, or nothing: a working day late enough in its period. */
export function reminderFor(
  waiting: WaitingClass,
  today: PlainDate,
  calendar: WorkingCalendar,
  warnedAfter: number,
): string | undefined {
  if (!calendar.isWorkingDay(today)) return undefined;
  if (workingDaysUntil(calendar, waiting.filedOn, today) < warnedAfter) return undefined;
  const left = workingDaysLeft(calendar, today, waiting.dueOn);
  const subject = `${waiting.filingNumber} ${stateNames[waiting.state]}`;
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
  waiting: WaitingClass,
  today: PlainDate,
  calendar: WorkingCalendar,
): Escalation | undefined {
  if (!calendar.isWorkingDay(today) || today <= waiting.dueOn) return undefined;
  const overdue = workingDaysUntil(calendar, waiting.dueOn, today);
  const step = overdueStep(overdue);
  if (step === 0) return undefined;
  const county = regions.find((region) => region.code === waiting.regionCode)?.name ?? waiting.regionCode;
  const subject = `${county} ${waiting.filingNumber} ${stateNames[waiting.state]}`;
  const deadline = spokenDeadline(calendar, waiting.dueOn, today);
  return { step, overdue, text: `${subject}，超过审核期限 ${overdue} 个工作日（应于${deadline}前办结）。` };
}

interface Notice {
  readonly audience: 'county' | 'city';
  readonly text: string;
  /** The same key is never sent twice. */
  readonly key: string;
}

async function sendOnce({ tx, now }: JobContext, about: WaitingClass, notice: Notice): Promise<boolean> {
  const sent = await tx
    .insertInto('messages')
    .values({
      id: newId(),
      region_code: about.regionCode,
      institution_id: about.institutionId,
      audience: notice.audience,
      subject_type: 'trainingClass',
      subject_id: about.id,
      text: notice.text,
      sent_at: now,
      key: notice.key,
    })
    .onConflict((conflict) => conflict.columns(['region_code', 'key']).doNothing())
    .executeTakeFirst();
  return sent.numInsertedOrUpdatedRows === 1n;
}

const logSent = (context: JobContext, action: string, about: WaitingClass, detail: Record<string, number>) =>
  context.log({
    action,
    subject: { type: 'trainingClass', id: about.id },
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
    for (const waiting of await waitingClasses(context)) {
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
    for (const waiting of await waitingClasses(context)) {
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
