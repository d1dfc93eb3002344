import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { instantOf, localMinute } from '../lesson-times';
import { type RecordingFileFacts, recordingFileRules, spokenLength } from './file-rules';

const startsOn = day('2026-11-23');
const at = (minute: number) => instantOf(localMinute(startsOn, minute));
const sound: RecordingFileFacts = {
  startsOn,
  recordingId: 'r1',
  startsAt: at(480),
  statedSeconds: 6000,
  measuredMs: 6_000_000,
  createdAt: undefined,
  still: [],
  black: [],
  loop: undefined,
  heads: [],
  seesBacks: false,
};
const found = (spoilt: Partial<RecordingFileFacts>) => judge(recordingFileRules, { ...sound, ...spoilt });

describe('the limits of a recording’s file', () => {
  it('let its length differ by two minutes, and not by a thousandth of a second more', () => {
    for (const measuredMs of [5_880_000, 6_120_000]) expect(found({ measuredMs })).toEqual([]);
    for (const measuredMs of [5_879_999, 6_120_001]) expect(found({ measuredMs })).toHaveLength(1);
    expect(found({ statedSeconds: 5999, measuredMs: 60_000 })).toMatchObject([
      { breach: { stated: '1 小时 39 分', measured: '1 分' } },
    ]);
  });

  it('let its clock differ by as much', () => {
    expect(found({ createdAt: at(482) })).toEqual([]);
    expect(found({ createdAt: at(482) + 1 })).toMatchObject([{ rule: 'attendance.recording-clock' }]);
  });

  it('name a loop by the clock of both stretches', () => {
    const loop = { fromMs: 600_000, otherFromMs: 1_800_000, lengthMs: 300_000 };
    expect(found({ loop })).toMatchObject([{ breach: { first: '08:10', again: '08:30', length: '5 分' } }]);
  });

  it('ask about heads below seven in ten of the check-ins, and not at seven', () => {
    const sampled = (seen: number) =>
      [490, 500, 510].map((minute) => ({ at: at(minute), lessonId: 'a', seen, checkedIn: 100 }));
    expect(found({ heads: sampled(70) })).toEqual([]);
    expect(found({ heads: sampled(69) })).toHaveLength(1);
    expect(found({ heads: sampled(69).slice(1) })).toEqual([]);
  });

  it('speak of lengths in hours, minutes and seconds', () => {
    expect([3_599_000, 3_660_000, 7_199_000, 120_000].map(spokenLength)).toEqual([
      '59 分 59 秒',
      '1 小时 1 分',
      '1 小时 59 分',
      '2 分',
    ]);
  });
});
