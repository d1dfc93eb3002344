import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { attendanceOf } from '../lesson-minutes/lesson-minutes';
import { instantOf, localMinute } from '../lesson-times';
import { type CheckInFacts, judgeCheckIn, markOf } from './check-in';
import { acceptableSteps, codeRefusal, codeStandsFor, codeStepAt } from './code-steps';
import { lessonAt, opensNext } from './lesson-window';
import { judgePlace, metresBetween } from './place';
import { doubtCodes, laterDoubtCodes, refusalCodes, remark } from './remarks';
import type { CardWay, FaceWay } from './ways';

const monday = day('2026-11-23');
const figure = figuresOn(monday);
const at = (minute: number) => instantOf(localMinute(monday, minute));
const lesson = (id: string, startsMinute: number, endsMinute: number) =>
  ({ id, taughtOn: monday, startsMinute, endsMinute, lessonHours: 2, kind: 'theory' }) as const;
const lessons = [lesson('a', 510, 600), lesson('b', 610, 700), lesson('c', 840, 930)];
const engine = { id: 'engine-a', threshold: 0.447, mismatchBelow: 0.2 };
const face: FaceWay = {
  kind: 'face',
  hasConsent: true,
  isEnrolled: true,
  isDeviceOnly: false,
  engineId: 'engine-a',
  engines: [engine],
  score: 0.71,
  isClear: true,
  liveness: 92,
  challenge: 'passed',
  movement: 'seen',
};
const card: CardWay = {
  kind: 'card',
  isCardMatched: true,
  isCodeRight: true,
  witnessId: 'teacher',
  roomPhotoId: 'photo',
  traineeId: 't',
};
const kiosk: CheckInFacts = {
  traineeId: 't',
  isOnRoster: true,
  direction: 'in',
  receivedAt: at(505),
  takenOfflineAt: undefined,
  lessons,
  device: { kind: 'kiosk', isActive: true, isSignatureRight: true, isOfThisRoom: true, hasClockDoubt: false },
  way: face,
  nonce: { issuedAt: at(505) - 4000, isUsed: false },
  code: undefined,
  place: undefined,
};
const room = { latitude: 35.1706, longitude: 113.0653 };
const phone: CheckInFacts = {
  ...kiosk,
  device: { ...kiosk.device, kind: 'phone' },
  nonce: undefined,
  code: { step: codeStepAt(at(505), 30), usedSteps: new Set() },
  place: { room, phone: { ...room, accuracy: 12 }, isInRoomNetwork: false },
};
const judged = (facts: CheckInFacts, change: Partial<CheckInFacts> = {}) =>
  judgeCheckIn({ ...facts, ...change }, figure);
const codes = (...given: Parameters<typeof judged>) => {
  const { refusals, doubts } = judged(...given);
  return [...refusals, ...doubts].map(({ code }) => code);
};
const faced = (change: Partial<FaceWay>) => codes(kiosk, { way: { ...face, ...change } });
const carded = (change: Partial<CardWay>) => codes(kiosk, { way: { ...card, ...change } });

describe('a check-in at the door (2021.4.1, 2021.A6.2)', () => {
  it('is accepted with face, challenge and time', () => {
    expect(judged(kiosk)).toEqual({
      verdict: 'accepted',
      lessonId: 'a',
      at: at(505),
      refusals: [],
      doubts: [],
      isSuspected: false,
    });
  });

  it('opens forty minutes before the lesson and closes with it; checking out forty minutes after', () => {
    const found = (minute: number, direction: 'in' | 'out' | 'seen') =>
      lessonAt(lessons, localMinute(monday, minute), direction, figure)?.id;
    expect([found(469, 'in'), found(470, 'in'), found(599, 'in'), found(605, 'in'), found(700, 'in')]).toEqual([
      undefined,
      'a',
      'a',
      'b',
      undefined,
    ]);
    expect([found(509, 'out'), found(510, 'out'), found(605, 'out'), found(740, 'out'), found(741, 'out')]).toEqual([
      undefined,
      'a',
      'a',
      'b',
      undefined,
    ]);
    expect([found(469, 'seen'), found(605, 'seen'), found(720, 'seen'), found(741, 'seen')]).toEqual([
      undefined,
      'b',
      'b',
      undefined,
    ]);
    expect(codes(kiosk, { receivedAt: at(469), nonce: undefined })).toEqual(['noLesson']);
    expect(opensNext(lessons, localMinute(monday, 400), figure)).toBe('07:50');
    expect(opensNext(lessons, localMinute(monday, 900), figure)).toBeUndefined();
  });

  it('counts the server’s time; the device’s only where it was offline, marked when late or doubtful', () => {
    const offline = { receivedAt: at(560), takenOfflineAt: at(505), nonce: undefined };
    expect(judged(kiosk, offline)).toMatchObject({ verdict: 'doubted', at: at(505) });
    expect(codes(kiosk, offline)).toEqual(['lateArrival']);
    expect(codes(kiosk, { ...offline, receivedAt: at(515) })).toEqual([]);
    expect(codes(kiosk, { ...offline, device: { ...kiosk.device, hasClockDoubt: true } })).toContain('clockDoubt');
    const ahead = { receivedAt: at(505), takenOfflineAt: at(505) + 60_001, nonce: undefined };
    expect(codes(kiosk, ahead)).toEqual(['clockDoubt']);
    // A wrong clock of a device that is online does no harm: the server’s time counts.
    expect(codes(kiosk, { device: { ...kiosk.device, hasClockDoubt: true } })).toEqual([]);
  });

  it('is refused to a device that is not active or not itself, and doubted in another room', () => {
    expect(codes(kiosk, { device: { ...kiosk.device, isActive: false } })).toEqual(['deviceNotActive']);
    expect(codes(kiosk, { device: { ...kiosk.device, isSignatureRight: false } })).toEqual(['deviceForged']);
    expect(judged(kiosk, { device: { ...kiosk.device, isOfThisRoom: false } }).verdict).toBe('doubted');
    expect(codes(kiosk, { isOnRoster: false })).toEqual(['notOnRoster']);
  });

  it('takes a challenge once, and within two minutes', () => {
    const nonce = (age: number, isUsed = false) => codes(kiosk, { nonce: { issuedAt: at(505) - age, isUsed } });
    expect([nonce(120_000), nonce(120_001), nonce(0, true)]).toEqual([[], ['nonceExpired'], ['nonceReplayed']]);
  });
});

