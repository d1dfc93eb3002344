import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsFor, movesOf } from '#kernel/lifecycle';
import { plainDate } from '#kernel/plain-date';
import { blocked, judge } from '#law/rule';
import { type Checklist, checklistPoints, checklistRules, pointWords } from './checklist';
import { heardFrom, type Sight } from './connection';
import { noTime, readDeviceTime } from './device-time';
import { contentOf, type DeviceEvent, flagsOf, keyOf, offsetSample } from './events';
import { gapsBetween, missingCount, type Run } from './gaps';
import { deviceLifecycle } from './lifecycle';

describe('a device', () => {
  it('is listened to only after the county has confirmed it', () => {
    const toActive = movesOf(deviceLifecycle).filter(({ to }) => to === 'active');
    expect(toActive.map(({ action }) => action)).toEqual(['confirm', 'resume']);
    expect(deviceLifecycle.steps.confirm.by).toEqual(['countyOfficer']);
    expect(actionsFor(deviceLifecycle, 'registered', 'institutionPrincipal')).toEqual([]);
  });
  it('is revoked by either bureau from every state, and never comes back', () => {
    for (const role of ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory'] as const) {
      for (const state of ['registered', 'active', 'suspended'] as const) {
        expect(actionsFor(deviceLifecycle, state, role)).toContain('revoke');
      }
      expect(actionsFor(deviceLifecycle, 'revoked', role)).toEqual([]);
    }
  });
});

describe('the time a device tells', () => {
  const at = (text: string) => readDeviceTime(text).at;
  it('without a zone is Beijing time, and said to be assumed', () => {
    expect(readDeviceTime('2026-03-02 08:00:00')).toEqual({
      told: '2026-03-02 08:00:00',
      at: Date.UTC(2026, 2, 2, 0, 0, 0),
      zone: 'assumed',
    });
  });
  it('with a zone is the same instant however it is written', () => {
    const instant = Date.UTC(2026, 2, 2, 0, 0, 0);
    for (const text of ['2026-03-02T08:00:00+08:00', '2026-03-02T00:00:00Z', '2026-03-01T19:00:00-0500']) {
      expect(readDeviceTime(text)).toMatchObject({ at: instant, zone: 'told' });
    }
    expect(at('2026-03-02T08:00:00.25+08:00')).toBe(instant + 250);
  });
  it.each(['', '0', '2026-02-30 08:00:00', '1970-01-01 00:00:00', '2026-03-02 24:00:00', '2026-03-02T08:00:00+99:00'])(
    '%s is kept as told and not guessed',
    (text) => expect(readDeviceTime(text)).toEqual({ told: text, at: undefined, zone: 'unread' }),
  );
  it('is read as the calendar has it, with any fraction and in any zone', () => {
    const first = Date.UTC(2000, 0, 2);
    const instants = fc.integer({ min: first, max: Date.UTC(2099, 11, 30) });
    const zones = fc.constantFrom('Z', '+08:00', '-05:30', '+14:00', '-00:15');
    fc.assert(
      fc.property(instants, zones, fc.integer({ min: 0, max: 9 }), (instant, zone, digits) => {
        const iso = new Date(instant).toISOString();
        const fraction = digits === 0 ? '' : `.${`${iso.slice(20, 23)}456789`.slice(0, digits)}`;
        const text = `${iso.slice(0, 19)}${fraction}${zone}`;
        expect(at(text)).toBe(Date.parse(text.replace(/(\.\d{3})\d+/, '$1')));
      }),
    );
  });
  it('is never longer than a line of a form', () => expect(readDeviceTime('9'.repeat(20_000)).told).toHaveLength(40));
});

const event: DeviceEvent = {
  sequence: 7,
  kind: 'checkIn',
  person: '1001',
  time: readDeviceTime('2026-03-02T08:00:00+08:00'),
  method: 'face',
  verdict: 'accepted',
  direction: 'in',
  detail: '',
  isBacklog: false,
};
const received = Date.UTC(2026, 2, 2, 0, 0, 3);

