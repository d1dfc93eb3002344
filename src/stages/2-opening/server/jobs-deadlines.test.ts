import fc from 'fast-check';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { addWorkingDays, workingDaysUntil } from '#kernel/calendar';
import { addDays, daysBetween, type PlainDate, plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { knownCalendar } from '#law/working-years';
import { newId } from '#platform/identifiers';
import { inSystem, platformWithQueue, runNow } from '#platform/jobs/testing';
import { addInstitution, addUser } from '#platform/testing-platform';
import {
  escalateOverdue,
  escalationFor,
  fitDeadlines,
  overdueStep,
  remindDue,
  reminderFor,
  type WaitingFiling,
} from './jobs-deadlines';

const day = plainDate;
const calendar = knownCalendar;
const warnedAfter = figuresOn(day('2026-03-02'))('reviewWarning');
const period = figuresOn(day('2026-03-02'))('reviewPeriod');

const waitingSince = (filedOn: PlainDate): WaitingFiling => ({
  id: '01890000-0000-7000-8000-000000000001',
  classId: '01890000-0000-7000-8000-000000000001',
  regionCode: '410822',
  institutionId: '01890000-0000-7000-8000-000000000002',
  filingNumber: 'BA-2026-0003',
  changeNumber: null,
  state: 'filed',
  filedOn,
  dueOn: addWorkingDays(calendar, filedOn, period),
  effectiveOn: null,
});
/** Filed on a Monday of an ordinary week, due on the Monday after. */
const waiting = waitingSince(day('2026-03-02'));
const reminded = (on: string) => reminderFor(waiting, day(on), calendar, warnedAfter);
const escalated = (on: string) => escalationFor(waiting, day(on), calendar)?.text;

describe('a reminder', () => {
  it('waits until the third working day of the review', () => {
    expect(reminded('2026-03-04')).toBeUndefined();
    expect(reminded('2026-03-05')).toBe('BA-2026-0003 待资料核查，审核期限3月9日 周一，还剩 2 个工作日。');
  });

  it('says how many working days are left, and when it is the last', () => {
    expect(reminded('2026-03-06')).toBe('BA-2026-0003 待资料核查，审核期限3月9日 周一，还剩 1 个工作日。');
    expect(reminded('2026-03-09')).toBe('BA-2026-0003 待资料核查，审核期限3月9日 周一，今天到期。');
  });

  it('goes on when the period has passed, in other words', () => {
    expect(reminded('2026-03-10')).toBe(
      'BA-2026-0003 待资料核查，已超过审核期限 1 个工作日，超期情况报市局，请尽快办结。',
    );
  });

  it('is not given on a weekend or a holiday, but on a weekend that is worked', () => {
    expect(reminded('2026-03-07')).toBeUndefined();
    expect(reminded('2026-03-08')).toBeUndefined();
    const overSpringFestival = waitingSince(day('2026-02-11'));
    expect(reminderFor(overSpringFestival, day('2026-02-14'), calendar, warnedAfter)).toContain('还剩 2 个工作日');
    expect(reminderFor(overSpringFestival, day('2026-02-16'), calendar, warnedAfter)).toBeUndefined();
  });

  it('names which change of a class it is about', () => {
    const change = { ...waiting, changeNumber: 2, state: 'verified' as const, effectiveOn: day('2026-04-01') };
    expect(reminderFor(change, day('2026-03-09'), calendar, warnedAfter)).toBe(
      'BA-2026-0003 第 2 次变更待审批，审核期限3月9日 周一，今天到期。',
    );
  });

  it('calls a deadline in a year without a holiday notice a forecast', () => {
    const late = { ...waiting, filedOn: day('2039-03-01'), dueOn: day('2039-03-08') };
    expect(reminderFor(late, day('2039-03-07'), calendar, warnedAfter)).toContain('周二（预计），还剩 1 个工作日');
  });
});

describe('word to the city', () => {
  it('goes out on the first, third and fifth working day overdue, then every fifth', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 15].map(overdueStep)).toEqual([0, 1, 1, 3, 3, 5, 5, 5, 10, 10, 15]);
  });

  it('names the county, the class and the days overdue', () => {
    expect(escalated('2026-03-09')).toBeUndefined();
    expect(escalated('2026-03-10')).toBe(
      '博爱县 BA-2026-0003 待资料核查，超过审核期限 1 个工作日（应于3月9日 周一前办结）。',
    );
    expect(escalated('2026-03-12')).toContain('超过审核期限 3 个工作日');
  });

  it('is not sent on a day off', () => {
    expect(escalated('2026-03-14')).toBeUndefined();
  });
});

