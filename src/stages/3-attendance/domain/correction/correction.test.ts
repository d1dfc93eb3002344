import { describe, expect, it } from 'vitest';
import { workingCalendar } from '#kernel/calendar';
import { plainDate as day, type PlainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { judge } from '#law/rule';
import { attendanceOf } from '../lesson-minutes/lesson-minutes';
import { correctionStates } from '../lifecycle';
import { instantOf, localMinute } from '../lesson-times';
import { correctionMarks, type EarlierCorrection } from './correction';
import { type CorrectionFacts, correctionRules } from './correction-rules';

const monday = day('2026-11-23');
const lesson = {
  id: 'a',
  taughtOn: monday,
  startsMinute: 510,
  endsMinute: 690,
  lessonHours: 4,
  kind: 'theory',
} as const;
const sound: CorrectionFacts = {
  request: {
    id: 'c1',
    traineeId: 't',
    lessonId: 'a',
    direction: 'out',
    at: localMinute(monday, 690),
    reason: '门口设备断电',
    evidence: [{ id: 'e', kind: 'recordingClip' }],
    requestedById: 'clerk',
    requestedAt: localMinute(monday, 720),
  },
  lesson,
  attendance: undefined,
  earlier: [],
  isImpersonated: false,
  calendar: workingCalendar([]),
};
const asked = (change: Partial<CorrectionFacts['request']>, more: Partial<CorrectionFacts> = {}) =>
  judge(correctionRules, { ...sound, ...more, request: { ...sound.request, ...change } });
const rules = (...given: Parameters<typeof asked>) => asked(...given).map(({ rule }) => rule);
const askedOn = (on: PlainDate) => rules({ requestedAt: localMinute(on, 0) });
const earlier = (count: number, on: string, state: EarlierCorrection['state'] = 'approved') =>
  Array.from({ length: count }, (_, at) => ({
    id: `before${at}`,
    lessonId: `other${at}`,
    direction: 'in' as const,
    at: localMinute(day(on), 500),
    state,
  }));

describe('a correction (2021.4.1)', () => {
  it('passes with a lesson, a time, a reason and a proof', () => expect(asked({})).toEqual([]));

  it('belongs to a lesson of the class and lies within its windows', () => {
    expect(rules({}, { lesson: undefined })).toEqual(['attendance.correction-lesson']);
    expect(rules({ at: localMinute(monday, 470) })).toEqual([]);
    expect(rules({ at: localMinute(monday, 469) })).toEqual(['attendance.correction-lesson']);
    expect(rules({ at: localMinute(monday, 730) })).toEqual([]);
    expect(rules({ at: localMinute(monday, 731) })).toEqual(['attendance.correction-lesson']);
    expect(asked({ at: 0 })[0]?.message).toContain('07:50–12:10');
  });

  it('is not needed beside an approved one of the same lesson and way, but beside any other', () => {
    const approved: EarlierCorrection = {
      id: 'c0',
      lessonId: 'a',
      direction: 'out',
      at: localMinute(monday, 690),
      state: 'approved',
    };
    const beside = (change: Partial<EarlierCorrection>) => rules({}, { earlier: [{ ...approved, ...change }] });
    expect(beside({})).toEqual(['attendance.correction-needed']);
    expect(beside({ id: 'c1' })).toEqual([]);
    expect(beside({ lessonId: 'b' })).toEqual([]);
    expect(beside({ direction: 'in' })).toEqual([]);
    expect(beside({ state: 'refused' })).toEqual([]);
  });

  it('waits for the end of the lesson and offers the other way until then', () => {
    const found = asked({ requestedAt: localMinute(monday, 689) });
    expect(found).toMatchObject([{ rule: 'attendance.correction-lesson-over' }]);
    expect(found[0]?.fix).toContain('身份证和见证人');
    expect(rules({ requestedAt: localMinute(monday, 690) })).toEqual([]);
  });

  it('is asked for within three working days, weekends not counted', () => {
    expect(askedOn(day('2026-11-26'))).toEqual([]);
    expect(askedOn(day('2026-11-27'))).toEqual(['attendance.correction-in-time']);
    const friday = { ...lesson, taughtOn: day('2026-11-27') };
    const at = localMinute(day('2026-11-27'), 690);
    expect(rules({ at, requestedAt: localMinute(day('2026-12-02'), 0) }, { lesson: friday })).toEqual([]);
    expect(rules({ at, requestedAt: localMinute(day('2026-12-03'), 0) }, { lesson: friday })).toHaveLength(1);
  });

  it('is granted three times a month; refused and withdrawn ones do not count, other months neither', () => {
    expect(rules({}, { earlier: earlier(2, '2026-11-02') })).toEqual([]);
    const fourth = asked({}, { earlier: earlier(3, '2026-11-02') });
    expect(fourth).toMatchObject([{ rule: 'attendance.correction-limit', breach: { limit: 3, used: 3 } }]);
    expect(rules({}, { earlier: earlier(3, '2026-11-02', 'endorsed') })).toHaveLength(1);
    expect(rules({}, { earlier: earlier(3, '2026-11-02', 'refused') })).toEqual([]);
    expect(rules({}, { earlier: earlier(3, '2026-10-31') })).toEqual([]);
    expect(rules({ id: 'before0' }, { earlier: earlier(3, '2026-11-02') })).toEqual([]);
  });

  it('needs a reason and a proof', () => {
    expect(asked({ reason: '', evidence: [] }).map(({ field }) => field)).toEqual(['reason', 'evidence']);
  });

  it('is not needed where the lesson counts already', () => {
    const [present] = attendanceOf(
      [lesson],
      {
        traineeId: 't',
        leaves: [],
        marks: [
          { traineeId: 't', at: instantOf(localMinute(monday, 505)), direction: 'in' },
          { traineeId: 't', at: instantOf(localMinute(monday, 690)), direction: 'out' },
        ],
      },
      localMinute(monday, 800),
      figuresOn(monday),
    );
    expect(rules({}, { attendance: present })).toEqual(['attendance.correction-needed']);
    const same = { ...earlier(1, '2026-11-23')[0], id: 'x', lessonId: 'a', direction: 'out' } as const;
    expect(rules({}, { earlier: [{ ...same, at: sound.request.at, state: 'approved' }] })).toEqual([
      'attendance.correction-needed',
    ]);
  });

  it('is not open to a lesson with an impersonation', () => {
    expect(asked({}, { isImpersonated: true })).toMatchObject([
      { rule: 'attendance.correction-impersonated', cites: ['2021.4.3', '2021.4.1'] },
    ]);
  });

  it('is decided by another than who asked', () => {
    expect(rules({}, { decidedById: 'clerk' })).toEqual(['attendance.correction-second-person']);
    expect(rules({}, { decidedById: 'officer' })).toEqual([]);
  });

  it('becomes a mark only when granted', () => {
    const all = correctionStates.map((state) => ({ ...sound.request, state }));
    expect(correctionMarks(all)).toEqual([
      { traineeId: 't', direction: 'out', at: instantOf(sound.request.at), isCorrection: true },
    ]);
  });
});
