import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { storedZip } from '../src/platform/spreadsheet/stored-zip';

/** A coloured sheet with a round shape where a head would be. */
export const picture = (width: number, height: number, colour: string): Promise<Buffer> => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour}"/><circle cx="50%" cy="42%" r="26%" fill="#e6b894"/></svg>`;
  return sharp(Buffer.from(drawing)).jpeg().toBuffer();
};

export const portrait = (colour: string): Promise<Buffer> => picture(295, 413, colour);
export const card = (colour: string): Promise<Buffer> => picture(640, 404, colour);
export const asFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

/** A photo of nobody, in colours that belong to a name: no two look alike. */
function portraitOf(name: string): Promise<Buffer> {
  const digest = Buffer.concat(
    Array.from({ length: 11 }, (_, part) => createHash('sha256').update(`${name}/${part}`).digest()),
  );
  return sharp(digest.subarray(0, 9 * 12 * 3), { raw: { width: 9, height: 12, channels: 3 } })
    .resize(295, 413, { fit: 'fill' })
    .jpeg()
    .toBuffer();
}

/** A ZIP with a photo, an identity card and papers of the category of each of these trainees, as a clerk packs it. */
export async function classBundle(names: readonly string[]): Promise<Buffer> {
  const parts = await Promise.all(
    names.map(async (name, at) => [
      { name: `照片/${name}.jpg`, bytes: await portraitOf(name) },
      { name: `证明/${name}/身份证.jpg`, bytes: await card(`rgb(200, ${180 + at}, 220)`) },
      { name: `证明/${name}/户口簿.jpg`, bytes: await card(`rgb(210, 200, ${160 + at})`) },
      { name: `证明/${name}/就业创业证.jpg`, bytes: await card(`rgb(${170 + at}, 220, 190)`) },
    ]),
  );
  return storedZip(parts.flat());
}
