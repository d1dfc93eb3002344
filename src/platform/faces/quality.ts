/** Why a picture is not clear, with what to do. */
export interface QualityRemark {
  readonly code: QualityCode;
  readonly sentence: string;
}

export const qualityCodes = ['small', 'turned', 'blurred', 'dark', 'bright', 'cut'] as const;
export type QualityCode = (typeof qualityCodes)[number];

/** What is measured of a face before its likeness counts. */
export interface QualityMeasures {
  readonly faceWidth: number;
  readonly yaw: number;
  readonly sharpness: number;
  readonly luma: number;
  /** The face reaches over the edge of the picture. */
  readonly isCut: boolean;
}

/** From the trial: likeness falls below 64 pixels, is lost at 20; a turned head, blur and light cost as much. */
/** Below this nobody can be told from anybody. */
export const leastFaceWidth = 48;

export const qualityLimits = {
  faceWidth: 80,
  yaw: 20,
  sharpness: 20,
  darkBelow: 50,
  brightAbove: 200,
} as const;

/** Everything that keeps a picture from being clear, at once. */
export function qualityRemarks(measures: QualityMeasures): QualityRemark[] {
  const { faceWidth, yaw, sharpness, luma, isCut } = measures;
  const { darkBelow, brightAbove } = qualityLimits;
  const remarks: QualityRemark[] = [];
  const add = (code: QualityCode, sentence: string) => remarks.push({ code, sentence });
  if (faceWidth < qualityLimits.faceWidth) {
    add('small', `人脸宽 ${Math.round(faceWidth)} 像素，须不小于 ${qualityLimits.faceWidth} 像素。请靠近镜头。`);
  }
  if (Math.abs(yaw) > qualityLimits.yaw) {
    add('turned', `头偏了 ${Math.round(Math.abs(yaw))}°，须在 ${qualityLimits.yaw}° 以内。请正对镜头。`);
  }
  if (sharpness < qualityLimits.sharpness) add('blurred', '人脸不清晰。请擦净镜头，站稳不动再拍。');
  if (luma < darkBelow) add('dark', `人脸太暗（亮度 ${Math.round(luma)}，须不小于 ${darkBelow}）。请面向光线。`);
  if (luma > brightAbove) add('bright', `人脸过亮（亮度 ${Math.round(luma)}，须不大于 ${brightAbove}）。请避开强光。`);
  if (isCut) add('cut', '人脸没有完全在画面里。请退后一点，对准中间。');
  return remarks;
}
