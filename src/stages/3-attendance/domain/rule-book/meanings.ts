import { allRules, type AttendancePart } from '../all-rules';

/** What a rule of attendance asks, what it is read from, and what it leaves alone: for the page of the rule. */
export const ruleMeanings: Readonly<Record<string, string>> = {
  'attendance.keeper-named': '每个教室的考勤、视频设备写明由机构哪一位专人负责。',
  'attendance.password-by-bureau':
    '设备密码由人社部门工作人员设置，写明姓名和日期；不能是机构自己的专人，日期不能在今天之后。',
  'attendance.set-up-with-bureau': '机构逐项确认：设备由人社部门参与调试、专人培训过使用，见附件6之1。',
  'attendance.device-at-door': '机构逐项确认：人脸考勤设备装在教室门口，学员进出都经过，见附件6之2。',
  'attendance.camera-rear-centre': '机构逐项确认：镜头在教室后侧居中，看得到全班和讲台，见附件6之3。',
  'attendance.whole-course-covered': '机构逐项确认：理论、实操、考试的地点都有考勤和录像，见附件6之4。',
  'attendance.kept-at': '写明考勤记录和录像存放在哪里，到期前找得到。',
  'attendance.kept-three-years': '机构逐项确认：考勤电子记录和录像妥善保管三年，见附件6之5。',
  'attendance.skilled-and-guarded': '机构逐项确认：有专人维护，并有防遗漏、防丢失、防泄露的措施，见附件6之6。',
  'attendance.leave-times': '请假的结束须晚于开始。',
  'attendance.leave-touches-lesson': '请假的时间里本班要有课；没有课的时间不用请假。',
  'attendance.leave-reason': '请假要写事由；写了什么由机构负责人判断。',
  'attendance.leave-proof': '病假满规定天数的须附就诊记录或诊断证明，按起止日期算天数。',
  'attendance.leave-twice': '同一名学员的两次请假不能重叠；已撤回、不予准假的不算。',
  'attendance.leave-afterwards': '课已经开始才登记的，标明是事后请假，由负责人判断是否准假。',
  'attendance.correction-lesson': '补签的时间须落在所选课次的签到、签退时段里，那次课是本班的课。',
  'attendance.correction-lesson-over': '课结束以后才补签；还没有下课的，直接签到、签退。',
  'attendance.correction-in-time': '补签在课后规定的工作日内提出，按工作日历数。',
  'attendance.correction-limit': '每名学员每月补签不超过规定次数；撤回的、不予补签的不算。',
  'attendance.correction-evidence': '补签写明原因并附证据：教室照片、录像截图、纸质签到表等；一份证据只用一次。',
  'attendance.correction-needed': '这次课已经计为到课、已经补签过的，不再补。',
  'attendance.correction-impersonated': '那次课有冒名顶替疑似或确认的学员不能补签，先把疑似查清。',
  'attendance.correction-second-person': '提出补签的人不能自己确认或批准。',
  'attendance.roll-call-in-lesson': '只在课程表上的上课时间里发起抽查点名。',
  'attendance.roll-call-once': '一个班同时只有一次点名在等作答。',
  'attendance.roll-call-in-time': '机构在规定的分钟数里作答，按服务器的时钟；超过即逾期，不再收。',
  'attendance.roll-call-code': '作答用这一次点名自己的六位口令；口令打开才看得到，别的点名的口令不收。',
  'attendance.roll-call-picture-fresh': '同一个照片文件在全市只能作答一次；同时送来的两份只收一份。',
  'attendance.roll-call-complete': '名册上每个人都点到一次，不多不少。',
  'attendance.roll-call-reason': '不在场的写明去向。',
  'attendance.roll-call-picture-like':
    '现场照片与全市以往的点名照片比画面：另存、裁边、缩放、左右翻转的认得出；机位不动而人换了的不算。只请人社部门对看，不自动处理。',
  'attendance.roll-call-heads':
    '数现场照片里的人脸，比作答的在场人数少到规定比例以下的请人核对；没有装人脸识别模型的不数。',
  'attendance.hours-met': '结束以后，到课时间须达到总课时的规定比例；按签到、签退和课程表逐分钟算。',
  'attendance.hours-at-risk': '还没结束时，按以后每次都到课来预计，预计也达不到的提前提醒。',
  'attendance.teacher-signed': '每次课的任课教师要签到；没有签到的列出，写明课次和姓名。',
  'attendance.teacher-as-planned': '签到的教师与教学计划的一致；换教师须先批准变更。',
  'attendance.teacher-in-person': '任课教师须本人签到；县（市、区）核定签到的不是本人的列出，写明课次和实际授课人。',
  'attendance.impersonation-limit': '确认的冒名顶替满规定人次的，全班补贴冻结并进入取消程序；疑似的不算。',
  'attendance.impersonation-alert': '疑似与确认合计到预警人次的，提醒县（市、区）先查清疑似。',
  'attendance.recording-missing': '每次课下课后，所在教室至少有一个镜头的录像；停课、改期的按批准后的课程表。',
  'attendance.recording-share': '各镜头合起来覆盖一次课的规定比例，中断超过规定长度的列出时间。',
  'attendance.recording-overlap': '同一镜头的两份录像时间不能重叠；重叠的说明有一份的时间填错了。',
  'attendance.recording-length': '文件实测的时长与填报的相符，误差在规定秒数以内。',
  'attendance.recording-clock': '文件自带的录制时间与填报的开始时间相符；没有自带时间的不查。',
  'attendance.recording-still': '上课时画面不应长时间一动不动；超过规定秒数的列出时间。',
  'attendance.recording-black': '上课时画面不应是黑的；超过规定秒数的列出时间。',
  'attendance.recording-looped': '一份录像里，同样的画面不应再出现一遍；用逐秒的画面特征比对。',
  'attendance.recording-heads':
    '画面里数到的人脸连续几次抽样都少于签到人数的规定比例时提醒；后侧镜头多是背影，只作低一档的提醒。',
  'attendance.recording-reused': '与全市收到的录像比画面，相同的列出班期和日期；由人对看两份录像。',
  'attendance.kept-long-enough':
    '班期结束满三年、没有封存的才能清除；结束时间取批准的结束日和最后一次签到、录像中较晚的。',
  'attendance.purge-witnessed': '清除由一人经办、另一人监督。',
  'attendance.purge-listed': '清除凭证逐项列明清除了什么和摘要，清单关闭后不能改。',
};

const runs: Readonly<Record<AttendancePart, string>> = {
  checklist: '教室清单签字前，浏览器和服务器各一次',
  leave: '登记请假时，服务器',
  correction: '申请、确认、批准补签时，服务器',
  rollCall: '发起和作答抽查点名时，服务器；照片在作答后随即比对、数人',
  hours: '看课时和班期考勤时，按当时的签到记录',
  teaching: '看班期考勤和授课时，按当时的签到记录',
  impersonation: '登记、确认、撤销疑似时，服务器',
  recordings: '收到录像并分析后，服务器；课次覆盖每次打开时',
  retention: '清除前后，服务器',
};

/** When a rule of attendance is asked, and of what; undefined for a rule of another stage. */
export const ruleRuns = (rule: string): string | undefined => {
  const part = allRules.find(({ id }) => id === rule)?.part;
  return part && runs[part];
};
