import type { Context } from '#platform/operation';
import type { CityEvidence } from '../domain/city-evidence';
import { findEnrolments, findPhones, findTeachers, findTeaching, knownNumbers, type PersonKeys } from './city-people';
import { findLikePlans, findPhotos, findPosts } from './city-records';
import { heldBefore } from './other-class';
import type { ClassRecord } from './records';
import type { FilingParts } from './store';

/** What the whole city’s records tell of these parts: one look each, by index, whatever the number of trainees. */
export const cityEvidence = (
  context: Context,
  record: ClassRecord,
  parts: FilingParts,
  keys: PersonKeys,
): Promise<CityEvidence> =>
  context.acrossRegions(async () => {
    const counts = await heldBefore(context, record);
    const numbers = await knownNumbers(context, keys);
    return {
      enrolments: await findEnrolments(context, numbers, counts),
      phones: await findPhones(context, parts, numbers, counts),
      photos: await findPhotos(context, record, parts, numbers, counts),
      posts: await findPosts(context, record, parts, counts),
      plans: await findLikePlans(context, record, parts, counts),
      teachers: await findTeachers(context, numbers),
      teaching: await findTeaching(context, parts, record.id, numbers),
    };
  });
