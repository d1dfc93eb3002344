/** What a kept picture of a face may be looked at for; each look is logged with it (2021 四; 人脸识别技术应用安全管理办法). */
export const picturePurposes = [
  'enrolment',
  'settling',
  'likeness',
  'score',
  'draw',
  'objection',
  'inspection',
] as const;
export type PicturePurpose = (typeof picturePurposes)[number];

export const picturePurposeNames: Record<PicturePurpose, string> = {
  enrolment: '核对建档头像',
  settling: '核定待核签到',
  likeness: '对看相似照片',
  score: '核查存疑理由',
  draw: '随机抽看现场照片',
  objection: '处理本人或机构的异议',
  inspection: '日常检查抽看',
};

/** What somebody chooses from who looks at a record without a task at hand. */
export const freePurposes = ['settling', 'objection', 'inspection'] as const satisfies readonly PicturePurpose[];
