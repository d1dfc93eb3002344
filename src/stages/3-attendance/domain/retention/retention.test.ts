import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { judge } from '#law/rule';
import { certificateLines, type PurgeCertificate, retentionRules } from './purge-certificate';
import { type KeptClass, keptKinds, keptUntil, mayPurge, purgeableOn } from './retention';

const endedOn = day('2026-11-20');
const figure = figuresOn(endedOn);
const kept: KeptClass = { endedOn, holds: [] };
const hold = { reason: '冒名顶替案件未结', from: day('2028-01-01'), liftedOn: undefined };
const on = (text: string, of: KeptClass = kept) => mayPurge(of, 'recording', day(text), figure);

describe('what is kept of a class (2021.4.2, 2021.A6.5)', () => {
  it('is kept three years after the class, to the day', () => {
    expect(keptUntil(endedOn, figure)).toBe('2029-11-20');
    expect(on('2029-11-20')).toMatchObject({ mayPurge: false, until: '2029-11-21' });
    expect(on('2029-11-21')).toEqual({ mayPurge: true, since: '2029-11-21' });
    expect(keptUntil(day('2024-02-29'), figure)).toBe('2027-02-28');
  });

  it('is not purged while the class runs', () => {
    expect(on('2040-01-01', { ...kept, endedOn: undefined })).toMatchObject({ mayPurge: false, until: undefined });
  });

  it('is not purged while it is held, however old', () => {
    expect(on('2035-01-01', { ...kept, holds: [hold] })).toMatchObject({ mayPurge: false });
    const lifted = { ...kept, holds: [{ ...hold, liftedOn: day('2034-06-01') }] };
    expect(on('2034-05-31', lifted).mayPurge).toBe(false);
    expect(on('2034-06-01', lifted).mayPurge).toBe(true);
    // A hold that begins after the purge is no hold yet.
    expect(on('2030-01-01', { ...kept, holds: [{ ...hold, from: day('2030-01-02') }] }).mayPurge).toBe(true);
  });

  it('leaves a face template no longer than the class, and not a day after consent is withdrawn', () => {
    const template = (text: string, withdrawn?: string) =>
      mayPurge(kept, 'faceTemplate', day(text), figure, withdrawn ? day(withdrawn) : undefined).mayPurge;
    expect([template('2026-11-20'), template('2026-11-21')]).toEqual([false, true]);
    expect([template('2026-11-10', '2026-11-11'), template('2026-11-11', '2026-11-11')]).toEqual([false, true]);
    expect(mayPurge(kept, 'recording', day('2026-11-21'), figure, day('2026-11-01')).mayPurge).toBe(false);
  });

  it('may once purgeable always be purged, unless a hold comes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keptKinds), fc.nat(3000), fc.nat(500), (kind, days, more) => {
        const first = mayPurge(kept, kind, addDays(endedOn, days), figure).mayPurge;
        const second = mayPurge(kept, kind, addDays(endedOn, days + more), figure).mayPurge;
        expect(!first || second).toBe(true);
      }),
    );
  });

  it('is listed for the day, and only what is stored, ended and free', () => {
    const stored = ['recording', 'faceTemplate'] as const;
    const classes = [
      { classId: 'old', ...kept, stored },
      { classId: 'held', ...kept, holds: [hold], stored },
      { classId: 'running', endedOn: undefined, holds: [], stored },
      { classId: 'empty', ...kept, stored: [] },
    ];
    const listed = (text: string) => purgeableOn(classes, day(text), (endedOn) => figuresOn(endedOn));
    expect(listed('2026-11-20')).toEqual([]);
    expect(listed('2026-11-21').map(({ classId, kinds }) => `${classId} ${kinds.join()}`)).toEqual([
      'old faceTemplate',
      'held faceTemplate',
    ]);
    expect(listed('2029-11-21')).toEqual([{ classId: 'old', kinds: ['recording', 'faceTemplate'] }]);
  });

  it('follows a later figure only for classes that ended under it', () => {
    const line = { from: day('2027-01-01'), value: 5, cites: ['2021.4.2'], grade: 'S' } as const;
    expect(keptUntil(endedOn, figuresOn(endedOn, { evidenceYears: [line] }))).toBe('2029-11-20');
    const next = day('2027-03-01');
    expect(keptUntil(next, figuresOn(next, { evidenceYears: [line] }))).toBe('2032-03-01');
  });
});

describe('a purge', () => {
  const certificate: PurgeCertificate = {
    classId: 'k',
    endedOn,
    purgedOn: day('2029-11-21'),
    purgedById: 'officer',
    witnessedById: 'signatory',
    items: [
      { id: 'r1', kind: 'recording', byteLength: 1000, hash: 'a1' },
      { id: 'r2', kind: 'recording', byteLength: 500, hash: 'a2' },
      { id: 'c1', kind: 'checkInRecord', byteLength: 20, hash: 'a3' },
    ],
  };
  const rules = (change: Partial<PurgeCertificate>) =>
    judge(retentionRules, { certificate: { ...certificate, ...change }, kept }).map(({ rule }) => rule);

  it('is certified with what, how much, by whom and before whom', () => {
    expect(rules({})).toEqual([]);
    expect(certificateLines(certificate)).toEqual(['视频录像 2 项，1500 字节', '考勤电子记录 1 项，20 字节']);
  });

  it('is refused a day early, for each kind, with the day it may be', () => {
    const found = judge(retentionRules, { certificate: { ...certificate, purgedOn: day('2029-11-20') }, kept });
    expect(found.map(({ rule, row }) => `${rule} ${row}`)).toEqual([
      'attendance.kept-long-enough recording',
      'attendance.kept-long-enough checkInRecord',
    ]);
    expect(found[0]?.message).toBe('视频录像须保管到 2029-11-20，在此之前任何人都不能清除。');
  });

  it('has a witness and a list with hashes', () => {
    expect(rules({ witnessedById: 'officer' })).toEqual(['attendance.purge-witnessed']);
    expect(rules({ items: [] })).toEqual(['attendance.purge-listed']);
    expect(rules({ items: [{ id: 'r', kind: 'recording', byteLength: 1, hash: '' }] })).toEqual([
      'attendance.purge-listed',
    ]);
  });
});
