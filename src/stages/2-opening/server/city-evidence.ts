import type { Context } from '#platform/operation';
import type { CityEvidence } from '../domain/city-evidence';
import { findEnrolments, findPhones, findTeachers, findTeaching, type PersonKeys } from './city-people';
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
    return {
      enrolments: await findEnrolments(context, keys, counts),
      phones: await findPhones(context, parts, keys, counts),
      photos: await findPhotos(context, record, parts, keys, counts),
      posts: await findPosts(context, record, parts, counts),
      plans: await findLikePlans(context, record, parts, counts),
      teachers: await findTeachers(context, keys),
      teaching: await findTeaching(context, parts, record.id, keys),
    };
  });