describe('a face', () => {
  it('passes at the threshold of its engine, is asked again below, and is suspected far below', () => {
    expect(faced({ score: 0.447 })).toEqual([]);
    expect(faced({ score: 0.446 })).toEqual(['faceUnsure']);
    expect(faced({ score: 0.2 })).toEqual(['faceUnsure']);
    expect(faced({ score: 0.199 })).toEqual(['faceMismatch']);
    expect(judged(kiosk, { way: { ...face, score: 0.1 } }).isSuspected).toBe(true);
    expect(judged(kiosk, { way: { ...face, score: 0.3 } }).isSuspected).toBe(false);
  });

  it('is never suspected on an unclear picture, nor decided by liveness', () => {
    expect(faced({ score: 0.01, isClear: false })).toEqual(['faceUnclear']);
    expect([faced({ liveness: 49 }), faced({ liveness: 50 }), faced({ liveness: undefined })]).toEqual([
      ['lowLiveness'],
      [],
      [],
    ]);
    expect([faced({ challenge: 'failed' }), faced({ challenge: 'notAsked' })]).toEqual([
      ['challengeFailed'],
      ['challengeNotAsked'],
    ]);
    expect([faced({ movement: 'jumped' }), faced({ movement: 'untold' })]).toEqual([['turnJumped'], ['turnJumped']]);
    expect(judged(kiosk, { way: { ...face, movement: 'jumped' } }).verdict).toBe('doubted');
  });

  it('needs consent and a confirmed portrait, and offers the other way each time', () => {
    expect([faced({ hasConsent: false }), faced({ isEnrolled: false })]).toEqual([['noConsent'], ['notEnrolled']]);
    for (const code of ['noConsent', 'notEnrolled', 'faceUnsure', 'faceMismatch', 'elsewhere'] as const) {
      expect(remark(code).wayForward).toContain('身份证、一次性码、工作人员见证并拍教室照片签到，同样计课时');
    }
  });

  it('of a device’s own or of an unknown engine counts, and is looked at', () => {
    expect(faced({ isDeviceOnly: true, score: 0 })).toEqual(['deviceOnly']);
    expect(faced({ engineId: 'other', score: 0 })).toEqual(['unknownEngine']);
  });
});

describe('the way without a face', () => {
  it('is accepted with card, code, witness and photo of the room, and refused without any of them', () => {
    expect(carded({})).toEqual([]);
    expect(carded({ isCardMatched: false })).toEqual(['cardIncomplete']);
    expect(carded({ isCodeRight: false })).toEqual(['cardIncomplete']);
    expect(carded({ witnessId: undefined })).toEqual(['cardIncomplete']);
    expect(carded({ roomPhotoId: undefined })).toEqual(['cardIncomplete']);
    expect(carded({ witnessId: 't' })).toEqual(['witnessIsTrainee']);
  });

  it('counts exactly as a face does', () => {
    const minutesBy = (way: FaceWay | CardWay) => {
      const marks = [
        { direction: 'in' as const, receivedAt: at(505) },
        { direction: 'out' as const, receivedAt: at(600) },
      ].flatMap((each) => {
        const facts = { ...kiosk, ...each, nonce: undefined, way };
        return markOf(facts, judgeCheckIn(facts, figure)) ?? [];
      });
      return attendanceOf(lessons, { traineeId: 't', marks, leaves: [] }, localMinute(monday, 1000), figure);
    };
    expect(minutesBy(card)).toEqual(minutesBy(face));
    expect(minutesBy(card)[0]).toMatchObject({ state: 'present', minutes: 90 });
  });
});

