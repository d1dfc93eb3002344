import sharp from 'sharp';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingDays } from '#kernel/calendar';
import { movesOf } from '#kernel/lifecycle';
import type { PlainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, run, testPassword } from '#platform/testing-platform';
import { impersonationLifecycle } from '../../domain/lifecycle';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { showImpersonationEvidence } from './evidence-query';
import { confirmImpersonation, dismissImpersonation } from './finding-commands';
import {
  appealImpersonation,
  lapseImpersonation,
  notifyImpersonation,
  requestImpersonationHearing,
  reverseImpersonation,
  stateImpersonation,
  voidClassSubsidy,
} from './procedure-commands';
import { listImpersonations, showImpersonation } from './queries';
import { addImpersonationEvidence, reportImpersonation } from './report-commands';

let room: TestClassroom;
let signatory: Actor;
let citySignatory: Actor;
let lessons: readonly { readonly id: string; readonly words: string }[];
let day: PlainDate;
let pictures = 0;

beforeAll(async () => {
  room = await openClassroom(4);
  day = room.platform.clock.today();
  room.at('17:30');
  signatory = await addUser(room.platform, { role: 'countySignatory', name: '郑局长', regionCode: '410822' });
  citySignatory = await addUser(room.platform, { role: 'citySignatory', name: '冯局长' });
  ({ lessons } = await show(room.officer));
});
afterAll(() => room.close());

const show = (actor: Actor) => resultOf(room.platform, showImpersonation, actor, { classId: room.classId });
const seen = async () => ({ classId: room.classId, version: (await show(room.officer)).version });

/** A picture unlike every other. */
const scan = () => {
  const shade = (pictures += 1);
  return sharp({ create: { width: 320, height: 240, channels: 3, background: { r: shade * 9, g: 90, b: 120 } } })
    .jpeg()
    .toBuffer();
};

const addEvidence = async (bytes: Buffer) =>
  run(
    room.platform,
    addImpersonationEvidence,
    room.officer,
    { classId: room.classId, title: '签到照片' },
    { upload: { name: '照片.jpg', bytes } },
  );

async function suspect(nth: number, lesson = 0) {
  const added = await addEvidence(await scan());
  if (added.outcome !== 'done') throw new Error(added.message);
  const evidenceIds = [added.result.evidenceId];
  const about = { traineeId: `r${nth}`, lessonId: lessons[lesson]?.id ?? '' };
  const input = { classId: room.classId, ...about, signal: 'inspectorFinding' as const, evidenceIds };
  const moved = await resultOf(room.platform, reportImpersonation, room.officer, input);
  return { ...moved, about, evidenceIds };
}

const confirm = async (about: { traineeId: string; lessonId: string }) =>
  resultOf(room.platform, confirmImpersonation, room.officer, { ...(await seen()), ...about, reason: '不是本人' });

