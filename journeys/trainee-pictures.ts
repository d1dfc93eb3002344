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

/** A ZIP with a photo and an identity card of each of these trainees, as a clerk packs it. */
export async function classBundle(names: readonly string[]): Promise<Buffer> {
  const parts = await Promise.all(
    names.map(async (name, at) => [
      { name: `照片/${name}.jpg`, bytes: await portrait(`rgb(80, 140, ${180 + at})`) },
      { name: `证明/${name}/身份证.jpg`, bytes: await card(`rgb(200, ${180 + at}, 220)`) },
    ]),
  );
  return storedZip(parts.flat());
}