describe('a telephone', () => {
  it('is accepted with the code of the screen and near the room', () => expect(codes(phone)).toEqual([]));

  it('uses the code of now or the one before, once', () => {
    const now = codeStepAt(at(505), 30);
    const step = (number: number | undefined, usedSteps = new Set<number>()) =>
      codes(phone, { code: { step: number, usedSteps } });
    expect([step(now), step(now - 1), step(now - 2), step(now + 1), step(undefined)]).toEqual([
      [],
      [],
      ['codeExpired'],
      ['codeAhead'],
      ['codeMissing'],
    ]);
    expect(step(now, new Set([now]))).toEqual(['codeReplayed']);
    expect(codes(phone, { code: undefined })).toEqual(['codeMissing']);
  });

  it('is near within two hundred metres and its own uncertainty', () => {
    const north = (metres: number, accuracy: number) => ({
      room,
      phone: { latitude: room.latitude + metres / 111_195, longitude: room.longitude, accuracy },
      isInRoomNetwork: false,
      radius: 200,
      accuracyLimit: 100,
    });
    expect(judgePlace(north(205, 10))).toEqual({});
    expect(judgePlace(north(215, 10))).toEqual({ refusal: 'elsewhere' });
    expect(judgePlace(north(250, 101))).toEqual({ doubt: 'placeUnsure' });
    expect(judgePlace(north(5000, 101))).toEqual({ refusal: 'elsewhere' });
    expect(judgePlace({ ...north(5000, 10), isInRoomNetwork: true })).toEqual({});
    expect(codes(phone, { place: undefined })).toEqual(['placeUnknown']);
  });

  it('tells all that is wrong at once', () => {
    expect(codes(phone, { code: undefined, isOnRoster: false, way: { ...face, hasConsent: false } })).toEqual([
      'notOnRoster',
      'codeMissing',
      'noConsent',
    ]);
  });
});

describe('what is told', () => {
  it('is a sentence and a way forward for each reason', () => {
    for (const code of [...refusalCodes, ...doubtCodes, ...laterDoubtCodes]) {
      expect(remark(code).sentence).toMatch(/。$/);
      expect(remark(code).wayForward).toMatch(/。$/);
    }
  });

  it('leaves a mark unless refused, and one that waits for an officer where the clock is doubtful', () => {
    const offline = { ...kiosk, receivedAt: at(506), takenOfflineAt: at(505), nonce: undefined };
    const doubtful = { ...offline, device: { ...kiosk.device, hasClockDoubt: true } };
    expect(markOf(kiosk, judged(kiosk))).toEqual({ traineeId: 't', at: at(505), direction: 'in' });
    expect(markOf(doubtful, judged(doubtful))).toMatchObject({ hasClockDoubt: true });
    const refused = { ...kiosk, isOnRoster: false };
    expect(markOf(refused, judged(refused))).toBeUndefined();
  });
});

describe('steps of a code', () => {
  it('taken at an instant are those the rule accepts, whatever the instant', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.integer({ min: 5, max: 120 }),
        fc.nat(4),
        fc.integer({ min: -6, max: 6 }),
        (instant, seconds, back, shift) => {
          const step = codeStepAt(instant, seconds) + shift;
          const facts = {
            step,
            receivedAt: instant,
            stepSeconds: seconds,
            stepsBack: back,
            usedSteps: new Set<number>(),
          };
          expect(codeRefusal(facts) === undefined).toBe(acceptableSteps(instant, seconds, back).includes(step));
          expect(codeStandsFor(instant, seconds)).toBeGreaterThan(0);
          expect(codeStandsFor(instant, seconds)).toBeLessThanOrEqual(seconds * 1000);
        },
      ),
    );
  });

  it('stand at least one whole step after they were shown', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (shown) => {
        const facts = { step: codeStepAt(shown, 30), stepSeconds: 30, stepsBack: 1, usedSteps: new Set<number>() };
        expect(codeRefusal({ ...facts, receivedAt: shown + 30_000 })).toBeUndefined();
        expect(codeRefusal({ ...facts, receivedAt: shown + 60_000 })).toBe('codeExpired');
      }),
    );
  });
});

describe('metres between two places', () => {
  it('are a degree of latitude, nothing for the same place, and the same both ways', () => {
    expect(metresBetween(room, { ...room, latitude: room.latitude + 1 })).toBeCloseTo(111_195, -1);
    const place = fc.record({
      latitude: fc.double({ min: -80, max: 80, noNaN: true }),
      longitude: fc.double({ min: -179, max: 179, noNaN: true }),
    });
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(metresBetween(a, a)).toBe(0);
        expect(metresBetween(a, b)).toBeCloseTo(metresBetween(b, a), 4);
      }),
    );
  });
});
