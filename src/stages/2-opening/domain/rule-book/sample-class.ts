import { plainDate } from '#kernel/plain-date';
import type { OpeningFacts } from '../opening';
import { openingOf } from '../sample-openings';

const made = openingOf({
  filedOn: plainDate('2026-12-07'),
  lead: 8,
  occupation: '4-10-01-05',
  level: 4,
  teacherLevels: [3, 3],
  mode: 'daytime',
  theoryHours: 16,
  practiceHours: 24,
  size: 24,
  surplusPosts: 2,
  seed: 8,
});

/** The class all examples of the rule book are told of: nothing the matter with it, everyone in it invented. */
export const sampleClass: OpeningFacts = {
  ...made,
  catalogue: made.catalogue.map((entry) => ({ ...entry, occupationName: '养老护理员' })),
};
