import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { workingCalendar } from '#kernel/calendar';
import { confirmedIn, isRecoverable, moneyStanding } from './case';
import { type ImpersonationEvent, signalKinds, signalNames } from './events';
import { replay } from './impersonation';
import { impersonationRules } from './impersonation-rules';
import {
  appealed,
  confirmed,
  decidedOn,
  dueOn,
  lapsed,
  law,
  notified,
  noticedOn,
  people,
  reported,
  threeConfirmed,
  told,
  voided,
} from './testing-cases';

const stageAfter = (...events: ImpersonationEvent[]) => told(events).of.stage;
const sentenceOf = (...events: ImpersonationEvent[]) => told(events).sentence;
const toVoid = [...threeConfirmed, notified, lapsed, voided];
const by = (kind: 'suspend' | 'uphold', actor = people.citySignatory): ImpersonationEvent => ({
  kind,
  actor,
  on: day('2026-12-10'),
  reason: '经复核',
});
const reversed = (struck: readonly string[], actor = people.citySignatory): ImpersonationEvent => ({
  kind: 'reverse',
  actor,
  on: day('2026-12-10'),
  reason: '经复核，系双胞胎误认',
  struck: struck.map((traineeId) => ({ traineeId, lessonId: 'l1' })),
});

describe('a person-time (2021.4.3)', () => {
  it('is one trainee in one lesson, however many signals', () => {
    const twice = told([
      reported('a', 'l1', 'p1'),
      { ...reported('a', 'l1', 'p2'), kind: 'report', signal: 'notMe', actor: people.trainee } as ImpersonationEvent,
      reported('a', 'l1', 'p1'),
    ]).of;
    expect(Object.values(twice.personTimes)).toMatchObject([
      { state: 'suspected', signals: ['faceMismatch', 'notMe'], evidenceIds: ['p1', 'p2'] },
    ]);
    expect(twice.stage).toBe('watching');
  });

  it('counts one trainee in three lessons as three', () => {
    const events = ['l1', 'l2', 'l3'].flatMap((lesson) => [reported('a', lesson, lesson), confirmed('a', lesson)]);
    expect(stageAfter(...events)).toBe('frozen');
  });

  it('needs evidence to be suspected, and evidence of its own to be confirmed', () => {
    expect(sentenceOf(reported('a', 'l1'))).toContain('没有证据');
    expect(sentenceOf(confirmed('a', 'l1'))).toContain('没有疑似记录');
    const shared = [reported('a', 'l1', 'p'), confirmed('a', 'l1'), reported('b', 'l1', 'p')];
    expect(sentenceOf(...shared, confirmed('b', 'l1'))).toContain('须有自己的证据');
    expect(sentenceOf(...shared, reported('b', 'l1', 'q'), confirmed('b', 'l1'))).toBe('');
  });

  it('is confirmed or dismissed by an officer with a reason, never by a device or the institution', () => {
    const suspected = reported('a', 'l1', 'p');
    expect(sentenceOf(suspected, confirmed('a', 'l1', people.device))).toContain('考勤设备不能办理“确认冒名顶替”');
    expect(sentenceOf(suspected, confirmed('a', 'l1', people.clerk))).toContain('不能办理');
    const mute: ImpersonationEvent = {
      kind: 'dismiss',
      actor: people.officer,
      traineeId: 'a',
      lessonId: 'l1',
      reason: '',
    };
    expect(sentenceOf(suspected, mute)).toContain('没有写明理由');
    const dismissed: ImpersonationEvent = { ...mute, reason: '本人到场核对无误' };
    expect(told([suspected, dismissed]).of.personTimes['a/l1']).toMatchObject({ state: 'dismissed' });
    // What has been dismissed comes back only with something new, and only by a person.
    expect(told([suspected, dismissed, suspected]).of.personTimes['a/l1']?.state).toBe('dismissed');
    expect(told([suspected, dismissed, reported('a', 'l1', 'new')]).of.personTimes['a/l1']?.state).toBe('dismissed');
    const again: ImpersonationEvent = { ...reported('a', 'l1', 'new'), actor: people.inspector };
    expect(told([suspected, dismissed, again]).of.personTimes['a/l1']?.state).toBe('suspected');
  });

  it('is suspected by named signals, and a score is none of them', () => {
    expect(Object.keys(signalNames).sort()).toEqual([...signalKinds].sort());
    expect(signalKinds.filter((kind) => /score/i.test(kind))).toEqual([]);
  });
});

