import { z } from 'zod';
import { picturePurposes } from '../../domain/privacy/picture-purposes';

export { institutions, plainDay, readers, reason, remark, text } from '../devices/forms';

/** What a kept picture is looked at for. */
export const purpose = z.enum(picturePurposes, '请先选择为什么查看照片');

export const classId = z.uuid('班期编号不正确');
export const row = z.string('学员编号不正确').regex(/^[\w:.!-]{1,64}$/, '学员编号不正确');
export const version = z.int('版本号不正确').min(1);

const mostSigns = 900_000;

/** A picture as a page sends it, in Base64; what it is gets looked at when it is drawn anew. */
export const picture = z
  .string('没有收到照片')
  .max(mostSigns, '照片太大，请把相机分辨率调低到 1280×720 以下')
  .regex(/^[A-Za-z0-9+/]{100,}={0,2}$/, '照片没有传完整，请重新拍照');

export const picturesLimits = { maxPixels: 12_000_000, maxBytes: 700_000 } as const;
