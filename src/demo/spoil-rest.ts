import { addDays } from '#kernel/plain-date';
import type { Application } from '../stages/2-opening/domain/opening';
import type { ClassParts } from './parts';
import { postSpoilers } from './spoil-posts';
import { planSpoilers } from './spoil-plan';
import { rosterSpoilers } from './spoil-roster';
import { sharedSpoilers } from './spoil-shared';
import { shownSpoilers } from './spoil-shown';
import type { Spoiler, Spoiling } from './spoiling';

const application =
  (change: (spoiling: Spoiling) => Partial<Application>): Spoiler =>
  (spoiling) => ({ ...spoiling.parts, application: { ...spoiling.parts.application, ...change(spoiling) } });

const restSpoilers: Readonly<Record<string, Spoiler>> = {
  'opening.lead-phone-format': application(() => ({ classLeadPhone: '0391 35600' })),
  'opening.field-missing': application(({ fault }) => (fault.field === 'classLeadName' ? { classLeadName: '' } : {})),
  'opening.dates-in-order': application(({ parts }) => {
    const { endsOn } = parts.application;
    return endsOn ? { finalExamOn: addDays(endsOn, -1) } : {};
  }),
  'opening.plan-first-lesson': ({ parts }) => ({ ...parts, lessons: parts.lessons.slice(2) }),
};

const spoilers: Readonly<Record<string, Spoiler>> = {
  ...restSpoilers,
  ...rosterSpoilers,
  ...sharedSpoilers,
  ...shownSpoilers,
  ...planSpoilers,
  ...postSpoilers,
};

/** Plants one fault; those that lie in the shape of the story itself need nothing more. */
export function spoil(spoiling: Spoiling): ClassParts {
  const spoiler = spoilers[spoiling.fault.rule];
  return spoiler ? spoiler(spoiling) : spoiling.parts;
}
