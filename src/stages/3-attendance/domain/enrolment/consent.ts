import type { PersonKind } from './person';

/** What somebody chose: to show the face, or the equal way without; a withdrawal leads to the equal way. */
export const consentChoices = ['face', 'card', 'withdrawn'] as const;
export type ConsentChoice = (typeof consentChoices)[number];

export const consentChoiceNames: Record<ConsentChoice, string> = {
  face: '同意刷脸',
  card: '用身份证签到',
  withdrawn: '已撤回，用身份证签到',
};

/** The way somebody checks in; nobody who has not said so is asked for the face. */
export type ChosenWay = 'face' | 'card';
export const wayOf = (choice: ConsentChoice | undefined): ChosenWay => (choice === 'face' ? 'face' : 'card');

/** A version of the notice somebody consents to; an old version stays readable for those who agreed to it. */
export interface ConsentText {
  readonly version: number;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** Newest first. A change is a new version above; consents name the version that was shown. */
export const consentTexts: readonly [ConsentText, ...ConsentText[]] = [
  {
    version: 2,
    title: '使用人脸信息签到的告知与单独同意',
    paragraphs: [
      '用途：核对本班签到、签退的是学员本人；并与其他建档头像、当天的刷脸签到比对，查找一张脸几个身份。不作其他用途，不提供给他人。',
      '内容：建档时的三张正面照片和由其算出的特征，以及每次签到的照片；刷脸签到的特征当天比对后即删除；逐项加密，与其他资料分开存放。',
      '相似的只排入复核，由人社部门经办人看照片决定，系统不作任何处理。',
      '保管：人脸特征在本班结束后清除；签到记录及照片按通知随本班保管三年，到期删除；撤回同意时建档照片和特征立即删除。',
      '自愿：不同意或随时撤回，都不影响参加培训、课时和补贴。',
      '另一种方式：出示身份证、一次性码、工作人员见证并拍教室照片，与刷脸同样计课时。',
      '权利：可以向培训机构或县（市、区）人社局查阅、更正、撤回同意、要求删除。',
    ],
  },
  {
    version: 1,
    title: '使用人脸信息签到的告知与单独同意',
    paragraphs: [
      '用途：只用于核对本班签到、签退的是学员本人；不作其他用途，不提供给他人。',
      '内容：建档时的三张正面照片和由其算出的特征，以及每次签到的照片；逐项加密，与其他资料分开存放。',
      '保管：签到记录及照片按通知随本班保管三年，到期删除；建档照片和特征在撤回同意时立即删除。',
      '自愿：不同意或随时撤回，都不影响参加培训、课时和补贴。',
      '另一种方式：出示身份证、一次性码、工作人员见证并拍教室照片，与刷脸同样计课时。',
      '权利：可以向培训机构或县（市、区）人社局查阅、更正、撤回同意、要求删除。',
    ],
  },
];

/** The notice for teachers, with versions of its own, newest first. */
export const teacherConsentTexts: readonly [ConsentText, ...ConsentText[]] = [
  {
    version: 2,
    title: '任课教师使用人脸信息签到的告知与单独同意',
    paragraphs: [
      '用途：核对本班授课签到、签退的是教师本人；并与其他建档头像、当天的刷脸签到比对，查找一张脸几个身份。不作其他用途，不提供给他人。',
      '内容：建档时的三张正面照片和由其算出的特征，以及每次签到的照片；刷脸签到的特征当天比对后即删除；逐项加密，与其他资料分开存放。',
      '相似的只排入复核，由人社部门经办人看照片决定，系统不作任何处理。',
      '保管：人脸特征在本班结束后清除；签到记录及照片按通知随本班保管三年，到期删除；撤回同意时建档照片和特征立即删除。',
      '自愿：不同意或随时撤回，都不影响任课、课时和报酬，机构不得以此为条件。',
      '另一种方式：出示身份证、一次性码、工作人员见证并拍教室照片，与刷脸同样计授课时间。',
      '权利：可以向培训机构或县（市、区）人社局查阅、更正、撤回同意、要求删除。',
    ],
  },
  {
    version: 1,
    title: '任课教师使用人脸信息签到的告知与单独同意',
    paragraphs: [
      '用途：只用于核对本班授课签到、签退的是教师本人；不作其他用途，不提供给他人。',
      '内容：建档时的三张正面照片和由其算出的特征，以及每次签到的照片；逐项加密，与其他资料分开存放。',
      '保管：人脸特征在本班结束后清除；签到记录及照片按通知随本班保管三年，到期删除；撤回同意时建档照片和特征立即删除。',
      '自愿：不同意或随时撤回，都不影响任课、课时和报酬，机构不得以此为条件。',
      '另一种方式：出示身份证、一次性码、工作人员见证并拍教室照片，与刷脸同样计授课时间。',
      '权利：可以向培训机构或县（市、区）人社局查阅、更正、撤回同意、要求删除。',
    ],
  },
];

const textsFor: Record<PersonKind, readonly [ConsentText, ...ConsentText[]]> = {
  trainee: consentTexts,
  teacher: teacherConsentTexts,
};

/** Every version of the notice for trainees or for teachers, newest first. */
export const consentTextsFor = (kind: PersonKind): readonly ConsentText[] => textsFor[kind];

/** The first notice by which somebody agreed that the face is compared with other people’s. */
export const comparedFromVersion: Record<PersonKind, number> = { trainee: 2, teacher: 2 };

/** The notice that is read to somebody now. */
export const currentConsentText = (kind: PersonKind): ConsentText => textsFor[kind][0];

/** Whether somebody who shows the face agreed by a notice that does not tell of the comparison. */
export const isLeftOut = (kind: PersonKind, choice: ConsentChoice | undefined, version: number | undefined): boolean =>
  choice === 'face' && (version ?? 0) < comparedFromVersion[kind];

export const findConsentText = (version: number, kind: PersonKind): ConsentText | undefined =>
  textsFor[kind].find((text) => text.version === version);
