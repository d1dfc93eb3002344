import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingDays } from '#kernel/calendar';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import type { Actor } from '#platform/operation';
import { addUser, resultOf, testPassword } from '#platform/testing-platform';
import { workQueue } from '../../../2-opening/server/work-queue';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { confirmImpersonation } from './finding-commands';
import {
  appealImpersonation,
  lapseImpersonation,
  notifyImpersonation,
  stateImpersonation,
  upholdImpersonation,
  voidClassSubsidy,
} from './procedure-commands';
import { showImpersonation } from './queries';
import { addImpersonationEvidence, reportImpersonation } from './report-commands';

let room: TestClassroom;
let desks: Record<'officer' | 'signatory' | 'cityOfficer' | 'citySignatory' | 'principal' | 'clerk', Actor>;
let lessonId: string;
let day: PlainDate;

const show = () => resultOf(room.platform, showImpersonation, desks.officer, { classId: room.classId });
const seen = async () => ({ classId: room.classId, version: (await show()).version });

beforeAll(async () => {
  room = await openClassroom(3);
  day = room.platform.clock.today();
  room.at('17:30');
  const place = { regionCode: '410822' };
  desks = {
    officer: room.officer,
    signatory: await addUser(room.platform, { role: 'countySignatory', name: '郑局长', ...place }),
    cityOfficer: await addUser(room.platform, { role: 'cityOfficer', name: '褚科员' }),
    citySignatory: await addUser(room.platform, { role: 'citySignatory', name: '冯局长' }),
    principal: room.school.principal,
    clerk: room.school.clerk,
  };
  lessonId = (await show()).lessons[0]?.id ?? '';
});
afterAll(() => room.close());

/** What the desks have to do about the case, desks without anything left out. */
async function queued(): Promise<Record<string, readonly string[]>> {
  const found = await Promise.all(
    Object.entries(desks).map(async ([desk, actor]): Promise<[string, readonly string[]]> => {
      const { matters } = await resultOf(room.platform, workQueue, actor, {});
      const own = matters.filter(({ subject }) => subject === `/impersonations/${room.classId}`);
      return [desk, own.map(({ what }) => what).sort()];
    }),
  );
  return Object.fromEntries(found.filter(([, whats]) => whats.length > 0));
}

async function suspect(nth: number) {
  const background = { r: nth * 60, g: 90, b: 120 };
  const bytes = await sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer();
  const { classId } = room;
  const paper = { classId, title: '签到照片' };
  const upload = { upload: { name: '照片.jpg', bytes } };
  const { evidenceId } = await resultOf(room.platform, addImpersonationEvidence, desks.officer, paper, upload);
  const about = { traineeId: `r${nth}`, lessonId };
  const signal = 'inspectorFinding' as const;
  const input = { classId, ...about, signal, evidenceIds: [evidenceId] };
  await resultOf(room.platform, reportImpersonation, desks.officer, input);
  return about;
}

describe('the work queue and a case of impersonation', () => {
  it('has the county find on what is suspected, then notify; the institution is not told of either', async () => {
    const found = [await suspect(1), await suspect(2), await suspect(3)];
    const finding = ['核实疑似冒名顶替'];
    expect(await queued()).toEqual({ officer: finding, signatory: finding });
    for (const about of found)
      await resultOf(room.platform, confirmImpersonation, desks.officer, {
        ...(await seen()),
        ...about,
        reason: '不是本人',
      });
    expect(await queued()).toEqual({ officer: ['冒名顶替事先告知'], signatory: ['冒名顶替事先告知'] });
  });

  it('has the principal answer until the day the notice names, and drops it once the case is stated', async () => {
    await resultOf(room.platform, notifyImpersonation, desks.officer, await seen());
    const until = spokenDay(addWorkingDays(knownCalendar, day, 5), day);
    const lapse = [`登记冒名顶替陈述期满（${until}以后）`];
    expect(await queued()).toEqual({
      officer: lapse,
      signatory: lapse,
      principal: [`冒名顶替陈述申辩或要求听证（到${until}为止）`],
    });
    await resultOf(room.platform, stateImpersonation, desks.principal, { ...(await seen()), text: '请复核。' });
    expect(await queued()).toEqual({ officer: lapse, signatory: lapse });
  });

  it('has the signatory alone decide, and the signatory of the city decide the appeal', async () => {
    room.platform.clock.moveTo(addWorkingDays(knownCalendar, day, 6));
    await resultOf(room.platform, lapseImpersonation, desks.officer, await seen());
    expect(await queued()).toEqual({ signatory: ['决定是否取消全班培训补贴'] });
    const decision = { reason: '三人次属实', password: testPassword };
    await resultOf(room.platform, voidClassSubsidy, desks.signatory, { ...(await seen()), ...decision });
    expect(await queued()).toEqual({});
    await resultOf(room.platform, appealImpersonation, desks.principal, { ...(await seen()), reason: '系误认' });
    expect(await queued()).toEqual({ citySignatory: ['裁决冒名顶替异议、申诉'] });
    await resultOf(room.platform, upholdImpersonation, desks.citySignatory, { ...(await seen()), ...decision });
    expect(await queued()).toEqual({});
  });
});
