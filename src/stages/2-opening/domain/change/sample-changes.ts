import type { Lesson, OpeningFacts } from '../opening';
import { sound } from '../sound-opening';
import { plainDate } from '#kernel/plain-date';
import type { RosterRow } from '../roster/row';
import { type ChangeProposal, emptyProposal } from './change';
import type { ChangeCase } from './judge-change';

/** The sound opening, approved and under way: its Monday taught, a change filed that day. */
export const filedOn = plainDate('2026-12-14');
export const running: OpeningFacts = { ...sound, filedOn };

export const nothing: ChangeProposal = emptyProposal(running);

export const asked = (proposal: Partial<ChangeProposal>, facts: OpeningFacts = running): ChangeCase => ({
  facts,
  proposal: { ...emptyProposal(facts), ...proposal },
  reason: '教师临时公务。',
  city: { overlaps: [], earlierTrainings: [], doubleBookings: [] },
});

/** The plan with one lesson otherwise. */
export const withChanged = (id: string, change: Partial<Lesson>, lessons = running.lessons): Lesson[] =>
  lessons.map((lesson) => (lesson.id === id ? { ...lesson, ...change } : lesson));

const [first] = running.roster;
if (!first) throw new RangeError('the sound opening has no trainee');

/** A sound person who is not in the class. */
export const newcomer: RosterRow = {
  ...first,
  id: 'liu',
  cells: { ...first.cells, name: '刘洋', id: '410802199104040036', sex: '男', phone: '13812345670' },
};
