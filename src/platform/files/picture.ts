import sharp, { type Sharp } from 'sharp';
import { mediaTypeOf } from './media';
import { type Refused, refused, refusedAtSight } from './refusal';

export interface PictureLimits {
  readonly maxPixels: number;
  readonly maxBytes: number;
}

export interface AcceptedPicture {
  readonly accepted: true;
  /** A JPEG drawn anew from the pixels: upright, in sRGB, without place, device or any other hidden content. */
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  readonly thumbnail: Buffer;
}

export const pictureLimits: PictureLimits = { maxPixels: 50_000_000, maxBytes: 15 * 1024 * 1024 };
const thumbnailEdge = 240;
const secondsAllowed = 20;

/** Takes a photo or a scan; whatever else the file carried besides its pixels is gone afterwards. */
export async function acceptPicture(
  bytes: Uint8Array,
  limits: Partial<PictureLimits> = {},
): Promise<AcceptedPicture | Refused> {
  const { maxPixels, maxBytes } = { ...pictureLimits, ...limits };
  const early = refusedAtSight(bytes, mediaTypeOf(bytes), ['jpeg', 'png', 'webp'], maxBytes);
  if (early) return early;
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > maxPixels) return tooManyPixels(width, height, maxPixels);
    return await redraw(bytes, maxPixels);
  } catch (error) {
    return unreadable(error);
  }
}

/** Pictures up to this size are held as pixels while they are drawn, so that their file is read once. */
const heldPixels = 4_000_000;

async function redraw(bytes: Uint8Array, maxPixels: number): Promise<AcceptedPicture> {
  const upright = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).autoOrient();
  const { width, height } = await upright.clone().metadata();
  const source = width * height <= heldPixels ? await held(upright) : upright;
  const { data, info } = await plainJpeg(source.clone(), 88);
  const small = (source === upright ? sharp(data) : source.clone()).resize(thumbnailEdge, thumbnailEdge, {
    fit: 'inside',
    withoutEnlargement: true,
  });
  const thumbnail = await plainJpeg(small, 75);
  return { accepted: true, bytes: data, width: info.width, height: info.height, thumbnail: thumbnail.data };
}

/** The pixels of a picture, upright and plain. */
async function held(upright: Sharp): Promise<Sharp> {
  const { data, info } = await upright
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .timeout({ seconds: secondsAllowed })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
}

const plainJpeg = (picture: Sharp, quality: number) =>
  picture
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality })
    .timeout({ seconds: secondsAllowed })
    .toBuffer({ resolveWithObject: true });

function tooManyPixels(width: number, height: number, maxPixels: number): Refused {
  const [size, limit] = [width * height, maxPixels].map(
    (count) => `${Math.round(count / 10_000).toLocaleString('zh-CN')} 万`,
  );
  return refused('pixels', `图片 ${width}×${height}，共 ${size}像素，超过上限 ${limit}像素，请缩小后重新上传。`);
}

function unreadable(error: unknown): Refused {
  const text = error instanceof Error ? error.message : '';
  if (text.includes('timeout')) {
    return refused('time', `图片处理超过 ${secondsAllowed} 秒，已停止，请缩小图片后重新上传。`);
  }
  return refused('damaged', '图片不完整或已损坏，无法打开，请重新拍照或从原处重新导出后上传。');
}
