import { addDays } from '#kernel/plain-date';
import { creditCheckSign } from '#law/unified-credit-code';
import type { Application, JobPost } from '../stages/2-opening/domain/opening';
import type { ClassParts } from './parts';
import { planSpoilers } from './spoil-plan';
import { rosterSpoilers } from './spoil-roster';
import { at, type Spoiler, type Spoiling, withItem } from './spoiling';

/** A spoiler that changes the planted post. */
const post =
  (change: (post: JobPost, spoiling: Spoiling) => Partial<JobPost>): Spoiler =>
  (spoiling) => {
    const { parts, fault } = spoiling;
    const found = at(parts.posts, fault.row);
    return { ...parts, posts: withItem(parts.posts, fault.row, { ...found, ...change(found, spoiling) }) };
  };

const application =
  (change: (spoiling: Spoiling) => Partial<Application>): Spoiler =>
  (spoiling) => ({ ...spoiling.parts, application: { ...spoiling.parts.application, ...change(spoiling) } });

/** Open no longer when the class begins, or the same post as the one above. */
const uncounted = post((found, { fault, parts, placed }) => {
  if (fault.field === 'validUntil') return { validUntil: addDays(placed.from, -1) };
  const { employer, creditCode, post: title, phone } = at(parts.posts, (fault.row ?? 0) - 1);
  return { ...found, employer, creditCode, post: title, phone };
});

const wrongCode = ({ creditCode }: JobPost): string => {
  const first = creditCode.slice(0, 17);
  return first + (creditCheckSign(first) === '1' ? '2' : '1');
};

const restSpoilers: Readonly<Record<string, Spoiler>> = {
  'opening.lead-phone-format': application(() => ({ classLeadPhone: '0391 35600' })),
  'opening.field-missing': application(({ fault }) => (fault.field === 'classLeadName' ? { classLeadName: '' } : {})),
  'opening.dates-in-order': application(({ parts }) => {
    const { endsOn } = parts.application;
    return endsOn ? { finalExamOn: addDays(endsOn, -1) } : {};
  }),
  'opening.plan-first-lesson': ({ parts }) => ({ ...parts, lessons: parts.lessons.slice(2) }),
  'opening.post-complete': post(() => ({ contact: '' })),
  'opening.post-credit-code': post((found) => ({ creditCode: wrongCode(found) })),
  'opening.post-uncounted': uncounted,
  'opening.post-valid-until': post(() => ({ validUntil: undefined })),
  'opening.enough-posts': ({ parts }) => ({
    ...parts,
    posts: parts.posts.map((each) => ({ ...each, headcount: Math.min(each.headcount ?? 0, 8) })),
  }),
};

const spoilers: Readonly<Record<string, Spoiler>> = { ...restSpoilers, ...rosterSpoilers, ...planSpoilers };

/** Plants one fault; those that lie in the shape of the story itself need nothing more. */
export function spoil(spoiling: Spoiling): ClassParts {
  const spoiler = spoilers[spoiling.fault.rule];
  return spoiler ? spoiler(spoiling) : spoiling.parts;
}
