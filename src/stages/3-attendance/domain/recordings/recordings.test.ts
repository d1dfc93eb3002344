import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { judge } from '#law/rule';
import { instantOf, localMinute } from '../lesson-times';
import { joined, lengthOf, uncovered } from './intervals';
import { recordingRules } from './recording-rules';
import { type Footage, recordingReport } from './recordings';

const startsOn = day('2026-11-23');
const figure = figuresOn(startsOn);
const at = (minute: number, second = 0) => instantOf(localMinute(startsOn, minute)) + second * 1000;
const lesson = (id: string, from: number, to: number, kind: 'theory' | 'practice' | 'exam' = 'theory') =>
  ({ id, taughtOn: startsOn, startsMinute: from, endsMinute: to, lessonHours: 2, kind }) as const;
const lessons = [
  lesson('theory', 480, 580),
  lesson('practice', 840, 940, 'practice'),
  lesson('exam', 960, 1060, 'exam'),
];
const shot = (fileId: string, from: number, to: number, cameraId = 'rear'): Footage => ({ fileId, cameraId, from, to });
const camerasOf = () => ['rear'];
const report = (...footage: Footage[]) => recordingReport({ lessons, camerasOf, footage }, figure);
const whole = [shot('1', at(480), at(580)), shot('2', at(840), at(940)), shot('3', at(960), at(1060))];
const found = (...footage: Footage[]) => judge(recordingRules, { startsOn, lessons, camerasOf, footage });

describe('recordings of a class (2021.A6.3, 2021.A6.4)', () => {
  it('cover theory, practice and exam from beginning to end', () => {
    expect(report(...whole).lessons.map(({ share, gaps }) => [share, gaps.length])).toEqual([
      [100, 0],
      [100, 0],
      [100, 0],
    ]);
    expect(found(...whole)).toEqual([]);
  });

  it('may miss five seconds at the edges and the seams, not six', () => {
    const seam = (second: number) => [shot('1a', at(480, 5), at(500)), shot('1b', at(500, second), at(580, -5))];
    expect(report(...seam(5)).lessons[0]).toMatchObject({ share: 100, gaps: [] });
    expect(report(...seam(6)).lessons[0]).toMatchObject({ share: 99, gaps: [] });
  });

  it('have a gap from five minutes on, named with its time', () => {
    const cut = (minute: number, second = 0) => [shot('1a', at(480), at(500)), shot('1b', at(minute, second), at(580))];
    expect(report(...cut(504, 59)).lessons[0]?.gaps).toEqual([]);
    expect(report(...cut(505)).lessons[0]).toMatchObject({ share: 95, gaps: [{ from: at(500), to: at(505) }] });
    const [warning] = found(...cut(505), ...whole.slice(1));
    expect(warning).toMatchObject({ rule: 'attendance.recording-share', severity: 'warns', row: 'theory' });
    expect(warning?.message).toBe('2026-11-23 理论课录像覆盖 95%（应不低于 95%），中断：08:20–08:25。');
  });

  it('are short below 95 per cent, though no gap is long, and however little there is', () => {
    const pieces = (lost: number) => [
      shot('1a', at(480), at(500)),
      shot('1b', at(500) + lost * 30_000, at(540)),
      shot('1c', at(540) + lost * 30_000, at(580)),
    ];
    expect(found(...pieces(5), ...whole.slice(1))).toEqual([]);
    expect(found(...pieces(6), ...whole.slice(1))).toMatchObject([
      { rule: 'attendance.recording-share', breach: { share: 94, required: 95, gaps: '' } },
    ]);
    expect(found(shot('1', at(480), at(481)), ...whole.slice(1))).toMatchObject([
      { rule: 'attendance.recording-share', breach: { share: 1 } },
    ]);
  });

  it('stop the class where a lesson was not recorded at all, the exam no less', () => {
    expect(found(...whole.slice(0, 2))).toMatchObject([
      { rule: 'attendance.recording-missing', severity: 'blocks', row: 'exam', message: '2026-11-23 考试没有录像。' },
    ]);
    expect(found()).toHaveLength(3);
  });

  it('count any camera of the room, and none of another', () => {
    const two = { lessons, camerasOf: () => ['rear', 'front'] };
    const footage = [shot('r', at(480), at(530)), shot('f', at(530), at(580), 'front')];
    expect(recordingReport({ ...two, footage }, figure).lessons[0]?.share).toBe(100);
    expect(report(shot('x', at(480), at(580), 'elsewhere')).lessons[0]?.share).toBe(0);
  });

  it('tell two files of one camera for the same time, and footage outside the lessons', () => {
    const told = report(...whole, shot('copy', at(500), at(510)), shot('early', at(400), at(480)));
    expect(told.overlaps).toEqual([{ cameraId: 'rear', files: ['1', 'copy'], milliseconds: 600_000 }]);
    expect(told.extra).toEqual([{ cameraId: 'rear', intervals: [{ from: at(400), to: at(480) }] }]);
    expect(found(...whole, shot('copy', at(500), at(510)))).toMatchObject([{ rule: 'attendance.recording-overlap' }]);
    expect(report(...whole, shot('next', at(580, -5), at(590))).overlaps).toEqual([]);
    expect(found(...whole, shot('copy', at(500), at(550)))).toMatchObject([{ breach: { first: '1', seconds: 3000 } }]);
  });
});

describe('intervals', () => {
  const intervals = fc.array(
    fc.tuple(fc.nat(200), fc.nat(40)).map(([from, length]) => ({ from, to: from + length })),
    { maxLength: 12 },
  );
  const covers = (parts: readonly { from: number; to: number }[], point: number) =>
    parts.some(({ from, to }) => from <= point && point < to);

  it('joined cover the same points, in order and apart', () => {
    fc.assert(
      fc.property(intervals, (given) => {
        const whole = joined(given, 0);
        for (let point = 0; point < 240; point += 1) expect(covers(whole, point)).toBe(covers(given, point));
        for (const [at, { from }] of whole.entries()) expect(from).toBeGreaterThan(whole[at - 1]?.to ?? -1);
      }),
    );
  });

  it('covered and uncovered make up the whole', () => {
    fc.assert(
      fc.property(intervals, (given) => {
        const whole = { from: 20, to: 180 };
        const parts = joined(given, 0);
        const left = uncovered(whole, parts);
        for (let point = 20; point < 180; point += 1) expect(covers(left, point)).toBe(!covers(parts, point));
        expect(lengthOf(left)).toBeLessThanOrEqual(160);
      }),
    );
  });
});
