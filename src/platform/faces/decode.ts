import sharp from 'sharp';
import { pictureLimits } from '../files/picture';
import { mediaTypeOf } from '../files/media';
import type { Pixels } from './pixels';
import { type FaceRefusal, faceRefusal } from './refusal';

/** A picture as it is looked at, and by how much its own pixels are more. */
export interface Decoded {
  readonly isRead: true;
  readonly pixels: Pixels;
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture for one that is looked at. */
  readonly scale: number;
}

const leastEdge = 64;
const secondsAllowed = 15;
const pictureTypes = ['jpeg', 'png', 'webp'];

/** Turns a file of strangers into upright pixels of at most `longest` a side, or says why not. */
export async function decoded(bytes: Uint8Array, longest: number): Promise<Decoded | FaceRefusal> {
  if (!pictureTypes.includes(mediaTypeOf(bytes))) return faceRefusal('notPicture');
  if (bytes.byteLength > pictureLimits.maxBytes) return faceRefusal('tooLarge');
  try {
    const told = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (told.width * told.height > pictureLimits.maxPixels) return faceRefusal('tooLarge');
    const { width, height } = told.autoOrient;
    if (Math.min(width, height) < leastEdge) return faceRefusal('tooSmall');
    const { data, info } = await sharp(bytes, { limitInputPixels: pictureLimits.maxPixels, failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .timeout({ seconds: secondsAllowed })
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3 || Math.min(info.width, info.height) < 2) return faceRefusal('damaged');
    const pixels = { width: info.width, height: info.height, bytes: data };
    return { isRead: true, pixels, width, height, scale: width / info.width };
  } catch (error) {
    return faceRefusal(error instanceof Error && error.message.includes('timeout') ? 'slow' : 'damaged');
  }
}