describe('three strikes (2021.4.3)', () => {
  it('alert at two, suspected or confirmed, and calm when one is dismissed', () => {
    const two = [reported('a', 'l1', 'p'), reported('b', 'l1', 'q')];
    expect(stageAfter(...two)).toBe('alerted');
    const dismissal: ImpersonationEvent = {
      kind: 'dismiss',
      actor: people.officer,
      traineeId: 'b',
      lessonId: 'l1',
      reason: '系本人',
    };
    expect(stageAfter(...two, dismissal)).toBe('watching');
  });

  it('freeze at the third confirmed, not at the third suspected', () => {
    expect(stageAfter(...['a', 'b', 'c'].map((each) => reported(each, 'l1', each)))).toBe('alerted');
    expect(stageAfter(...threeConfirmed.slice(0, 5))).toBe('alerted');
    expect(stageAfter(...threeConfirmed)).toBe('frozen');
    expect(moneyStanding(told(threeConfirmed).of)).toBe('frozen');
  });

  it('void only after notice, the time for a statement, and by a second reviewer', () => {
    expect(sentenceOf(...threeConfirmed, voided)).toContain('现在是“补贴冻结”，不能办理“取消全班补贴”');
    expect(sentenceOf(...threeConfirmed, notified, voided)).toContain('须在“已听证或期满”时办理');
    expect(sentenceOf(...threeConfirmed, notified, { ...lapsed, on: dueOn } as ImpersonationEvent)).toBe(
      '陈述申辩期限到11月16日 周一为止，还没有过。',
    );
    expect(stageAfter(...toVoid)).toBe('voided');
    expect(told(toVoid).of.decision).toEqual({ byId: 'signatory', on: decidedOn });
    expect(moneyStanding(told(toVoid).of)).toBe('void');
  });

  it('are not decided by who reported or confirmed one of them', () => {
    const reporter: ImpersonationEvent = {
      ...reported('d', 'l9', 'x'),
      actor: { id: 'signatory', role: 'countyOfficer' },
    } as ImpersonationEvent;
    expect(sentenceOf(...threeConfirmed, reporter, notified, lapsed, voided)).toContain('不能复核、裁决，请换一人');
  });

  it('hear a statement on the last day, none after it', () => {
    const statement = (on: string): ImpersonationEvent => ({
      kind: 'state',
      actor: people.principal,
      on: day(on),
      text: '其中一人系双胞胎',
    });
    expect(sentenceOf(...threeConfirmed, notified, statement('2026-11-16'))).toBe('');
    expect(sentenceOf(...threeConfirmed, notified, statement('2026-11-17'))).toContain('已经过了');
    expect(told([...threeConfirmed, notified]).of.notice).toMatchObject({ on: noticedOn, statementDueOn: dueOn });
  });

  it('are not decided before the time to be heard is over, though a statement came early', () => {
    const before = [
      ...threeConfirmed,
      notified,
      { kind: 'state', actor: people.principal, on: noticedOn, text: '请复核' },
    ] as const satisfies readonly ImpersonationEvent[];
    expect(sentenceOf(...before, { ...voided, on: noticedOn } as ImpersonationEvent)).toContain('须在“已听证或期满”时');
    expect(sentenceOf(...before, { ...lapsed, on: dueOn } as ImpersonationEvent)).toContain('还没有过');
    // Who has stated the case may still ask for a hearing.
    const asked: ImpersonationEvent = { kind: 'requestHearing', actor: people.principal, on: dueOn };
    expect(told([...before, asked])).toMatchObject({ of: { hearing: {} }, sentence: '' });
    expect(stageAfter(...before, lapsed)).toBe('heard');
  });

  it('hold a hearing that was asked for, called in time and led by an outsider', () => {
    const asked: ImpersonationEvent = { kind: 'requestHearing', actor: people.principal, on: day('2026-11-10') };
    const called = (heldOn: string): ImpersonationEvent => ({
      kind: 'callHearing',
      actor: people.officer,
      on: day('2026-11-11'),
      heldOn: day(heldOn),
    });
    const held = (actor = people.cityOfficer as (typeof people)[keyof typeof people]): ImpersonationEvent => ({
      kind: 'holdHearing',
      actor,
      on: day('2026-11-20'),
      recordId: 'record',
    });
    const before = [...threeConfirmed, notified, asked];
    expect(sentenceOf(...before, lapsed)).toContain('须举行听证');
    expect(sentenceOf(...before, called('2026-11-19'))).toContain('须提前 7 个工作日通知，最早在11月20日 周五举行');
    expect(sentenceOf(...before, held())).toContain('还没有发出听证通知');
    expect(sentenceOf(...before, called('2026-11-20'), held(people.officer))).toContain('不能主持听证');
    expect(stageAfter(...before, called('2026-11-20'), held())).toBe('heard');
  });

  it('are sent back for more, frozen still, and notified anew', () => {
    const back: ImpersonationEvent = { kind: 'remand', actor: people.signatory, on: decidedOn, reason: '照片不清' };
    const after = told([...threeConfirmed, notified, lapsed, back]).of;
    expect(after).toMatchObject({ stage: 'frozen' });
    expect(after.notice).toBeUndefined();
  });
});

