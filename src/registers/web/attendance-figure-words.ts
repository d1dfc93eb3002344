import type { attendanceFigures } from '#law/attendance-figures';

/** What the figures of attendance are called, and what each is for in one sentence. */
export const attendanceFigureWords: Record<
  keyof typeof attendanceFigures,
  { readonly name: string; readonly unit: string; readonly use: string }
> = {
  lateGrace: { name: '迟到宽限', unit: '分钟', use: '上课后这么久以内到的不计迟到' },
  earlyLeaveGrace: { name: '早退宽限', unit: '分钟', use: '下课前这么久以内走的不计早退' },
  lessonPresenceShare: { name: '单节课到课下限', unit: '%', use: '在场时间低于一节课的这个比例计缺勤' },
  repeatedMark: { name: '重复签退', unit: '分钟', use: '这么久以内的两次签退视为一次' },
  sessionBreak: { name: '午间、晚间休息', unit: '分钟', use: '两次课相隔达到的，之后再签到说明中间离开过' },
  checkInOpens: { name: '签到开始', unit: '分钟', use: '上课前这么久起可以签到' },
  checkOutCloses: { name: '签退截止', unit: '分钟', use: '下课后这么久止可以签退' },
  lateArrival: { name: '考勤补传', unit: '分钟', use: '采集后超过这么久才送达的标明补传' },
  livenessDoubt: { name: '活体分值（提示）', unit: '分', use: '低于的签到由人工核实' },
  geofenceRadius: { name: '手机签到范围', unit: '米', use: '离教室超过的不能用手机签到' },
  placeAccuracy: { name: '手机定位精度', unit: '米', use: '误差超过的定位不作依据' },
  codeStep: { name: '屏幕签到码更换', unit: '秒', use: '教室屏幕上的签到码每隔这么久换一次' },
  codeStepsBack: { name: '签到码宽限', unit: '个', use: '往前这么多个签到码仍有效' },
  nonceLife: { name: '签到口令有效期', unit: '秒', use: '服务器发出的口令超过的须重新开始' },
  sickLeaveProof: { name: '病假证明', unit: '天', use: '病假达到的须附证明' },
  correctionsPerMonth: { name: '补签次数', unit: '次', use: '每名学员每月不超过' },
  correctionPeriod: { name: '补签期限', unit: '个工作日', use: '课后超过的不再补签' },
  attendanceThreshold: { name: '结业、补贴的到课率', unit: '%', use: '到课时间低于总课时的这个比例不予补贴' },
  impersonationAlert: { name: '冒名顶替预警', unit: '人次', use: '疑似与确认合计达到即预警' },
  statementPeriod: { name: '陈述申辩期限', unit: '个工作日', use: '告知后机构可在此期间陈述申辩或要求听证' },
  hearingNotice: { name: '听证通知', unit: '个工作日', use: '通知到听证之间至少隔这么久' },
  appealPeriod: { name: '申诉期限', unit: '天', use: '取消补贴的决定作出后可在此期间申诉' },
  clockOffsetLimit: { name: '设备时钟偏差', unit: '秒', use: '超过的记录标明待核实，不改动时间' },
  recordingTolerance: { name: '录像边缘误差', unit: '秒', use: '首尾和分段之间不超过的不算缺' },
  recordingGap: { name: '录像中断', unit: '秒', use: '中断超过的须说明' },
  recordingShare: { name: '录像覆盖', unit: '%', use: '每节课录像至少覆盖这个比例' },
  headCountShare: { name: '画面人数', unit: '%', use: '画面人数低于签到人数这个比例的会被提醒' },
  truthScoreReview: { name: '真实性分值（复核）', unit: '分', use: '达到的班期先看；分值不影响补贴' },
  possessionLoss: { name: '存证抽查（丢失）', unit: '%', use: '丢失达到这个比例应能发现' },
  possessionCertainty: { name: '存证抽查（把握）', unit: '%', use: '一周内发现上述丢失的把握' },
};
