import sharp from 'sharp';
import type { Box } from '../src/platform/faces/reading';

/** A picture as plain colours, three a pixel. */
export interface Colours {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

const tabletWidth = 480;

/** A face as the camera of a tablet sees it: near the middle, about a quarter of the width, the room around it as photographed. */
export async function beforeTablet(
  photograph: Buffer,
  box: Box,
  { share = 0.25, shift = 0 }: { readonly share?: number; readonly shift?: number } = {},
): Promise<{ colours: Colours; box: Box }> {
  const scale = (tabletWidth * share) / box.width;
  const [width, height] = [tabletWidth, Math.round((tabletWidth * 9) / 16)];
  const { width: wide, height: high } = await sharp(photograph).metadata();
  const middle = { x: (box.left + box.width / 2) * scale, y: (box.top + box.height / 2) * scale };
  const large = await sharp(photograph)
    .resize(Math.round(wide * scale), Math.round(high * scale), { fit: 'fill' })
    .extend({ top: height, bottom: height, left: width, right: width, background: '#8a8f98' })
    .png()
    .toBuffer();
  const left = Math.round(width + middle.x - width / 2 - shift);
  const top = Math.round(height + middle.y - height / 2);
  const { data } = await sharp(large)
    .extract({ left, top, width, height })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [w, h] = [box.width * scale, box.height * scale];
  return {
    colours: { data, width, height },
    box: { left: (width - w) / 2 + shift, top: (height - h) / 2, width: w, height: h },
  };
}

/** The head as half an egg, turned about its upright axis by so many degrees; what was hidden stays as it was. */
export function turnedBy({ data, width, height }: Colours, box: Box, degrees: number): Colours {
  const turned = Buffer.from(data);
  const [cx, cy] = [box.left + box.width / 2, box.top + box.height / 2];
  const [rx, ry] = [box.width * 0.72, box.height * 0.85];
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  for (let y = Math.max(0, Math.ceil(cy - ry)); y < Math.min(height, cy + ry); y += 1) {
    const v = (y - cy) / ry;
    for (let x = Math.max(0, Math.ceil(cx - rx)); x < Math.min(width, cx + rx); x += 1) {
      const u = (x - cx) / rx;
      const depth = 1 - u * u - v * v;
      if (depth <= 0) continue;
      const from = cx + rx * (u * cos - Math.sqrt(depth) * sin);
      const [left, share] = [Math.min(width - 2, Math.max(0, Math.floor(from))), from - Math.floor(from)];
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + left) * 3 + channel;
        turned[(y * width + x) * 3 + channel] = (data[at] ?? 0) * (1 - share) + (data[at + 3] ?? 0) * share;
      }
    }
  }
  return { data: turned, width, height };
}

/** One picture after another through the same shutter: a head that moves while it is open. */
export function blended(pictures: readonly Colours[]): Colours {
  const [first] = pictures;
  if (!first) throw new RangeError('no picture to blend');
  const data = Buffer.alloc(first.data.length);
  for (let at = 0; at < data.length; at += 1)
    data[at] = pictures.reduce((sum, each) => sum + (each.data[at] ?? 0), 0) / pictures.length;
  return { ...first, data };
}

/** As a cheap camera gives it: grain, its own brightness, a little out of focus, compressed. */
export async function photographed({ data, width, height }: Colours, chance: () => number): Promise<Buffer> {
  const gain = 0.85 + 0.3 * chance();
  const grained = Buffer.alloc(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const grain = (chance() + chance() + chance() + chance() - 2) * 10;
    grained[at] = Math.max(0, Math.min(255, (data[at] ?? 0) * gain + grain));
  }
  return sharp(grained, { raw: { width, height, channels: 3 } })
    .blur(0.4 + 0.6 * chance())
    .jpeg({ quality: 80 })
    .toBuffer();
}