describe('the impersonations of a class (2021 四（三）)', () => {
  it('are reported with evidence of their own, and warn the bureau at two', async () => {
    const bare = { classId: room.classId, traineeId: 'r1', lessonId: lessons[0]?.id ?? '', signal: 'notMe' as const };
    const without = await run(room.platform, reportImpersonation, room.officer, { ...bare, evidenceIds: [] });
    expect(without).toMatchObject({ outcome: 'refused', kind: 'invalid' });
    const picture = await scan();
    expect(await addEvidence(picture)).toMatchObject({ outcome: 'done' });
    expect(await addEvidence(picture)).toMatchObject({ outcome: 'refused', kind: 'conflict' });
    expect(await suspect(1)).toMatchObject({ stage: 'watching' });
    const second = await suspect(2);
    expect(second).toMatchObject({ stage: 'alerted' });
    expect(await show(room.officer)).toMatchObject({ confirmed: 0, money: 'free', alert: 2, limit: 3 });
    const other = await resultOf(room.platform, dismissImpersonation, room.officer, {
      ...(await seen()),
      ...second.about,
      reason: '经核对是本人，剪了头发',
    });
    expect(other.stage).toBe('watching');
  });

  it('are not told to the institution while they are only suspected', async () => {
    await suspect(2, 1);
    expect((await resultOf(room.platform, listImpersonations, room.officer, {})).rows).toHaveLength(1);
    for (const actor of [room.school.clerk, room.school.principal]) {
      expect((await resultOf(room.platform, listImpersonations, actor, {})).rows).toEqual([]);
      const asked = await run(room.platform, showImpersonation, actor, { classId: room.classId });
      expect(asked).toMatchObject({ outcome: 'refused', kind: 'missing' });
    }
  });

  it('freeze the money with the third confirmed, and two officers cannot step on the same case unseen', async () => {
    const stale = await seen();
    const found = (await show(room.officer)).personTimes.filter(({ state }) => state === 'suspected');
    for (const { traineeId, lessonId } of found) await confirm({ traineeId, lessonId });
    const third = await suspect(3);
    const late = await run(room.platform, confirmImpersonation, room.officer, {
      ...stale,
      ...third.about,
      reason: '不是本人',
    });
    expect(late).toMatchObject({ outcome: 'refused', kind: 'conflict' });
    expect(await confirm(third.about)).toMatchObject({ stage: 'frozen' });
    expect(await show(room.school.principal)).toMatchObject({ money: 'frozen', personTimes: [], evidence: [] });
  });

  it('are noticed, heard and decided by a signatory who took no part, with the password', async () => {
    await resultOf(room.platform, notifyImpersonation, room.officer, await seen());
    const noticed = await show(room.school.principal);
    expect(noticed.personTimes.map(({ reporters }) => reporters)).toEqual([[], [], []]);
    expect(noticed.evidence.length).toBe(3);
    const picture = await resultOf(room.platform, showImpersonationEvidence, room.school.principal, {
      classId: room.classId,
      evidenceId: noticed.evidence[0]?.id ?? '',
    });
    expect((await sharp(picture.body).metadata()).width).toBe(320);
    const dueOn = noticed.statementDueOn;
    const early = await run(room.platform, lapseImpersonation, room.officer, await seen());
    expect(early).toMatchObject({ outcome: 'refused' });
    const stated = { ...(await seen()), text: '三人次中有一人系双胞胎，请复核。' };
    await resultOf(room.platform, stateImpersonation, room.school.principal, stated);
    const tooSoon = { ...(await seen()), reason: '三人次属实', password: testPassword };
    expect(await run(room.platform, voidClassSubsidy, signatory, tooSoon)).toMatchObject({ outcome: 'refused' });
    room.platform.clock.moveTo(addWorkingDays(knownCalendar, day, 6));
    // Holidays that come out later do not move the day the notice names, nor make the record unreadable.
    await room.rows(sql`insert into calendar_years (year, source, off_days, worked_weekend_days, entered_by, entered_at)
      values (${Number(day.slice(0, 4))}, '补发的放假通知', ${[addWorkingDays(knownCalendar, day, 2)]}::date[], '{}', null, now())
      on conflict (year) do update set off_days = calendar_years.off_days || excluded.off_days`);
    expect((await show(room.officer)).statementDueOn).toBe(dueOn);
    await resultOf(room.platform, lapseImpersonation, room.officer, await seen());
    const wish = { ...(await seen()), reason: '三人次属实' };
    const wrong = await run(room.platform, voidClassSubsidy, signatory, { ...wish, password: '错的密码' });
    expect(wrong).toMatchObject({ outcome: 'refused', kind: 'forbidden' });
    const done = await resultOf(room.platform, voidClassSubsidy, signatory, { ...wish, password: testPassword });
    expect(done.stage).toBe('voided');
    expect(await show(room.school.principal)).toMatchObject({ money: 'void', steps: [{ kind: 'appeal' }] });
  });

  it('come free again only by the city, which strikes what was wrong', async () => {
    const appeal = { ...(await seen()), reason: '学员三号系误认' };
    await resultOf(room.platform, appealImpersonation, room.school.principal, appeal);
    const struck = (await show(citySignatory)).personTimes
      .filter(({ state }) => state === 'confirmed')
      .slice(0, 1)
      .map(({ traineeId, lessonId }) => ({ traineeId, lessonId }));
    const wish = { ...(await seen()), reason: '经复核确系误认', password: testPassword, struck };
    expect(await resultOf(room.platform, reverseImpersonation, citySignatory, wish)).toMatchObject({
      stage: 'reversed',
    });
    expect(await show(room.officer)).toMatchObject({ money: 'free', confirmed: 2 });
    const [told] = await room.rows(
      sql<{ texts: string[] }>`select array_agg(distinct audience order by audience) as texts from messages
        where subject_type = 'impersonation' and subject_id = ${room.classId}`,
    );
    expect(told?.texts).toEqual(['city', 'county', 'institution']);
  });

  it('lie in the log once each, and their record can only grow', async () => {
    const { version } = await seen();
    const [kept] = await room.rows(
      sql<{ events: number; logged: number }>`select
        (select count(*)::int from impersonation_events where class_id = ${room.classId}) as events,
        (select count(*)::int from log_events where outcome = 'done' and detail ? 'impersonation') as logged`,
    );
    expect(kept).toEqual({ events: version, logged: version });
    for (const change of ['delete from impersonation_events', "update impersonation_events set kind = 'dismiss'"])
      await expect(room.rows(sql.raw(change))).rejects.toThrow();
    await expect(
      room.rows(sql`update impersonation_cases set stage = 'voided', version = version + 1`),
    ).rejects.toThrow(/不能由/);
  });

  it('move in the database as the lifecycle says, and no other way', async () => {
    const moves = await room.rows(
      sql<{ move: string }>`select from_stage || '>' || to_stage as move from impersonation_moves`,
    );
    expect(new Set(moves.map(({ move }) => move))).toEqual(
      new Set(movesOf(impersonationLifecycle).map(({ from, to }) => `${from}>${to}`)),
    );
  });

  it('lapse into the next step when nothing is said in time, but not when a hearing was asked for', async () => {
    const two = await openClassroom(3);
    const former = room;
    room = two;
    try {
      two.at('17:30');
      ({ lessons } = await show(two.officer));
      for (const nth of [1, 2, 3]) await confirm((await suspect(nth)).about);
      await resultOf(two.platform, notifyImpersonation, two.officer, await seen());
      await resultOf(two.platform, requestImpersonationHearing, two.school.principal, await seen());
      two.platform.clock.moveTo(addWorkingDays(knownCalendar, day, 9));
      const answer = await run(two.platform, lapseImpersonation, two.officer, await seen());
      expect(answer).toMatchObject({ outcome: 'refused', message: expect.stringContaining('听证') });
    } finally {
      room = former;
      await two.close();
    }
  });
});
