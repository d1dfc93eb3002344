import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type PlainDate, plainDate } from '#kernel/plain-date';
import type { Lesson } from '../opening';
import { sound } from '../sound-opening';
import { type PlanVersion, timetableOn, versionOn } from './plan-versions';

const start = plainDate('2026-12-14');
const [template] = sound.lessons;
if (!template) throw new RangeError('the sound opening has no lesson');

/** A plan of one lesson a day, told apart by its content. */
const planCalled = (content: string): Lesson[] =>
  Array.from({ length: 30 }, (_each, at) => ({
    ...template,
    id: `${content}-${at}`,
    taughtOn: addDays(start, at),
    content,
  }));

const versionsFrom = (days: readonly number[]): PlanVersion[] =>
  days.map((offset, at) => ({
    version: at + 1,
    fromDay: addDays(start, at === 0 ? 0 : offset),
    lessons: planCalled(`第${at + 1}版`),
  }));

const histories = fc.array(fc.integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 6 });
const anyDay = fc.integer({ min: -40, max: 60 }).map((offset): PlainDate => addDays(start, offset));

describe('the timetable', () => {
  it('of every day is that of exactly one version, whatever the order they are read in', () => {
    fc.assert(
      fc.property(histories, anyDay, (days, day) => {
        const versions = versionsFrom(days);
        const found = versionOn(versions, day);
        expect(found).toBeDefined();
        expect(versionOn([...versions].reverse(), day)).toBe(found);
        expect(new Set(timetableOn(versions, day).map(({ content }) => content)).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of the past is never altered by a change that begins later', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 29 }), anyDay, (days, offset, day) => {
        const before = versionsFrom(days);
        const fromDay = addDays(start, offset);
        const after = [...before, { version: before.length + 1, fromDay, lessons: planCalled('新版') }];
        if (day < fromDay) expect(timetableOn(after, day)).toEqual(timetableOn(before, day));
        else expect(versionOn(after, day)?.version).toBe(before.length + 1);
      }),
    );
  });

  it('of a class without a version is empty', () => {
    expect(timetableOn([], start)).toEqual([]);
  });
});
