import sharp from 'sharp';

/** What is wrong with a one-inch photo, or may be. */
export interface PortraitRemark {
  readonly code: 'small' | 'shape' | 'grey' | 'dark-background' | 'uneven-background';
  /** A photo that blocks must be replaced; a hint is shown and may stand. */
  readonly blocks: boolean;
  readonly message: string;
}

/** 一寸, 25 × 35 mm at 300 dots per inch. */
const least = { width: 295, height: 413 };
const proportion = least.width / least.height;
const proportionSlack = 0.06;
/** Mean brightness of the strips beside the head, 0 to 255, below which a background is called dark. */
const darkBelow = 90;
const unevenAbove = 38;
/** Mean distance between the colour channels below which a photo is black and white. */
const greyBelow = 3;

/**
 * 近期一寸彩色免冠照片 (2021.3 ⑤): size, shape, colour and background; the face itself is looked at elsewhere. Colours are
 * the same in its small picture, which is read faster.
 */
export async function checkPortrait(picture: Uint8Array, small: Uint8Array = picture): Promise<PortraitRemark[]> {
  const { width, height } = await sharp(picture).metadata();
  const remarks: PortraitRemark[] = [];
  if (width < least.width || height < least.height) {
    const message = `照片 ${width}×${height} 像素，一寸照不得小于 ${least.width}×${least.height} 像素，请上传原图。`;
    remarks.push({ code: 'small', blocks: true, message });
  }
  if (Math.abs(width / height - proportion) > proportionSlack) {
    const message = `照片宽高比 ${(width / height).toFixed(2)}，一寸照为 ${proportion.toFixed(2)}（25×35 毫米），请裁剪后上传。`;
    remarks.push({ code: 'shape', blocks: true, message });
  }
  return [...remarks, ...(await colourRemarks(small))];
}

async function colourRemarks(picture: Uint8Array): Promise<PortraitRemark[]> {
  const side = { width: 50, height: 70 };
  const { data, info } = await sharp(picture)
    .resize(side.width, side.height, { fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const background: number[] = [];
  let spread = 0;
  for (let at = 0; at < data.length; at += info.channels) {
    const [red = 0, green = red, blue = red] = data.subarray(at, at + info.channels);
    spread += Math.max(red, green, blue) - Math.min(red, green, blue);
    const pixel = at / info.channels;
    if (isBackground(pixel % side.width, Math.floor(pixel / side.width))) {
      background.push(0.299 * red + 0.587 * green + 0.114 * blue);
    }
  }
  return remarksOn(spread / (side.width * side.height), background);
}

/** The two upper corners: an eighth of the width at either side, the upper third. */
const isBackground = (x: number, y: number) => y < 24 && (x < 7 || x >= 43);

function remarksOn(colour: number, background: readonly number[]): PortraitRemark[] {
  const mean = background.reduce((sum, value) => sum + value, 0) / background.length;
  const deviation = Math.sqrt(background.reduce((sum, value) => sum + (value - mean) ** 2, 0) / background.length);
  const remarks: PortraitRemark[] = [];
  if (colour < greyBelow) remarks.push({ code: 'grey', blocks: true, message: '照片是黑白的，须为彩色照片，请更换。' });
  if (mean < darkBelow) {
    const message = `照片底色偏暗（亮度 ${Math.round(mean)}，宜在 ${darkBelow} 以上），建议用白、红或蓝色纯色底重拍。`;
    remarks.push({ code: 'dark-background', blocks: false, message });
  } else if (deviation > unevenAbove) {
    remarks.push({ code: 'uneven-background', blocks: false, message: '照片底色不均匀，建议用纯色底重拍。' });
  }
  return remarks;
}