describe('an event', () => {
  it('is the same by its counter, and rewritten when anything else differs', () => {
    const other = { ...event, verdict: 'refused' as const };
    expect(keyOf(other)).toEqual(keyOf(event));
    expect(contentOf(other)).not.toBe(contentOf(event));
  });
  it('without a counter is the same by person, time and method', () => {
    const bare = { ...event, sequence: undefined };
    expect(keyOf(bare)).toEqual(keyOf({ ...bare, direction: 'out' }));
    expect(keyOf(bare)).not.toEqual(keyOf({ ...bare, person: '1002' }));
  });
  it('keeps the device’s time beside the server’s, with a mark where they disagree', () => {
    expect(flagsOf(event, received)).toEqual([]);
    expect(offsetSample(event, received)).toBe(3000);
    expect(flagsOf(event, received - 70_000)).toEqual(['clockAhead']);
    expect(flagsOf(event, received + 3_600_000)).toEqual(['late']);
    expect(flagsOf({ ...event, isBacklog: true }, received)).toEqual(['late']);
    expect(flagsOf({ ...event, time: noTime }, received)).toEqual(['timeUnread']);
    expect(flagsOf({ ...event, time: readDeviceTime('2026-03-02 08:00:00') }, received)).toEqual(['zoneAssumed']);
  });
  it('out of the memory of the device says nothing about its clock', () => {
    expect(offsetSample({ ...event, isBacklog: true }, received)).toBeUndefined();
    expect(offsetSample(event, received + 3_600_000)).toBeUndefined();
  });
  it('tells a clock set back by its heartbeats, and one years off as far off as can be', () => {
    const heartbeat = { ...event, kind: 'heartbeat' } as const;
    expect(offsetSample(heartbeat, received + 3_600_000)).toBe(3_603_000);
    const [most, decade] = [20 * 86_400_000, 3650 * 86_400_000];
    expect([offsetSample(heartbeat, received + decade), offsetSample(event, received - decade)]).toEqual([most, -most]);
  });
});

describe('counters that are missing', () => {
  const runsOf = (present: readonly number[]): Run[] => present.map((each) => ({ from: each, to: each }));
  it('are told from where they begin to where they end', () => {
    expect(
      gapsBetween([
        { from: 1, to: 3 },
        { from: 9, to: 9 },
        { from: 5, to: 7 },
      ]),
    ).toEqual([
      { from: 4, to: 4, count: 1 },
      { from: 8, to: 8, count: 1 },
    ]);
  });
  it('are the same in whatever order the events came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 })), (present) => {
        const gaps = gapsBetween(runsOf(present));
        expect(gaps).toEqual(gapsBetween(runsOf([...present].reverse())));
        const span = present.length === 0 ? 0 : Math.max(...present) - Math.min(...present) + 1;
        expect(missingCount(gaps)).toBe(span - present.length);
      }),
    );
  });
  it('are never fewer when one more event is lost inside', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 2, max: 99 }), { minLength: 1 }), (inside) => {
        const whole = [1, ...inside, 100];
        const fewer = whole.filter((each) => each !== inside[0]);
        expect(missingCount(gapsBetween(runsOf(fewer)))).toBe(missingCount(gapsBetween(runsOf(whole))) + 1);
      }),
    );
  });
});

describe('a key used from two places', () => {
  const hear = (sources: readonly string[]) => {
    let sights: Sight[] = [];
    return sources.map((source, at) => {
      const heard = heardFrom(sights, { source, at: at * 1000 });
      sights = heard.sights;
      return heard.isTwoPlaces;
    });
  };
  it('is seen when both are heard in turn', () => {
    expect(hear(['a', 'a', 'b', 'a'])).toEqual([false, false, false, true]);
  });
  it('is not suspected of a device that was moved', () => expect(hear(['a', 'a', 'b', 'b', 'c'])).not.toContain(true));
});

describe('the checklist of annex 6', () => {
  const on = plainDate('2026-03-02');
  const whole: Checklist = {
    keeper: '赵专管',
    passwordSetBy: '钱经办',
    passwordSetOn: plainDate('2026-03-01'),
    keptAt: '教学楼 2 楼机房',
    points: checklistPoints,
    note: '',
  };
  const found = (checklist: Checklist) => judge(checklistRules, { checklist, on });
  it('is in order when every paragraph 2021.A6.1 to 2021.A6.6 is seen to', () => expect(found(whole)).toEqual([]));
  it.each(checklistPoints)('stops without %s, beside its point with its clause', (point) => {
    const findings = found({ ...whole, points: checklistPoints.filter((each) => each !== point) });
    expect(findings).toMatchObject([{ field: point, severity: 'blocks', cites: [pointWords[point].cites] }]);
  });
  it('stops when the institution’s own person set the password, or nobody knows who', () => {
    expect(found({ ...whole, passwordSetBy: '赵专管' })).toMatchObject([{ field: 'passwordSetBy' }]);
    expect(blocked(found({ ...whole, passwordSetBy: '' }))).toBe(true);
    expect(found({ ...whole, passwordSetOn: plainDate('2026-03-03') })).toMatchObject([{ field: 'passwordSetOn' }]);
  });
  it('stops without a keeper, a day of the password or a place where the records are kept, once each', () => {
    expect(found({ ...whole, keeper: '' }).map(({ rule }) => rule)).toEqual(['attendance.keeper-named']);
    expect(found({ ...whole, keeper: '', passwordSetBy: '' }).map(({ field }) => field)).toEqual([
      'keeper',
      'passwordSetBy',
    ]);
    expect(found({ ...whole, passwordSetOn: undefined })).toMatchObject([
      { field: 'passwordSetOn', breach: { says: '没有写明设置日期' } },
    ]);
    expect(found({ ...whole, passwordSetOn: on })).toEqual([]);
    expect(found({ ...whole, keptAt: '' })).toMatchObject([{ rule: 'attendance.kept-at', field: 'keptAt' }]);
  });
});
