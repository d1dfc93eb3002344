import { plainDate } from '#kernel/plain-date';

const since2021 = plainDate('2021-01-01');
const open = (value: number, cites: '2021.4.1', ground: string) =>
  [{ from: since2021, value, cites: [cites], grade: 'D', ground: `文件未定，${ground}` }] as const;

/** Figures of attendance: the documents name persons-times and years; what they leave open has a default of ours. */
export const attendanceFigures = {
  /** Minutes after the start of a lesson until which an arrival is not late. */
  lateGrace: open(10, '2021.4.1', '取上课后 10 分钟内不计迟到'),
  /** Minutes before the end of a lesson from which leaving is not early. */
  earlyLeaveGrace: open(10, '2021.4.1', '取下课前 10 分钟内不计早退'),
  /** Per cent of a lesson a trainee must be there; below it the lesson is an absence. */
  lessonPresenceShare: open(50, '2021.4.1', '取在场不足半节课计缺勤'),
  /** Minutes between two check-outs that are the same one done twice. */
  repeatedMark: open(5, '2021.4.1', '取 5 分钟内重复签退视为一次'),
  /** Minutes between two lessons that part the day: who checks in again after them had gone. */
  sessionBreak: open(60, '2021.4.1', '取相隔 60 分钟以上为午间、晚间休息'),
  /** Minutes before a lesson from which checking in is possible. */
  checkInOpens: open(40, '2021.4.1', '取上课前 40 分钟开始签到'),
  /** Minutes after a lesson until which checking out is possible. */
  checkOutCloses: open(40, '2021.4.1', '取下课后 40 分钟停止签退'),
  /** Minutes a check-in may reach the server after it was taken without being marked late. */
  lateArrival: open(10, '2021.4.1', '取 10 分钟内送达为实时'),
  /** Per cent of the liveness score below which an officer looks at a check-in. */
  livenessDoubt: open(50, '2021.4.1', '取活体分值 50，低于的由人工核实；分值只作提示'),
  /** Metres from the room within which a telephone checks in. */
  geofenceRadius: open(200, '2021.4.1', '取教室周围 200 米'),
  /** Metres of uncertainty beyond which a telephone’s place proves nothing. */
  placeAccuracy: open(100, '2021.4.1', '取定位精度 100 米'),
  /** Seconds for which one code stands on the screen of the room. */
  codeStep: open(30, '2021.4.1', '取每 30 秒换一次'),
  /** Earlier codes that are still taken. */
  codeStepsBack: open(1, '2021.4.1', '取上一个仍有效'),
  /** Seconds within which the answer to a challenge of the server has to come. */
  nonceLife: open(120, '2021.4.1', '取 120 秒'),
  /** Minutes for which a one-time code of a witness is taken. */
  witnessCodeLife: open(30, '2021.4.1', '取发出后 30 分钟'),
  /** Wrong codes within that time after which no more are tried. */
  wrongCodes: open(5, '2021.4.1', '取 5 次'),
  /** Degrees the head has to turn when asked to. */
  headTurn: open(15, '2021.4.1', '取 15 度'),
  /** Per cent of a turn of the head that must be done, and be left to do, for a picture to show it on its way. */
  turnOnItsWay: [
    {
      from: since2021,
      value: 15,
      cites: ['2021.4.1'],
      grade: 'M',
      ground:
        'bench turns 实测（2026-11-22）：0.25 秒以上、每秒 15 帧以上的转头误标至多 0.40%，两张照片换着举漏过至多 0.58%；真人待标定',
    },
  ],
  /** Per cent of a turn by which a head may seem to go back on its way. */
  turnBack: [
    {
      from: since2021,
      value: 35,
      cites: ['2021.4.1'],
      grade: 'M',
      ground: 'bench turns 实测（2026-11-22）：同一张脸的角度散布 1 度左右，至少转 15 度，取数倍余量；真人待标定',
    },
  ],
  /** Days of sick leave from which a proof is required. */
  sickLeaveProof: open(2, '2021.4.1', '取病假 2 天起附证明'),
  /** Corrections of one trainee in a calendar month. */
  correctionsPerMonth: open(3, '2021.4.1', '取每人每月 3 次'),
  /** Working days after a lesson within which it may be corrected. */
  correctionPeriod: open(3, '2021.4.1', '取课后 3 个工作日'),
  /** Minutes within which the institution answers a spot roll call. */
  rollCallAnswer: open(15, '2021.4.1', '取发起后 15 分钟内作答'),
  /** Places that are the same in two pictures of roll calls from which both are looked at side by side. */
  rollCallLikeness: [
    {
      from: since2021,
      value: 6,
      cites: ['2021.4.1'],
      grade: 'M',
      ground: '7 张照片实测：四边裁去三分之一另存仍有 8 处以上，不同照片至多 2 处；真实教室照片待标定',
    },
  ],
  /** Bits of 256 in which two pictures of check-ins may differ and still are looked at side by side as one. */
  pictureDifference: [
    {
      from: since2021,
      value: 12,
      cites: ['2021.4.1'],
      grade: 'M',
      ground: '5 张照片实测：压缩、缩小一半、换格式、调亮后相差 0–12 位，平移画面 1% 相差 8–18 位；真实教室照片待标定',
    },
  ],
  /** Per cent of the day’s check-ins by card whose room photo is looked at, drawn at random; and how many at least. */
  photoDrawShare: open(10, '2021.4.1', '取每班每日身份证签到的一成'),
  photoDrawLeast: open(1, '2021.4.1', '取每班每日至少 1 张'),
  /** Per cent of the lesson hours a trainee must have attended to complete and to be subsidised. */
  attendanceThreshold: [
    {
      from: since2021,
      value: 80,
      cites: ['2021.7.1', '2021.4.1'],
      grade: 'D',
      ground: '文件未定，取课时的八成，按分钟计',
    },
  ],
  /** Impersonations of a class, suspected or confirmed, in person-times, at which the county is alerted. */
  impersonationAlert: [
    { from: since2021, value: 2, cites: ['2021.4.3'], grade: 'D', ground: '文件定 3 人次取消，2 人次时预警' },
  ],
  /** Working days the institution has to state its case after the notice. */
  statementPeriod: [
    {
      from: since2021,
      value: 5,
      cites: ['2021.4.3'],
      grade: 'D',
      ground: '文件未定，比照行政处罚法第六十四条：告知后五日内',
    },
  ],
  /** Working days between calling a hearing and holding it. */
  hearingNotice: [
    {
      from: since2021,
      value: 7,
      cites: ['2021.4.3'],
      grade: 'D',
      ground: '文件未定，比照行政处罚法第六十四条：七日前通知',
    },
  ],
  /** Days after the decision within which it may be appealed. */
  appealPeriod: [
    {
      from: since2021,
      value: 60,
      cites: ['2021.4.3'],
      grade: 'D',
      ground: '文件未定，比照行政复议法第二十条：六十日内',
    },
  ],
  /** Seconds a device’s clock may be off before its records are marked. */
  clockOffsetLimit: [
    { from: since2021, value: 60, cites: ['2021.A6.6'], grade: 'D', ground: '文件未定，取 60 秒；只标记，不改时间' },
  ],
  /** Seconds a recording may miss at its edges or between two parts. */
  recordingTolerance: [
    { from: since2021, value: 5, cites: ['2021.A6.3'], grade: 'M', ground: '实测分段录制的文件时间可差 3 秒，取 5 秒' },
  ],
  /** Seconds of missing recording that are a gap to be explained. */
  recordingGap: [
    { from: since2021, value: 300, cites: ['2021.A6.3', '2021.A6.4'], grade: 'D', ground: '文件未定，取 5 分钟' },
  ],
  /** Per cent of a lesson that must be recorded. */
  recordingShare: [
    {
      from: since2021,
      value: 95,
      cites: ['2021.A6.3', '2021.A6.4'],
      grade: 'D',
      ground: '文件定全程录制，容许误差 5%',
    },
  ],
  /** Gigabytes one uploaded recording may have. */
  recordingMostSize: [
    { from: since2021, value: 8, cites: ['2021.4.4'], grade: 'D', ground: '文件未定，半天 720P 录像约 4 GB，取 8 GB' },
  ],
  /** Days after which an upload that was not finished is given up. */
  recordingUploadLife: [
    { from: since2021, value: 7, cites: ['2021.4.4'], grade: 'D', ground: '文件定“及时上传”，取 7 日内可接着传' },
  ],
  /** Seconds by which a recording may differ from the length or the time stated for it. */
  recordingTimeSlack: [
    { from: since2021, value: 120, cites: ['2021.A6.3'], grade: 'D', ground: '文件未定，取 2 分钟' },
  ],
  /** Seconds for which a picture of a class may stand perfectly still, or stay black. */
  recordingStill: [{ from: since2021, value: 120, cites: ['2021.A6.3'], grade: 'D', ground: '文件未定，取 2 分钟' }],
  /** Per cent of likeness from which two stretches of footage are the same. */
  recordingLikeness: [
    {
      from: since2021,
      value: 75,
      cites: ['2021.A6.3'],
      grade: 'M',
      ground: '实测重新编码的同一画面 0.9 以上，不同画面 0.3 以下',
    },
  ],
  /** Per cent of the check-ins that heads counted in the picture should reach. */
  headCountShare: [
    {
      from: since2021,
      value: 70,
      cites: ['2021.4.1'],
      grade: 'D',
      ground: '文件未定，取七成；后侧镜头未经实地验证，待标定',
    },
  ],
  /** Samples in a row that must lie below that share before anything is said. */
  headCountSamples: [
    { from: since2021, value: 3, cites: ['2021.4.1'], grade: 'D', ground: '文件未定，取连续 3 次抽样；待标定' },
  ],
  /** Score from which a class stands in the review queue; it moves no money. */
  truthScoreReview: [
    { from: since2021, value: 50, cites: ['2021.4.1'], grade: 'D', ground: '文件未定，取 50；只决定谁先看，不动补贴' },
  ],
  /** Per cent of the stored blocks whose loss has to be found within a week, and how surely. */
  possessionLoss: [{ from: since2021, value: 1, cites: ['2021.4.2'], grade: 'D', ground: '文件未定，取丢失 1%' }],
  possessionCertainty: [
    { from: since2021, value: 99, cites: ['2021.4.2'], grade: 'D', ground: '文件未定，取一周内 99% 可发现' },
  ],
  /** Working days after a challenge within which the institution proves its copy. */
  copyAnswerDays: [
    { from: since2021, value: 1, cites: ['2021.4.2'], grade: 'D', ground: '文件未定，取下一个工作日当天为限' },
  ],
} as const;
