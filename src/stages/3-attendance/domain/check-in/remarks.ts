/** What speaks against a check-in, or what an officer should look at, each with a way forward. */
export const refusalCodes = [
  'notOnRoster',
  'noLesson',
  'deviceNotActive',
  'deviceForged',
  'noConsent',
  'notEnrolled',
  'faceUnclear',
  'faceUnsure',
  'faceMismatch',
  'challengeFailed',
  'codeMissing',
  'codeExpired',
  'codeAhead',
  'codeReplayed',
  'nonceExpired',
  'nonceReplayed',
  'elsewhere',
  'cardIncomplete',
  'witnessIsTrainee',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export const doubtCodes = [
  'lowLiveness',
  'challengeNotAsked',
  'turnJumped',
  'deviceOnly',
  'unknownEngine',
  'placeUnknown',
  'placeUnsure',
  'otherRoom',
  'clockDoubt',
  'lateArrival',
  'notSigned',
] as const;
export type DoubtCode = (typeof doubtCodes)[number];

/** What is found against the check-in of a teacher after it was taken; of a trainee it would be a suspicion. */
export const laterDoubtCodes = ['faceUnlike', 'onePhone', 'oneFace', 'saidNotMe'] as const;
export type LaterDoubtCode = (typeof laterDoubtCodes)[number];

/** Refusals by which somebody may be guessing a code: only these are counted against further tries. */
export const guessCodes = ['cardIncomplete', 'codeMissing'] as const satisfies readonly RefusalCode[];

type RemarkCode = RefusalCode | DoubtCode | LaterDoubtCode;

export interface Remark<Code extends string = RemarkCode> {
  readonly code: Code;
  readonly sentence: string;
  readonly wayForward: string;
}

const withoutFace = '身份证、一次性码、工作人员见证并拍教室照片签到，同样计课时。';
const otherWay = `也可以改用${withoutFace}`;
const fresh = '请看教室屏幕上现在的签到码再签。';

const words: Record<RemarkCode, readonly [sentence: string, wayForward: string]> = {
  notOnRoster: ['不在本班备案花名册上。', '请找班级负责人核对报名的班次。'],
  noLesson: ['现在不是本班签到、签退的时间。', '请按课程表的时间来；漏签的课后申请补签。'],
  deviceNotActive: ['这台设备没有启用或已停用。', `请换一台启用的设备；${otherWay}`],
  deviceForged: ['设备签名不符，不能采信。', `请换一台设备并告知人社部门；${otherWay}`],
  noConsent: ['没有同意使用人脸识别，或已撤回同意。', `不需要刷脸：${otherWay}`],
  notEnrolled: ['备案头像还没有采集或没有经人社部门核对。', `请先采集头像；${otherWay}`],
  faceUnclear: ['画面不清楚：须一人正对镜头，不戴口罩，光线适中。', `请靠近镜头再试一次；${otherWay}`],
  faceUnsure: ['与备案头像的相似度不够。', `请正对镜头再试一次；${otherWay}`],
  faceMismatch: ['与备案头像不是同一人。', `确是本人的请找工作人员核对；${otherWay}`],
  challengeFailed: ['没有按提示转头。', `请听提示再试一次；${otherWay}`],
  codeMissing: ['签到码不对或没有填。', fresh],
  codeExpired: ['签到码已过期。', fresh],
  codeAhead: ['签到码还没有生效。', fresh],
  codeReplayed: ['这个签到码您已经用过。', fresh],
  nonceExpired: ['等待太久，这次签到已失效。', '请重新开始签到。'],
  nonceReplayed: ['这次签到已经提交过。', '已经记录的不用再签；没有记录的请重新开始。'],
  elsewhere: ['手机不在教室附近。', `请到教室后再签；人在教室的请到窗边重新定位，或在教室签到台用${withoutFace}`],
  cardIncomplete: [
    '证号与一次性码对不上，或材料不全。',
    '请核对证号后四位和一次性码，不对的请见证人重新发；还须有教室照片。',
  ],
  witnessIsTrainee: ['见证人是学员本人。', '请由机构工作人员见证。'],
  lowLiveness: ['活体分值偏低，可能是照片或屏幕。', '由经办人看照片核实；分值只作提示。'],
  challengeNotAsked: ['没有做转头动作。', '由经办人看照片核实。'],
  turnJumped: ['没有看到转头途中连续的画面，可能是换了照片。', '由经办人看照片核实；只作提示。'],
  deviceOnly: ['只有设备自己的判定，没有照片可复核。', '请在设备上打开照片上传。'],
  unknownEngine: ['比对引擎不在登记的清单里。', '请登记引擎的清单（型号、摘要、阈值）后复核。'],
  placeUnknown: ['手机没有给出位置。', '请在手机上允许定位；有签到码的照常记录。'],
  placeUnsure: ['手机定位误差太大，不作依据。', '请打开精确定位；有签到码的照常记录。'],
  otherRoom: ['设备登记在另一间教室。', '请核对今天的教室，或更新设备的安装位置。'],
  clockDoubt: ['设备时钟偏差超过限度，核实前不计时间。', '请校准设备时钟；经办人核实后计入。'],
  notSigned: ['离线时记下，没有设备签名。', '请换新版浏览器打开签到台；记录照常计入，由经办人核实。'],
  lateArrival: ['不是实时送达，是离线后补传的。', '请检查教室网络；记录照常计入。'],
  faceUnlike: ['签到照片与建档头像不像同一人。', '由经办人看照片、录像核实；核定前照常计入。'],
  onePhone: ['同一部手机在这次课还为别人签到。', '由经办人看照片核实；核定前照常计入。'],
  oneFace: ['同一张脸还用别的身份签到或建档。', '由经办人对照相似头像核实；核定前照常计入。'],
  saidNotMe: ['当场反映“不是我”。', '由经办人看照片核实；核定前照常计入。'],
};

export const remark = <Code extends RemarkCode>(code: Code): Remark<Code> => {
  const [sentence, wayForward] = words[code];
  return { code, sentence, wayForward };
};
