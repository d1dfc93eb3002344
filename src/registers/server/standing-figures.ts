import { z } from 'zod';
import { daysInMonth, findDate, parsePlainDate, type PlainDate, weekdayOf } from '#kernel/plain-date';
import { type FigureName, figures } from '#law/figures';
import { newId } from '#platform/identifiers';
import { command, done, missing, query, refused } from '#platform/operation';
import { readStanding } from '#platform/standing';

const figureNames = Object.keys(figures);
const isFigureName = (name: string): name is FigureName => figureNames.includes(name);

const day = z.string().transform((value, context): PlainDate => {
  const parsed = parsePlainDate(value);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: '应为日期，形如 2026-12-14' });
  return z.NEVER;
});

/** 标准与限额：文件规定的与后来录入的各行 */
export const listFigures = query({
  name: 'figure.list',
  path: '/figures',
  title: '标准与限额',
  by: 'signedIn',
  input: z.object({}),
  async handle(_input, { tx }) {
    const lines = await tx
      .selectFrom('figure_lines')
      .leftJoin('users as adder', 'adder.id', 'figure_lines.added_by')
      .select([
        'figure_lines.id',
        'figure',
        'effective_from',
        'value',
        'document',
        'note',
        'added_by',
        'adder.display_name',
        'added_at',
        'confirmed_at',
      ])
      .orderBy('effective_from', 'desc')
      .execute();
    return done({
      lines: lines.map((line) => ({
        id: line.id,
        figure: line.figure,
        from: line.effective_from,
        value: Number(line.value),
        document: line.document,
        note: line.note,
        addedById: line.added_by,
        addedBy: line.display_name ?? '',
        addedAt: line.added_at,
        isConfirmed: line.confirmed_at !== null,
      })),
    });
  },
});

/** 录入新的一行标准，附文件依据 */
export const addFigureLine = command({
  name: 'figure.add',
  path: '/figures',
  title: '录入标准与限额',
  by: ['cityOfficer', 'citySignatory'],
  cites: ['2024.2.2.1.1'],
  input: z.object({
    figure: z.string().refine(isFigureName, '没有这项标准'),
    from: day,
    value: z.number('应为数字').min(0, '不能为负').max(1_000_000, '数值过大'),
    document: z.string().trim().min(4, '请写明文件名称和文号').max(200),
    note: z.string().trim().max(300),
  }),
  async handle(input, context) {
    if (input.from <= context.today) return refused('生效日须在今天之后：已经发生的审批仍按当时的标准。', 'invalid');
    const id = newId();
    await context.tx
      .insertInto('figure_lines')
      .values({
        id,
        figure: input.figure,
        effective_from: input.from,
        value: String(input.value),
        document: input.document,
        note: input.note,
        added_by: context.actor.userId,
        added_at: context.now,
      })
      .execute();
    context.note({
      subject: { type: 'figureLine', id },
      detail: { figure: input.figure, from: input.from, value: input.value },
    });
    return done({ id });
  },
});

export const figureConfirmers = ['cityOfficer', 'citySignatory'] as const;

/** 由另一人确认后生效 */
export const confirmFigureLine = command({
  name: 'figure.confirm',
  path: '/figures/:lineId/confirm',
  title: '确认标准与限额',
  by: figureConfirmers,
  cites: ['2024.2.2.1.1'],
  input: z.object({ lineId: z.uuid() }),
  async handle({ lineId }, context) {
    const line = await context.tx.selectFrom('figure_lines').selectAll().where('id', '=', lineId).executeTakeFirst();
    if (!line) return missing('这一行标准');
    if (line.added_by === context.actor.userId) return refused('须由录入人以外的另一人确认。', 'forbidden');
    const confirmed = await context.tx
      .updateTable('figure_lines')
      .set({ confirmed_by: context.actor.userId, confirmed_at: context.now })
      .where('id', '=', lineId)
      .where('confirmed_at', 'is', null)
      .executeTakeFirst();
    if (confirmed.numUpdatedRows !== 1n) return refused('这一行已经确认过了。', 'conflict');
    context.note({ subject: { type: 'figureLine', id: lineId }, detail: { figure: line.figure } });
    return done({ confirmedAt: context.now });
  },
});

/** 工作日历：各年放假通知 */
export const showCalendar = query({
  name: 'calendar.show',
  path: '/calendar',
  title: '工作日历',
  by: 'signedIn',
  input: z.object({}),
  async handle(_input, { tx }) {
    const { years } = await readStanding(tx);
    return done({ years: [...years].sort((a, b) => b.year - a.year) });
  },
});

function everyDayOf(year: number): PlainDate[] {
  const days: PlainDate[] = [];
  for (let month = 1; month <= 12; month += 1) {
    for (let number = 1; number <= daysInMonth(year, month); number += 1) {
      const found = findDate(year, month, number);
      if (found) days.push(found);
    }
  }
  return days;
}

/** 录入一年的放假通知 */
export const saveCalendarYear = command({
  name: 'calendar.save-year',
  path: '/calendar/:year',
  title: '录入放假通知',
  by: ['cityOfficer', 'citySignatory'],
  input: z.object({
    year: z.coerce.number().int().min(2021).max(2100),
    source: z.string().trim().min(6, '请写明通知名称').max(200),
    offDays: z.array(day).max(120),
    workedWeekendDays: z.array(day).max(60),
  }),
  async handle(input, context) {
    const ofYear = new Set(everyDayOf(input.year));
    const stray = [...input.offDays, ...input.workedWeekendDays].find((each) => !ofYear.has(each));
    if (stray) return refused(`${stray} 不在 ${input.year} 年。`, 'invalid');
    const weekday = input.workedWeekendDays.find((each) => weekdayOf(each) <= 5);
    if (weekday) return refused(`${weekday} 本来就是工作日，不是调休上班日。`, 'invalid');
    const both = input.offDays.find((each) => input.workedWeekendDays.includes(each));
    if (both) return refused(`${both} 同时列为放假和上班。`, 'invalid');
    const values = {
      source: input.source,
      off_days: [...new Set(input.offDays)].sort(),
      worked_weekend_days: [...new Set(input.workedWeekendDays)].sort(),
      entered_by: context.actor.userId,
      entered_at: context.now,
    };
    await context.tx
      .insertInto('calendar_years')
      .values({ year: input.year, ...values })
      .onConflict((conflict) => conflict.column('year').doUpdateSet(values))
      .execute();
    context.note({ subject: { type: 'calendarYear', id: String(input.year) } });
    return done({ year: input.year });
  },
});

/** What a page needs to judge as the server does: the day, the calendar and the figures in force. */
export const showStanding = query({
  name: 'standing.show',
  path: '/standing',
  title: '今日、工作日历与现行标准',
  by: 'signedIn',
  input: z.object({}),
  async handle(_input, { tx, today, laterFigures }) {
    const { years } = await readStanding(tx);
    return done({ today, years, laterFigures });
  },
});
