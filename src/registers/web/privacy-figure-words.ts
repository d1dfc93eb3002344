import type { privacyFigures } from '#law/privacy-figures';

/** What the figures of personal information are called, and what each is for in one sentence. */
export const privacyFigureWords: Record<
  keyof typeof privacyFigures,
  { readonly name: string; readonly unit: string; readonly use: string }
> = {
  storedFacesNotice: { name: '现存人脸（提醒）', unit: '人', use: '存有人脸信息的人数达到即提醒' },
  storedFacesWarning: { name: '现存人脸（预警）', unit: '人', use: '存有人脸信息的人数达到即预警' },
  storedFacesFiling: { name: '现存人脸（须备案）', unit: '人', use: '存有人脸信息的人数达到即须备案' },
  storedFacesFilingPeriod: { name: '人脸识别应用备案期限', unit: '个工作日', use: '达到备案人数之日起在此期间备案' },
  assessmentYears: { name: '影响评估保存', unit: '年', use: '评估报告和处理情况记录至少保存这么久' },
};
