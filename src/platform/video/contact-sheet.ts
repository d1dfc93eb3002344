import sharp from 'sharp';

export const sheetColumns = 6;
export const tileWidth = 240;
export const tileHeight = 135;

/** Pictures side by side, first to last, on one sheet; a picture that could not be drawn leaves its place empty. */
export async function contactSheet(pictures: readonly (Buffer | undefined)[]): Promise<Buffer> {
  const rows = Math.max(1, Math.ceil(pictures.length / sheetColumns));
  const tiles = await Promise.all(
    pictures.map(async (picture, at) => {
      if (!picture || picture.length === 0) return [];
      const input = await sharp(picture)
        .resize(tileWidth, tileHeight, { fit: 'contain', background: '#222' })
        .toBuffer();
      return [{ input, left: (at % sheetColumns) * tileWidth, top: Math.floor(at / sheetColumns) * tileHeight }];
    }),
  );
  return sharp({
    create: { width: sheetColumns * tileWidth, height: rows * tileHeight, channels: 3, background: '#dfe3e8' },
  })
    .composite(tiles.flat())
    .jpeg({ quality: 72 })
    .toBuffer();
}