describe('the daily jobs', async () => {
  const platform = await platformWithQueue();
  afterAll(() => platform.close());
  const institutionId = await addInstitution(platform, '410822', '博爱县测试培训学校');
  const clerk = await addUser(platform, { role: 'institutionClerk', regionCode: '410822', institutionId });
  await inSystem(platform, (tx) =>
    tx
      .insertInto('occupations')
      .values({ code: '4-10-01-05', name: '养老护理员', pinyin: 'y', initials: 'y' })
      .execute(),
  );
  let filed = 0;
  const addFiled = (filedOn: PlainDate) =>
    inSystem(platform, async (tx) => {
      filed += 1;
      const [id, number] = [newId(), `BA-2026-${String(filed).padStart(4, '0')}`];
      const dueOn = addWorkingDays(calendar, filedOn, period);
      await sql`insert into training_classes (id, region_code, institution_id, state, created_by, created_at, changed_at)
        values (${id}, '410822', ${institutionId}, 'drafted', ${clerk.userId}, now(), now())`.execute(tx);
      await sql`update training_classes set state = 'filed', occupation_code = '4-10-01-05', level = 5,
        starts_on = ${addDays(filedOn, 30)}, ends_on = ${addDays(filedOn, 40)}, filing_number = ${number},
        filing_count = 1, filed_at = ${`${filedOn}T02:00:00Z`}, filed_on = ${filedOn}, due_on = ${dueOn}
        where id = ${id}`.execute(tx);
      return id;
    });
  const sent = (audience: string) =>
    inSystem(platform, async (tx) => {
      const rows = await tx.selectFrom('messages').select('text').where('audience', '=', audience).execute();
      return rows.map((row) => row.text);
    });
  const logged = (action: string) =>
    inSystem(platform, async (tx) => {
      const rows = await tx.selectFrom('log_events').select('subject_id').where('action', '=', action).execute();
      return rows.map((row) => row.subject_id);
    });
  const onDay = async (today: PlainDate) => {
    platform.clock.moveTo(today);
    await runNow(platform, remindDue, {});
    await runNow(platform, escalateOverdue, {});
  };
  /** Past every guard: the next test begins with nothing. */
  const wipe = async () => {
    const client = new Client(platform.database.superuser);
    await client.connect();
    await client.query(`set session_replication_role = replica;
      delete from messages; delete from training_classes; delete from log_events`);
    await client.end();
    filed = 0;
  };
  afterEach(wipe);

  it('tell the county once a day, however often they run, with one log entry', async () => {
    const id = await addFiled(day('2026-03-02'));
    await onDay(day('2026-03-05'));
    await onDay(day('2026-03-05'));
    await Promise.all([onDay(day('2026-03-05')), onDay(day('2026-03-05'))]);
    expect(await sent('county')).toEqual(['BA-2026-0001 待资料核查，审核期限3月9日 周一，还剩 2 个工作日。']);
    expect(await logged('job.remind-due')).toEqual([id]);
    expect(await sent('city')).toEqual([]);
  });

  it('say nothing of a class that is no longer waiting', async () => {
    const id = await addFiled(day('2026-03-02'));
    await inSystem(platform, (tx) => sql`update training_classes set state = 'returned' where id = ${id}`.execute(tx));
    await onDay(day('2026-03-12'));
    expect(await sent('county')).toEqual([]);
    expect(await sent('city')).toEqual([]);
  });

  it('fit a deadline to a holiday notice that came after the filing, and tell both sides once', async () => {
    const id = await addFiled(day('2026-03-02'));
    const due = () =>
      inSystem(platform, (tx) =>
        tx.selectFrom('training_classes').select('due_on').where('id', '=', id).executeTakeFirst(),
      );
    await inSystem(platform, (tx) =>
      sql`update training_classes set due_on = '2026-03-08' where id = ${id}`.execute(tx),
    );
    platform.clock.moveTo(day('2026-03-03'));
    await runNow(platform, fitDeadlines, {});
    await runNow(platform, fitDeadlines, {});
    expect(await due()).toEqual({ due_on: '2026-03-09' });
    const told = 'BA-2026-0001 待资料核查，按公布的节假日安排，审核期限由3月8日 周日调整为3月9日 周一。';
    expect([await sent('county'), await sent('institution')]).toEqual([[told], [told]]);
    expect(await logged('job.fit-deadlines')).toEqual([id]);
  });

  it('tell the city on a later day what they missed, once, with the days as they are then', async () => {
    const id = await addFiled(day('2026-03-02'));
    await onDay(day('2026-03-13'));
    await onDay(day('2026-03-13'));
    expect(await sent('city')).toEqual([expect.stringContaining('超过审核期限 4 个工作日')]);
    expect(await logged('job.escalate-overdue')).toEqual([id]);
  });

  it('tell the county on each working day from the third on, and the city at each step, over any weeks of the year', async () => {
    const start = fc.integer({ min: 0, max: 300 }).map((offset) => addDays(day('2026-01-04'), offset));
    await fc.assert(
      fc.asyncProperty(start, fc.integer({ min: 1, max: 25 }), async (filedOn, length) => {
        const id = await addFiled(filedOn);
        const days = Array.from({ length: length + 1 }, (_, offset) => addDays(filedOn, offset));
        for (const each of days) await onDay(each);
        const dueOn = addWorkingDays(calendar, filedOn, period);
        const worked = days.filter((each) => calendar.isWorkingDay(each));
        const late = worked.filter((each) => workingDaysUntil(calendar, filedOn, each) >= warnedAfter);
        const overdue = Math.max(0, workingDaysUntil(calendar, dueOn, days.at(-1) ?? filedOn));
        const steps = [1, 3, 5, 10, 15, 20].filter((step) => step <= overdue);
        expect(daysBetween(filedOn, days.at(-1) ?? filedOn)).toBe(length);
        expect(await sent('county')).toHaveLength(late.length);
        expect(await sent('city')).toHaveLength(steps.length);
        expect(await logged('job.remind-due')).toEqual(late.map(() => id));
        await wipe();
      }),
      { numRuns: 12 },
    );
  });
});
