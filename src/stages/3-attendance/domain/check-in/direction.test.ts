import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { localMinute } from '../lesson-times';
import { hasTurned, likelyDirection } from './direction';

const monday = day('2026-11-23');
const figure = figuresOn(monday);
const lesson = (id: string, startsMinute: number, endsMinute: number) =>
  ({ id, taughtOn: monday, startsMinute, endsMinute, lessonHours: 2, kind: 'theory' }) as const;
const lessons = [lesson('a', 510, 600), lesson('b', 610, 700), lesson('c', 840, 930)];
const at = (minute: number) => likelyDirection(lessons, localMinute(monday, minute), figure);

describe('the door asks', () => {
  it('in before and during a session, and between two lessons of it', () => {
    expect([480, 510, 590, 599, 605, 650].map(at)).toEqual(['in', 'in', 'in', 'in', 'in', 'in']);
  });
  it('out from ten minutes before a session ends until checking out closes', () => {
    expect([689, 690, 700, 740, 741].map(at)).toEqual(['in', 'out', 'out', 'out', 'in']);
    expect([920, 930, 970, 971].map(at)).toEqual(['out', 'out', 'out', 'in']);
  });
  it('in again once checking in to the next session has opened', () => {
    expect([800, 839].map(at)).toEqual(['in', 'in']);
    expect(likelyDirection([], localMinute(monday, 600), figure)).toBe('in');
  });
});

describe('a head', () => {
  it('has turned only the way it was asked, and far enough', () => {
    expect(hasTurned(20, 'left', figure)).toBe(true);
    expect(hasTurned(20, 'right', figure)).toBe(false);
    expect(hasTurned(-20, 'right', figure)).toBe(true);
    expect(hasTurned(8, 'left', figure)).toBe(false);
  });
});
