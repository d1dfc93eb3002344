/** Why a picture gave no reading; the sentence is for the person before the camera. */
export interface FaceRefusal {
  readonly isRead: false;
  readonly code: FaceRefusalCode;
  readonly sentence: string;
}

export const faceRefusalCodes = [
  'notPicture',
  'damaged',
  'tooLarge',
  'tooSmall',
  'noFace',
  'manyFaces',
  'farAway',
  'busy',
  'slow',
  'failed',
  'closed',
] as const;
export type FaceRefusalCode = (typeof faceRefusalCodes)[number];

const words: Record<FaceRefusalCode, string> = {
  notPicture: '这不是 JPEG、PNG 或 WebP 图片。请重新拍照。',
  damaged: '照片不完整或已损坏，无法打开。请重新拍照。',
  tooLarge: '照片太大：不得超过 5000 万像素、15 MB。请把相机分辨率调低后重拍。',
  tooSmall: '照片太小，边长不得小于 64 像素。请用相机原图。',
  noFace: '照片里没有找到人脸。请一人正对镜头，不戴口罩，光线适中，重新拍照。',
  manyFaces: '照片里不止一个人。请其他人离开画面，一人一拍。',
  farAway: '人脸太小，宽不到 48 像素，看不清是谁。请靠近镜头重拍。',
  busy: '同时识别的人太多。请稍等几秒再试，也可以改用不刷脸的方式签到。',
  slow: '这张照片识别超时，已停止。请重新拍照，也可以改用不刷脸的方式签到。',
  failed: '人脸识别出错，这张照片没有结果。请重新拍照，也可以改用不刷脸的方式签到。',
  closed: '系统正在停止，没有识别。请稍后再试。',
};

export const faceRefusal = (code: FaceRefusalCode): FaceRefusal => ({ isRead: false, code, sentence: words[code] });
