import { sketchOf, sketchPicture } from '#platform/files/intake';
import type { Context } from '#platform/operation';
import type { PictureSource } from '../../domain/picture-reuse/picture-reuse';
import type { TaughtClass } from '../check-in/taught-class';

interface Taken {
  readonly source: PictureSource;
  readonly itemId: string;
  readonly venueId: string | undefined;
  readonly at: string;
  readonly picture: Buffer;
}

/** Keeps how a picture looks, so that another save of it is known wherever it is shown again. */
export async function keepSketch(
  { tx }: Pick<Context, 'tx'>,
  held: TaughtClass,
  { source, itemId, venueId, at, picture }: Taken,
): Promise<void> {
  const sketch = sketchOf(await sketchPicture(picture));
  await tx
    .insertInto('picture_sketches')
    .values({
      region_code: held.regionCode,
      institution_id: held.institutionId,
      class_id: held.id,
      source,
      item_id: itemId,
      venue_id: venueId ?? null,
      taken_at: at,
      sketch,
    })
    .execute();
}
