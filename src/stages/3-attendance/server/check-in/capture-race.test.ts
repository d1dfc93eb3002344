import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf, run } from '#platform/testing-platform';
import { type ConsentChoice, currentConsentText } from '../../domain/enrolment/consent';
import { chooseWay } from './consent-commands';
import { captureEnrolment, confirmEnrolment } from './enrolment-commands';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { markedPicture, markEngine } from './testing-faces';

/** An engine that says when it begins to read, and goes on only when it is told to. */
function gatedEngine() {
  let [begun, goOn] = [() => {}, () => {}];
  let gate: Promise<void> | undefined;
  return {
    engine: {
      ...markEngine,
      async read(picture: Parameters<typeof markEngine.read>[0]) {
        begun();
        await gate;
        return markEngine.read(picture);
      },
    },
    /** From now on reading waits; gives what tells that it has begun, and what lets it go on. */
    close() {
      gate = new Promise((resolve) => {
        goOn = resolve;
      });
      const hasBegun = new Promise<void>((resolve) => {
        begun = resolve;
      });
      return { hasBegun, open: () => goOn() };
    },
  };
}

const gated = gatedEngine();
let room: TestClassroom;
beforeAll(async () => {
  room = await openClassroom(2, gated.engine);
  room.at('07:00');
});
afterAll(() => room.close());

const choose = (row: string, choice: ConsentChoice) => {
  const { version } = currentConsentText('trainee');
  return resultOf(room.platform, chooseWay, room.clerk, {
    classId: room.classId,
    rows: [row],
    choice,
    textVersion: version,
  });
};
async function capture(row: string, person: number) {
  const picture = await markedPicture({ person });
  return run(room.platform, captureEnrolment, room.clerk, {
    classId: room.classId,
    row,
    frames: [picture, picture, picture],
  });
}
const framesOf = async (row: string) => {
  const [found] = await room.rows(sql<{ count: number }>`select count(*)::int as count from enrolment_frames
    where class_id = ${room.classId} and row_id = ${row}`);
  return found?.count;
};

describe('faces are read for seconds, in which others act', () => {
  it('keeps no picture of somebody who withdrew the consent meanwhile', async () => {
    await choose('r1', 'face');
    const { hasBegun, open } = gated.close();
    const captured = capture('r1', 1);
    await hasBegun;
    await choose('r1', 'withdrawn');
    open();
    expect(await captured).toMatchObject({ kind: 'conflict' });
    expect(await framesOf('r1')).toBe(0);
  });

  it('does not replace pictures that the bureau confirmed meanwhile', async () => {
    await choose('r2', 'face');
    const first = await capture('r2', 2);
    expect(first).toMatchObject({ outcome: 'done' });
    const version = first.outcome === 'done' ? first.result.version : 0;
    const { hasBegun, open } = gated.close();
    const captured = capture('r2', 3);
    await hasBegun;
    await resultOf(room.platform, confirmEnrolment, room.officer, { classId: room.classId, row: 'r2', version });
    open();
    expect(await captured).toMatchObject({ kind: 'conflict' });
    const [kept] = await room.rows(sql<{ state: string }>`select state from enrolments
      where class_id = ${room.classId} and row_id = 'r2'`);
    expect(kept?.state).toBe('confirmed');
  });
});
