import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf, run } from '#platform/testing-platform';
import type { ChallengeStep } from '../../domain/check-in/challenge';
import { currentConsentText } from '../../domain/enrolment/consent';
import { chooseWay } from './consent-commands';
import { captureEnrolment } from './enrolment-commands';
import { askEnrolmentTurns } from './enrolment-turns';
import { listEnrolments } from './queries';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { markedPicture, markEngine } from './testing-faces';

let room: TestClassroom;
beforeAll(async () => {
  room = await openClassroom(2, markEngine);
  room.at('07:00');
  const consent = { classId: room.classId, rows: ['r1', 'r2'], textVersion: currentConsentText('trainee').version };
  await resultOf(room.platform, chooseWay, room.clerk, { ...consent, choice: 'face' });
});
afterAll(() => room.close());

const moves: Record<ChallengeStep, { yaw?: number; width?: number }> = {
  left: { yaw: 25 },
  right: { yaw: -25 },
  closer: { width: 280 },
};
const ask = (row = 'r1') => resultOf(room.platform, askEnrolmentTurns, room.clerk, { classId: room.classId, row });
const frames = async (person = 1) => {
  const picture = await markedPicture({ person });
  return [picture, picture, picture];
};
const made = (steps: readonly ChallengeStep[], person = 1, gap = 900) =>
  Promise.all(
    steps.map(async (step, at) => ({
      step,
      takenAfter: (at + 1) * gap,
      picture: await markedPicture({ person, ...moves[step] }),
    })),
  );
const capture = async (turns: { challengeId: string; frames: Awaited<ReturnType<typeof made>> }, row = 'r1') =>
  run(room.platform, captureEnrolment, room.clerk, { classId: room.classId, row, frames: await frames(), turns });
const isTurned = async (row = 'r1') => {
  const { trainees } = await resultOf(room.platform, listEnrolments, room.officer, { classId: room.classId });
  return trainees.find(({ rowId }) => rowId === row)?.isTurned;
};

describe('an enrolment before the camera (附件6 之1)', () => {
  it('asks for the head to be turned in an order nobody knows before, and says to the bureau that it was', async () => {
    const { challengeId, steps } = await ask();
    expect([...steps].sort()).toEqual(['closer', 'left', 'right']);
    expect(await capture({ challengeId, frames: await made(steps) })).toMatchObject({ outcome: 'done' });
    expect(await isTurned()).toBe(true);
  });

  it('refuses a picture held up, turns in another order, another face, and moves no head makes so fast', async () => {
    const still = await ask();
    const picture = await markedPicture({ person: 1 });
    const held = still.steps.map((step, at) => ({ step, takenAfter: (at + 1) * 900, picture }));
    const refusals = [await capture({ challengeId: still.challengeId, frames: held })];
    const order = await ask();
    refusals.push(await capture({ challengeId: order.challengeId, frames: await made([...order.steps].reverse()) }));
    const face = await ask();
    refusals.push(await capture({ challengeId: face.challengeId, frames: await made(face.steps, 2) }));
    const fast = await ask();
    refusals.push(await capture({ challengeId: fast.challengeId, frames: await made(fast.steps, 1, 50) }));
    const starts = ['没有看到', '动作的次序', '几帧画面不是', '动作快得不像'];
    for (const [at, start] of starts.entries())
      expect(refusals[at]).toMatchObject({ outcome: 'refused', message: expect.stringContaining(start) });
  });

  it('takes each order once, of the person it was asked of, and not when the time is over', async () => {
    const own = await ask();
    const turns = { challengeId: own.challengeId, frames: await made(own.steps) };
    expect(await capture(turns, 'r2')).toMatchObject({ kind: 'conflict' });
    expect(await capture(turns)).toMatchObject({ outcome: 'done' });
    expect(await capture(turns)).toMatchObject({ kind: 'conflict' });
    const late = await ask();
    room.at('07:05');
    expect(await capture({ challengeId: late.challengeId, frames: await made(late.steps) })).toMatchObject({
      kind: 'conflict',
    });
  });

  it('keeps chosen files as well, and says to the bureau that no head was turned', async () => {
    const wish = { classId: room.classId, row: 'r1', frames: await frames() };
    await resultOf(room.platform, captureEnrolment, room.clerk, wish);
    expect(await isTurned()).toBe(false);
  });
});
