import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { type AwaitedKind, awaitedIn } from './awaited';
import type { ImpersonationEvent } from './events';
import {
  appealed,
  confirmed,
  decidedOn,
  dueOn,
  lapsed,
  law,
  notified,
  people,
  reported,
  threeConfirmed,
  told,
  voided,
} from './testing-cases';

const after = (...events: ImpersonationEvent[]) => awaitedIn(told(events).of, law);
const kinds = (...events: ImpersonationEvent[]): AwaitedKind[] => after(...events).map(({ what }) => what);
const upTo = (...events: ImpersonationEvent[]) => [...threeConfirmed, ...events];
const principal = people.principal;
const stated: ImpersonationEvent = { kind: 'state', actor: principal, on: dueOn, text: '系双胞胎' };
const asked: ImpersonationEvent = { kind: 'requestHearing', actor: principal, on: dueOn };
const heldOn = day('2026-12-01');
const called: ImpersonationEvent = { kind: 'callHearing', actor: people.officer, on: dueOn, heldOn };

describe('what an impersonation case waits for', () => {
  it('is a finding while anybody is suspected, and nothing when all are found', () => {
    expect(kinds()).toEqual([]);
    expect(after(reported('a', 'l1', 'photo'))).toEqual([{ what: 'find', by: 'county' }]);
    expect(kinds(reported('a', 'l1', 'photo'), confirmed('a', 'l1'))).toEqual([]);
    expect(kinds(...upTo(reported('d', 'l1', 'more')))).toEqual(['find', 'notify']);
  });

  it('is the notice once the money is frozen, then the answer of the principal until the term ends', () => {
    expect(after(...upTo())).toEqual([{ what: 'notify', by: 'county' }]);
    expect(after(...upTo(notified))).toEqual([
      { what: 'answer', by: 'principal', on: dueOn },
      { what: 'lapse', by: 'county', on: dueOn },
    ]);
  });

  it('is off the principal’s desk when the case has been stated, though more may be said', () => {
    expect(after(...upTo(notified, stated))[0]).toMatchObject({ what: 'answer', isOpenRight: true });
  });

  it('is the call and then the hearing where one was asked for, open to either bureau', () => {
    expect(after(...upTo(notified, asked))).toEqual([{ what: 'callHearing', by: 'county' }]);
    expect(after(...upTo(notified, asked, called))).toEqual([{ what: 'holdHearing', by: 'both', on: heldOn }]);
  });

  it('is the decision of the signatory, not before an objection is decided by the city', () => {
    expect(after(...upTo(notified, lapsed))).toEqual([{ what: 'decide', by: 'countySignatory' }]);
    const objection = { ...appealed, on: dueOn } as ImpersonationEvent;
    expect(after(...upTo(notified, objection, lapsed))).toEqual([{ what: 'decideAppeal', by: 'citySignatory' }]);
  });

  it('is an appeal that may be made until its last day, and its decision once made', () => {
    const right = { what: 'appeal', by: 'principal', on: addDays(decidedOn, law.appealPeriod), isOpenRight: true };
    expect(after(...upTo(notified, lapsed, voided))).toEqual([right]);
    expect(kinds(...upTo(notified, lapsed, voided, appealed))).toEqual(['decideAppeal']);
  });
});
