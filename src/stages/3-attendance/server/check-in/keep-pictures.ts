import { createHash } from 'node:crypto';
import { type FaceTemplate, templateBytes } from '#platform/faces/template';
import { storeSealed } from '#platform/files/sealed-file';
import type { Context } from '#platform/operation';
import { type CheckedPerson, columnsOf } from './enrolled';
import type { TaughtClass } from './taught-class';

/** What a picture is known by when it is shown a second time. */
export const digestsOf = (pictures: readonly Buffer[]): string[] =>
  pictures.map((bytes) => createHash('sha256').update(bytes).digest('hex'));

/** Seals pictures for a check-in and puts them into the store; the row names them by digest. */
export async function keepPictures(
  context: Pick<Context, 'services' | 'tx' | 'now'>,
  checkId: string,
  pictures: readonly Buffer[],
): Promise<string[]> {
  const hashes: string[] = [];
  for (const [at, bytes] of pictures.entries())
    hashes.push(await storeSealed(context, 'attendancePicture', `${checkId}/${at}`, bytes));
  return hashes;
}

/** Keeps the face of a check-in for the comparison of the day. */
export async function keepProbe(
  { services, tx }: Context,
  held: TaughtClass,
  check: { readonly id: string; readonly of: CheckedPerson; readonly at: string },
  template: FaceTemplate,
) {
  await tx
    .insertInto('check_probes')
    .values({
      region_code: held.regionCode,
      class_id: held.id,
      check_id: check.id,
      row_id: check.of.rowId,
      teacher_id: columnsOf(check.of).teacher_id,
      engine_id: template.engineId,
      template_sealed: services.secrets.sealBytes('faceTemplate', `probe/${check.id}`, templateBytes(template)),
      taken_at: check.at,
    })
    .execute();
}
