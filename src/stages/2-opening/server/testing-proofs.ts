import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { storedZip } from '#platform/spreadsheet/stored-zip';

const head = (colour: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 295 413" width="295" height="413"><rect width="295" height="413" fill="#4f8fd0"/><circle cx="147" cy="170" r="78" fill="#e6b894"/><path d="M20 413c0-110 60-160 127-160s128 50 128 160z" fill="${colour}"/></svg>`,
  );

/** A one-inch photo of nobody, as small as one may be. */
export const portraitPicture = (colour = '#334155'): Promise<Buffer> => sharp(head(colour)).jpeg().toBuffer();

/** The scan of a card; each shade is another card. */
export const cardPicture = (shade = 200): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 404, channels: 3, background: { r: shade, g: 215, b: 230 } } })
    .jpeg()
    .toBuffer();

const cells = { width: 9, height: 12 };

/** A one-inch photo of nobody, in colours that belong to an identity number: no two look alike. */
export function portraitOf(identityNumber: string): Promise<Buffer> {
  const digest = Buffer.concat(
    Array.from({ length: 11 }, (_, part) => createHash('sha256').update(`${identityNumber}/${part}`).digest()),
  );
  return sharp(digest.subarray(0, cells.width * cells.height * 3), { raw: { ...cells, channels: 3 } })
    .resize(295, 413, { fit: 'fill' })
    .jpeg()
    .toBuffer();
}

const card = cardPicture();

/** A ZIP with a photo and an identity card for each of these identity numbers. */
export async function proofsOf(identityNumbers: readonly string[]): Promise<Buffer> {
  const scan = await card;
  const photos = await Promise.all(identityNumbers.map(portraitOf));
  return storedZip(
    identityNumbers.flatMap((number, at) => [
      { name: `照片/${number}.jpg`, bytes: photos[at] ?? scan },
      { name: `证明/${number} 身份证.jpg`, bytes: scan },
    ]),
  );
}
