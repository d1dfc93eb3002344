import { plainDate } from '#kernel/plain-date';

const faceRules = '人脸识别技术应用安全管理办法第十五条（国家网信办、公安部令第19号，2025-06-01 施行）';
const sinceFaceRules = plainDate('2025-06-01');

/** Figures of the law on personal information that attendance by face comes under (2021 四). */
export const privacyFigures = {
  /** People with their face stored from which the bureau is reminded, then warned, that a filing comes near. */
  storedFacesNotice: [
    { from: sinceFaceRules, value: 80_000, cites: ['2021.4.1'], grade: 'D', ground: '备案人数的八成，取 8 万人' },
  ],
  storedFacesWarning: [
    { from: sinceFaceRules, value: 95_000, cites: ['2021.4.1'], grade: 'D', ground: '备案人数的九成五，取 9.5 万人' },
  ],
  /** People with their face stored, counted once each, from which it is filed with the province. */
  storedFacesFiling: [
    {
      from: sinceFaceRules,
      value: 100_000,
      cites: ['2021.4.1'],
      grade: 'L',
      ground: `${faceRules}：存储数量达到 10 万人；按国家网信办 2025-05-28 公告办理`,
    },
  ],
  /** Working days after that number was reached within which it is filed. */
  storedFacesFilingPeriod: [
    { from: sinceFaceRules, value: 30, cites: ['2021.4.1'], grade: 'L', ground: `${faceRules}：30 个工作日内备案` },
  ],
  /** Years an impact assessment is kept. */
  assessmentYears: [
    {
      from: plainDate('2021-11-01'),
      value: 3,
      cites: ['2021.4.1'],
      grade: 'L',
      ground: '个人信息保护法第五十六条：评估报告和处理情况记录至少保存三年',
    },
  ],
} as const;
