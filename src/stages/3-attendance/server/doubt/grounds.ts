import { openSealed } from '#platform/files/sealed-file';
import { digestOf } from '#platform/files/store';
import { missing, type Reading, type Refused, refused } from '#platform/operation';
import type { TaughtClass } from '../check-in/taught-class';
import type { EvidenceFacts } from '../impersonation/keep-evidence';
import type { Ground } from './raise';

interface Named {
  readonly rowId: string;
  readonly lessonId: string;
  readonly checkId: string;
}

/** Opens the pictures of a check-in, to compare them or to keep them as evidence. */
export async function openPictures(
  { tx, services }: Pick<Reading, 'tx' | 'services'>,
  { id, regionCode }: Pick<TaughtClass, 'id' | 'regionCode'>,
  checkId: string,
) {
  const check = await tx
    .selectFrom('attendance_checks')
    .selectAll()
    .where('region_code', '=', regionCode)
    .where('class_id', '=', id)
    .where('id', '=', checkId)
    .executeTakeFirst();
  if (!check) return undefined;
  const pictures: Buffer[] = [];
  for (const [at, hash] of check.picture_hashes.entries())
    pictures.push(await openSealed(services, 'attendancePicture', `${checkId}/${at}`, hash));
  return { check, pictures };
}

/** The pictures of a check-in as evidence for its person-time; each check-in stands for its own trainee and lesson. */
export async function pictureGround(
  reading: Pick<Reading, 'tx' | 'services'>,
  held: TaughtClass,
  { rowId, lessonId, checkId }: Named,
  facts: EvidenceFacts = {},
): Promise<Ground | Refused> {
  const opened = await openPictures(reading, held, checkId);
  if (!opened || opened.check.row_id !== rowId || opened.check.lesson_id !== lessonId)
    return missing('这次签到（学员、课次与签到须是同一次）');
  const { check, pictures } = opened;
  if (pictures.length === 0) return refused('这次签到没有照片，不能作证据；请另行上传证据。', 'invalid');
  return {
    rowId,
    lessonId,
    title: `签到照片 ${check.at.slice(0, 10)}`,
    // The same picture for two people is two pieces of evidence: each names the check-in it stands for.
    digest: digestOf(Buffer.concat([Buffer.from(checkId), ...pictures])),
    pages: pictures,
    facts: {
      check: checkId,
      ...(check.score === null ? {} : { score: check.score }),
      ...(check.liveness === null ? {} : { liveness: check.liveness }),
      ...(check.engine_id === null ? {} : { engine: check.engine_id }),
      ...facts,
    },
  };
}
