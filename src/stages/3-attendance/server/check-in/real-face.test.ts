import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceEngine } from '#platform/faces/engine';
import { openOnnxEngine } from '#platform/faces/onnx-engine';
import { hasPictures, pictureNamed, testModelsFolder } from '#platform/faces/testing-faces';
import { resultOf, run } from '#platform/testing-platform';
import { askChallenge, checkByFace } from './check-by-face';
import { chooseWay } from './consent-commands';
import { captureEnrolment, confirmEnrolment } from './enrolment-commands';
import { showStation } from './queries';
import { openStation } from './stations';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { currentConsentText } from '../../domain/enrolment/consent';

/** A photograph as the page sends it: brought to the size of a camera. */
const sent = async (name: string): Promise<string> =>
  (
    await sharp(await pictureNamed(name))
      .resize(960, 960, { fit: 'inside' })
      .jpeg({ quality: 90 })
      .toBuffer()
  ).toString('base64');

describe.skipIf(!hasPictures)('with the engine of this product', () => {
  let room: TestClassroom;
  let engine: FaceEngine;
  beforeAll(async () => {
    const found = await openOnnxEngine({ modelsFolder: testModelsFolder, workers: 1, secondsAllowed: 50 });
    if (!found.isAvailable) throw new Error(found.sentence);
    engine = found.engine;
    room = await openClassroom(3, engine);
    room.at('07:50');
  }, 120_000);
  afterAll(async () => {
    await room?.close();
    await engine?.close();
  });

  const challengeTo = async (side: 'left' | 'right', stationId: string) => {
    for (;;) {
      const asked = await resultOf(room.platform, askChallenge, room.clerk, { classId: room.classId, stationId });
      if (asked.asks === side) return asked;
    }
  };

  it('a trainee is enrolled by clear photographs, checks in by face and turn of the head, and a stranger does not', async () => {
    const { platform, clerk, officer, classId } = room;
    await resultOf(platform, chooseWay, clerk, {
      classId,
      rows: ['r1', 'r2'],
      choice: 'face',
      textVersion: currentConsentText('trainee').version,
    });
    const one = await sent('obama.jpg');
    const other = await sent('biden.jpg');
    const third = await sent('obama3.jpg');
    const turned = await sent('obama2.jpg');
    const tilted = await run(platform, captureEnrolment, clerk, { classId, row: 'r1', frames: [one, turned, one] });
    expect(tilted).toMatchObject({ outcome: 'refused', message: expect.stringMatching('第二张：头偏了') });
    const frames = [one, third, one];
    const mixed = await run(platform, captureEnrolment, clerk, { classId, row: 'r1', frames: [one, other, one] });
    expect(mixed).toMatchObject({ outcome: 'refused' });
    const { version } = await resultOf(platform, captureEnrolment, clerk, { classId, row: 'r1', frames });
    await resultOf(platform, confirmEnrolment, officer, { classId, row: 'r1', version });
    const { stationId } = await resultOf(platform, openStation, clerk, { classId, kind: 'kiosk' });
    expect(await resultOf(platform, showStation, clerk, { classId, stationId })).toMatchObject({ takesFaces: true });
    const look = (front: string, more: object = {}) =>
      resultOf(platform, checkByFace, clerk, { classId, stationId, front, direction: 'in' as const, ...more });
    const still = await look(third);
    expect(still).toMatchObject({ verdict: 'doubted' });
    expect(still.remarks.map(({ code }) => code)).toContain('challengeNotAsked');
    const passed = { left: false, right: false };
    for (const asked of ['left', 'right'] as const) {
      const { challengeId, asks } = await challengeTo(asked, stationId);
      const answer = await look(third, { challengeId, turned });
      passed[asks] = !answer.remarks.some(({ code }) => code === 'challengeFailed');
    }
    // The head of the second photograph is turned to one side, and answers that side alone.
    expect(Object.values(passed).filter(Boolean)).toHaveLength(1);
    const stranger = await look(other);
    expect(stranger).toMatchObject({ verdict: 'refused', name: '' });
  }, 120_000);
});
