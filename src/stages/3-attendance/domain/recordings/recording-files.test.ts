import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { instantOf, localMinute } from '../lesson-times';
import { recordingCopyRules, type RecordingFileFacts, recordingFileRules, spokenLength } from './file-rules';
import { isFileClockLike, timesFromName } from './file-times';
import { headAlerts } from './heads';
import { findLikeness, type Signature } from './likeness';
import { pictureFaults } from './picture-faults';

const startsOn = day('2026-11-23');
const at = (minute: number) => instantOf(localMinute(startsOn, minute));
const hour = 3_600_000;

const sound: RecordingFileFacts = {
  startsOn,
  recordingId: 'r1',
  startsAt: at(480),
  statedSeconds: 6000,
  measuredMs: 6_000_000,
  createdAt: at(480),
  still: [],
  black: [],
  loop: undefined,
  heads: [],
  seesBacks: false,
};
const found = (spoilt: Partial<RecordingFileFacts>) => judge(recordingFileRules, { ...sound, ...spoilt });

describe('what the file of a recording tells (2021.A6.3)', () => {
  it('is nothing while length, time and pictures are in order', () => {
    expect(found({})).toEqual([]);
    expect(found({ statedSeconds: undefined, createdAt: undefined })).toEqual([]);
  });

  it('is another length than stated, from more than two minutes on', () => {
    expect(found({ measuredMs: 5_880_000 })).toEqual([]);
    expect(found({ measuredMs: 3_000_000 })).toMatchObject([
      { rule: 'attendance.recording-length', message: '文件实际长 50 分，填报的是 1 小时 40 分；覆盖按实际时长计。' },
    ]);
  });

  it('is a clock that goes with none of the ways recorders write it', () => {
    for (const createdAt of [at(480), at(480) + 6_000_000, at(480) + 8 * hour, at(580) + 8 * hour]) {
      expect(found({ createdAt })).toEqual([]);
    }
    const [told] = found({ createdAt: at(480) - 24 * hour });
    expect(told?.message).toBe('文件自带的录制时间是 2026-11-22 08:00，填报的开始时间是 2026-11-23 08:00。');
    expect(isFileClockLike(at(483), at(480), 6_000_000, 120_000)).toBe(false);
  });

  it('is a still or a black picture, named with its time of day', () => {
    const [still, black] = found({ still: [{ from: 0, to: 600_000 }], black: [{ from: 1_200_000, to: 1_800_000 }] });
    expect(still?.message).toBe('画面静止不动：08:00–08:10。');
    expect(black?.message).toBe('画面全黑：08:20–08:30。');
  });

  it('is a loop, and footage of another class', () => {
    expect(found({ loop: { fromMs: 0, otherFromMs: 1_800_000, lengthMs: 1_200_000 } })).toMatchObject([
      { message: '08:00 起的画面在 08:30 起又出现一遍，相同的有 20 分。' },
    ]);
    const copy = { otherId: 'r2', words: '第 12 期 11 月 20 日', isSameFile: false, lengthMs: 1_500_000, likeness: 93 };
    expect(judge(recordingCopyRules, { startsOn, recordingId: 'r1', copies: [copy] })[0]?.message).toBe(
      '有 25 分的画面与第 12 期 11 月 20 日的录像相同（相似 93%）。',
    );
    const same = { ...copy, isSameFile: true };
    expect(judge(recordingCopyRules, { startsOn, recordingId: 'r1', copies: [same] })[0]?.message).toContain(
      '同一份文件',
    );
    expect([spokenLength(45_000), spokenLength(3_600_000), spokenLength(61_000)]).toEqual([
      '45 秒',
      '1 小时',
      '1 分 1 秒',
    ]);
  });
});

describe('the name of a file', () => {
  it('tells when it was recorded, as recorders write it', () => {
    expect(timesFromName('ch01_20261123080000_20261123094000.mp4')).toEqual({ from: at(480), to: at(580) });
    expect(timesFromName('2026-11-23 08-00-00.mkv')).toEqual({ from: at(480), to: undefined });
    expect(timesFromName('教室1 2026年11月23日08时00分.avi')).toEqual({ from: at(480), to: undefined });
    expect(timesFromName('VID_20261123_0800.webm')?.from).toBe(at(480));
  });

  it('tells nothing where it has no time, or none that exists', () => {
    for (const name of ['教室.mp4', '20261323080000.mp4', '20261123250000.mp4', '12345678901234567890.mp4', '']) {
      expect(timesFromName(name)).toBeUndefined();
    }
  });
});