describe('the record of a case', () => {
  it('is read as it was, whatever the calendar has become since', () => {
    const { of } = told([...threeConfirmed, notified]);
    const written = { ...notified, statementDueOn: of.notice?.statementDueOn } as ImpersonationEvent;
    const happened = [...threeConfirmed, written, lapsed, voided];
    // The holiday came out after the notice had been served.
    const later = {
      ...law,
      calendar: workingCalendar([
        { year: 2026, source: '补发的通知', offDays: [day('2026-11-12')], workedWeekendDays: [] },
      ]),
    };
    const read = replay(happened, later);
    expect(read).toMatchObject({ stage: 'voided', notice: { statementDueOn: dueOn } });
    const hearing: ImpersonationEvent[] = [
      { kind: 'requestHearing', actor: people.principal, on: noticedOn },
      { kind: 'callHearing', actor: people.officer, on: noticedOn, heldOn: day('2026-11-18') },
      { kind: 'holdHearing', actor: people.cityOfficer, on: day('2026-11-18'), recordId: 'record' },
    ];
    expect(replay([...threeConfirmed, written, ...hearing], later)).toEqual(
      told([...threeConfirmed, written, ...hearing]).of,
    );
  });
});

describe('an appeal', () => {
  it('is open for sixty days', () => {
    const on = (days: number): ImpersonationEvent =>
      ({ ...appealed, on: addDays(decidedOn, days) }) as ImpersonationEvent;
    expect(stageAfter(...toVoid, on(60))).toBe('appealed');
    expect(sentenceOf(...toVoid, on(61))).toContain('已经过了');
  });

  it('may stop the recovery while it runs, never the void itself', () => {
    const after = told([...toVoid, appealed, by('suspend')]).of;
    expect([after.stage, moneyStanding(after), isRecoverable(after)]).toEqual(['suspended', 'void', false]);
    expect(stageAfter(...toVoid, appealed, by('suspend'), by('uphold'))).toBe('upheld');
  });

  it('is decided by the city, by another than who decided or handled the case', () => {
    const voidedByCity: ImpersonationEvent = { ...voided, actor: people.citySignatory } as ImpersonationEvent;
    const before = [...threeConfirmed, notified, lapsed, voidedByCity, appealed];
    expect(sentenceOf(...before, by('uphold'))).toContain('作出取消决定的人不能裁决');
    expect(stageAfter(...before, by('uphold', people.secondCitySignatory))).toBe('upheld');
    expect(
      sentenceOf(...toVoid, appealed, { ...by('uphold'), actor: people.signatory } as ImpersonationEvent),
    ).toContain('由市人社局负责人办理');
  });

  it('frees the money only where fewer than three are left', () => {
    expect(sentenceOf(...toVoid, appealed, reversed([]))).toContain('剔除后仍有 3 人次');
    const after = told([...toVoid, appealed, reversed(['a'])]).of;
    expect([after.stage, moneyStanding(after), confirmedIn(after).length]).toEqual(['reversed', 'free', 2]);
    expect(sentenceOf(...toVoid, reversed(['a']))).toContain('现在是“已取消全班补贴”');
    expect(stageAfter(...toVoid, appealed, reversed(['a']), reported('z', 'l2', 'z'), confirmed('z', 'l2'))).toBe(
      'frozen',
    );
  });

  it('may come before the decision: it holds the decision up, and lifts the freeze when it is right', () => {
    const early = { ...appealed, on: day('2026-11-10') } as ImpersonationEvent;
    expect(sentenceOf(...threeConfirmed, reversed(['a']))).toContain('没有待裁决的异议或申诉');
    expect(stageAfter(...threeConfirmed, early)).toBe('frozen');
    expect(sentenceOf(...threeConfirmed, early, notified, lapsed, voided)).toContain('异议还没有裁决');
    expect(stageAfter(...threeConfirmed, early, reversed(['a']))).toBe('reversed');
    expect(stageAfter(...threeConfirmed, early, by('uphold'), notified, lapsed, voided)).toBe('voided');
    expect(sentenceOf(...threeConfirmed.slice(0, 4), early)).toContain('不能办理“申诉”');
  });

  it('comes once before the decision, lest it be put off for ever; after the decision it may be appealed', () => {
    const early = { ...appealed, on: day('2026-11-10') } as ImpersonationEvent;
    const refusedOnce = [...threeConfirmed, early, by('uphold')];
    expect(sentenceOf(...refusedOnce, early)).toContain('异议已经裁决过一次');
    expect(sentenceOf(...refusedOnce, notified, early)).toContain('异议已经裁决过一次');
    expect(stageAfter(...refusedOnce, notified, lapsed, voided, appealed)).toBe('appealed');
  });
});

describe('the rules of impersonation', () => {
  const found = (...events: ImpersonationEvent[]) =>
    judge(impersonationRules, { startsOn: day('2026-11-02'), impersonation: told(events).of });

  it('say nothing of one, warn at two, block while frozen or void, and let go after a reversal', () => {
    expect(found(reported('a', 'l1', 'p'))).toEqual([]);
    expect(found(...threeConfirmed.slice(0, 4))).toMatchObject([
      { rule: 'attendance.impersonation-alert', severity: 'warns', breach: { count: 2, limit: 3 } },
    ]);
    expect(found(...threeConfirmed)).toMatchObject([{ rule: 'attendance.impersonation-limit', severity: 'blocks' }]);
    expect(found(...threeConfirmed)).toMatchObject([{ breach: { count: 3, limit: 3 } }]);
    expect(found(...toVoid)[0]?.message).toContain('已取消');
    expect(found(...toVoid, appealed, reversed(['a', 'b'])).map(({ rule }) => rule)).toEqual([]);
  });
});