describe('heads in sampled pictures (2021.4.1)', () => {
  const sample = (minute: number, seen: number, checkedIn = 30, lessonId = 'a') => ({
    at: at(minute),
    lessonId,
    seen,
    checkedIn,
  });

  it('raise an alert after three low samples of one lesson in a row, and never after two', () => {
    expect(headAlerts([sample(490, 20), sample(500, 20)], 70, 3)).toEqual([]);
    expect(headAlerts([sample(490, 20), sample(500, 21), sample(510, 20), sample(520, 20)], 70, 3)).toEqual([]);
    expect(headAlerts([sample(490, 20), sample(500, 5), sample(510, 19)], 70, 3)).toEqual([
      { lessonId: 'a', from: at(490), to: at(510), most: 20, checkedIn: 30 },
    ]);
    expect(headAlerts([sample(490, 2), sample(500, 2), sample(510, 2, 30, 'b')], 70, 3)).toEqual([]);
    expect(headAlerts([sample(490, 0, 0), sample(500, 0, 0), sample(510, 0, 0)], 70, 3)).toEqual([]);
  });

  it('are only a hint, and the finding says so', () => {
    const [told] = found({ heads: [sample(490, 2), sample(500, 3), sample(510, 1)] });
    expect(told).toMatchObject({ severity: 'warns', rule: 'attendance.recording-heads' });
    expect(told?.fix).toContain('只作提示');
  });
});

describe('black and standing pictures', () => {
  const frames = (count: number, light: number, change: number) =>
    Array.from({ length: count }, () => ({ light, change }));

  it('are told from the length on that the figure names', () => {
    const room = frames(60, 90, 6);
    const told = pictureFaults(
      [...room, ...frames(120, 90, 0), ...room, ...frames(119, 90, 0), ...room],
      1000,
      120_000,
    );
    expect(told).toEqual({ black: [], still: [{ from: 60_000, to: 180_000 }] });
    const dark = pictureFaults([...room, ...frames(150, 3, 0)], 1000, 120_000);
    expect(dark).toEqual({ black: [{ from: 60_000, to: 210_000 }], still: [] });
  });

  it('stand still also where an encoder draws the picture anew every half minute', () => {
    const [room, pulse] = [frames(60, 90, 6), frames(1, 90, 3)];
    const frozen = Array.from({ length: 5 }, () => [...frames(29, 90, 0), ...pulse]).flat();
    const told = pictureFaults([...room, ...frozen, ...frames(30, 90, 0), ...room], 1000, 120_000);
    expect(told.still).toEqual([{ from: 60_000, to: 240_000 }]);
    const twitching = Array.from({ length: 60 }, () => [...frames(3, 90, 0), ...pulse]).flat();
    expect(pictureFaults([...room, ...twitching, ...room], 1000, 120_000).still).toEqual([]);
  });
});

/** A walk of 64 values by chance of a seed: smooth as people moving. */
function footage(seed: number, frames: number): Int8Array {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 0x100_0000 - 0.5;
  };
  const cells = new Int8Array(frames * 64);
  const stands = new Float32Array(64);
  for (let at = 0; at < cells.length; at += 1) {
    const place = at % 64;
    stands[place] = (stands[place] ?? 0) * 0.9 + next() * 24;
    cells[at] = Math.max(-127, Math.min(127, Math.round(stands[place] ?? 0)));
  }
  return cells;
}
const signature = (cells: Int8Array): Signature => ({ stepMs: 1000, cells });
const noisy = (cells: Int8Array, by: number) =>
  cells.map((value, at) => Math.max(-127, Math.min(127, value + (((at * 7919) % (2 * by + 1)) - by))));
const joined = (...parts: readonly Int8Array[]) => {
  const whole = new Int8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const part of parts) {
    whole.set(part, from);
    from += part.length;
  }
  return whole;
};
const wish = { leastMs: 120_000, threshold: 0.75 };

describe('re-used footage (2021.A6.3)', () => {
  it('is found wherever it stands in either recording, with noise over it', () => {
    const stolen = footage(1, 400);
    const one = signature(joined(footage(2, 300), noisy(stolen, 4), footage(3, 200)));
    const other = signature(joined(footage(4, 700), stolen));
    const told = findLikeness(one, other, wish);
    expect(told?.likeness).toBeGreaterThan(0.85);
    expect(told && told.otherFromMs - told.fromMs).toBe(400_000);
    expect(told?.lengthMs).toBeGreaterThan(300_000);
  });

  it('is found when the same minutes are shown again in one recording', () => {
    const minutes = footage(5, 300);
    const whole = signature(joined(minutes, noisy(minutes, 3)));
    expect(findLikeness(whole, whole, { ...wish, apartMs: 120_000 })).toMatchObject({
      fromMs: 0,
      otherFromMs: 300_000,
    });
    const honest = signature(footage(6, 900));
    expect(findLikeness(honest, honest, { ...wish, apartMs: 120_000 })).toBeUndefined();
  });

  it('is never found between different recordings, still ones, or ones shorter than a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 5_000 }), fc.integer({ min: 5_001, max: 9_000 }), (a, b) => {
        expect(findLikeness(signature(footage(a, 240)), signature(footage(b, 240)), wish)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
    const still = signature(new Int8Array(64 * 300));
    expect(findLikeness(still, still, wish)).toBeUndefined();
    expect(findLikeness(still, signature(footage(1, 300)), wish)).toBeUndefined();
    const short = signature(footage(1, 59));
    expect(findLikeness(short, short, wish)).toBeUndefined();
  });

  it('is not a light switched off in both: one step proves nothing', () => {
    const step = (seed: number) => footage(seed, 400).map((value, at) => (at > 200 * 64 ? value / 4 - 90 : value / 4));
    expect(findLikeness(signature(step(7)), signature(step(8)), wish)).toBeUndefined();
  });
});
