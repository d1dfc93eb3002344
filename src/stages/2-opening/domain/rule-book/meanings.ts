import { serverRules } from '../server-rules';

/** What each rule of the opening asks, why, and what it leaves alone: for the page of the rule. */
const application: Readonly<Record<string, string>> = {
  'opening.filed-in-time':
    '申报日到开班日之间须隔够规定的工作日。申报当天和开班当天不算，调休上班的周末算；按工作日历数，没有放假通知的年份按预计。',
  'opening.field-missing': '附件2 开班申请表的各项都要填：专业、等级、日期、上课方式、地点、负责人和电话。',
  'opening.lead-phone-format': '负责人电话应是 11 位手机号，或带区号的固定电话，县（市、区）人社局才联系得上。',
  'opening.dates-in-order': '开班、结束、结业考试、技能鉴定依次不能倒过来；同一天可以。',
  'opening.designated': '机构须有这个职业、这个等级的定点资格，并在整个培训期内有效。',
  'opening.in-catalogue':
    '职业和等级须在开班那天的职业目录里。目录按日期管理：停用前最后一日开班的仍算在内，第二天起不算。',
  'opening.institution-in-good-standing': '机构没有被中止、取消资格，办学许可证到培训结束仍然有效。',
  'opening.institution-catalogue':
    '机构须列在市局公布的定点机构目录里，申报那天和开班那天都要在。系统内公布第一版目录以前，本规则不检查；目录到期而没有新的一版时，也不能申报。',
};

const plan: Readonly<Record<string, string>> = {
  'opening.plan-given': '没有教学计划（课程表）不能申报。',
  'opening.plan-hours': '各次课的课时合计不少于职业目录对这个等级规定的课时。',
  'opening.plan-within-dates': '每一次课都排在开班日期到结束日期之间。',
  'opening.plan-first-lesson': '开班日期那一天应有课；没有的，多半是日期或课程表写错了，提醒核对。',
  'opening.plan-minutes': '每次课的时长要够所填的课时，一课时按规定的分钟数算。',
  'opening.plan-day-load': '一天的课时不宜超过规定，晚上班另有较低的上限；超过的提醒核对。',
  'opening.plan-overlap': '同一个班的两次课在时间上不能重叠。',
  'opening.plan-complete': '每次课都写明内容、教师和地点。',
  'opening.teacher-qualified': '授课教师的任职资格与本班职业相同，等级不低于本班等级。',
  'opening.teacher-qualification-valid': '教师据以授课的资格证书在上课那天仍在有效期内。',
  'opening.teacher-serving': '教师上课那天仍在本机构；已离任的不能排课。',
  'opening.teacher-not-stopped': '被县（市、区）人社局停用的教师，自停用那天起不能排课。',
  'opening.teacher-consent': '主要用人单位在别处的教师，须有该单位同意兼课的材料，并在上课那天有效。',
  'opening.teachers-enough': '一个职业应有规定人数的教师，理论和实操都有人教；不足的提醒核对。',
  'opening.venue-capacity': '上课地点坐得下本班人数，并且在上课那天可以使用。',
  'opening.plan-holiday': '白天班、晚上班排在法定休息日的课提醒核对；假日班不提醒。',
  'opening.plan-practice-share': '实操课时应占规定的比例；不足的提醒核对。',
  'opening.resource-free': '同一位教师、同一间教室在同一时间不能排给两个班；与全市已申报的班比较。',
  'opening.plan-copied': '授课内容与其他机构的教学计划大段相同的，提醒核对是否照搬。',
};

const roster: Readonly<Record<string, string>> = {
  'roster.id-length': '身份证号应为 18 位：前 17 位是数字，末位可为 X。15 位旧号会给出换算后的 18 位供核对。',
  'roster.id-damaged': '表格软件把身份证号当数字存，会丢掉末几位；丢了的不推算，只能重新输入。',
  'roster.id-checksum': '末位校验码按国家标准由前 17 位算出，算不对说明至少有一位写错。',
  'roster.id-birth-date': '号码第 7 至 14 位是出生日期，须是存在的、已经过去的一天。',
  'roster.duplicate-person': '同一身份证号在一个班只能登记一次。',
  'roster.sex-mismatch': '所填性别与身份证号第 17 位表示的性别一致；没有填性别的不查。',
  'roster.birth-mismatch': '所填出生日期与身份证号中的一致；只写到年或月的，比到年或月。',
  'roster.field-missing': '姓名、身份证号、人员类别、联系电话必须写明，这是备案花名册的要求。',
  'roster.phone-format': '联系电话应是学员本人的 11 位手机号码，回访要用。',
  'roster.shared-phone': '一个班里两名学员填同一个号码，提醒核实；家人共用的在备注里写明。',
  'roster.category-unknown': '人员类别须是五类培训对象之一；近义的旧称呼会自动认出。',
  'roster.under-age': '开班那天须年满法定劳动年龄。',
  'roster.past-retirement-age':
    '开班那天已到法定退休年龄的，提醒核实是否领取养老金；女职工两档年龄无从得知时按较晚的算。',
  'roster.category-age': '毕业学年高校毕业生、未继续升学毕业生的年龄通常在一定范围内，超出的提醒核实。',
  'opening.roster-given': '没有备案花名册不能申报。',
  'opening.class-size-limit': '一个班的人数不超过上限，超过的须分班。',
  'opening.class-size-advised': '人数多于建议而未到上限的，提醒考虑分班。',
  'opening.no-overlap': '学员在同一时段不能在两个班上课；与全市已申报、已批准的班比较。',
  'opening.trained-before': '学员参加过同职业同等级已批准的培训，再训可能不予补贴，提醒核实。',
  'opening.trainee-is-not-teacher': '本班的授课教师不能同时是本班学员。',
  'opening.same-person-twice': '两个证号的档案已经合并成一人的，不能在一个班里占两行；同一个证号写两次由另一条规则管。',
  'opening.yearly-limit': '一人一年参加补贴性培训的次数有上限，超过的提醒核实。',
  'opening.higher-level-before': '已参加过同职业更高等级培训的，再训较低等级提醒核实。',
  'opening.declared-before': '花名册“既往培训”栏自己写明参加过同职业同等级的，提醒核实。',
  'opening.roster-reused': '花名册与以前某个班的学员大部分相同的，提醒核实是否整批重复参训。',
  'opening.phone-elsewhere': '同一电话在其他班留作多名学员的联系电话，提醒核实。',
  'opening.phone-of-lead': '学员留的是班级负责人的电话，提醒改为本人的。',
  'opening.address-cluster': '多名学员住在同一门牌的，提醒核实身份是否真实。',
  'opening.teacher-among-trainees': '学员是在册的授课教师，提醒核实是否符合培训对象。',
  'opening.teaches-then': '学员在上课时间正在别处授课，不可能参加培训。',
  'exchange.insured-at-start':
    '登记失业、转移就业的学员，开班那天由单位参保的提醒核实；文件要求核对参保，没有写明后果，所以由经办人认定。',
  'exchange.pension-drawn': '正在领取职工养老待遇的不属补贴对象。',
  'exchange.public-payroll': '财政供养人员不属补贴对象。',
  'exchange.enrolled-at-school': '开班那天仍在校的不属补贴对象；毕业学年高校毕业生除外。',
  'exchange.deceased': '证号登记为已死亡的，多半是冒用，须核对本人。',
  'exchange.poverty-not-listed': '申报为贫困家庭子女而不在低保、脱贫名册的，提醒核对材料。',
  'exchange.not-registered-unemployed': '申报为登记失业而开班那天没有有效失业登记的，提醒核对证件。',
  'exchange.subsidised-before':
    '省级系统登记这名学员领取过同职业同等级的培训补贴，提醒核对；登记里没有写明职业的也提醒。',
  'exchange.name-differs': '这个证号在其他部门登记的是另一个姓名，提醒核对原件。',
};

const postsAndProofs: Readonly<Record<string, string>> = {
  'opening.enough-posts':
    '计入的岗位人数合计不少于学员人数的规定倍数（1:3）。过期、重复、本机构自己的，以及用人单位已注销、吊销或列入经营异常的岗位不计入。',
  'opening.post-complete': '每个岗位写明招聘单位、岗位、人数、联系人和电话。',
  'opening.post-credit-code': '填了统一社会信用代码的，须是 18 位并通过校验；没有代码的单位可以不填。',
  'opening.post-wage-range': '工资上限不低于下限。',
  'opening.post-uncounted':
    '说明哪些岗位没有计入 1:3，以及为什么：过期、重复、本机构自己的，或用人单位已注销、吊销、列入经营异常。',
  'opening.post-valid-until': '岗位没有写有效期的提醒补填，以便判断结业时是否仍在招。',
  'opening.post-reused': '同一岗位由几个班重复计数的，提醒核实招聘人数够不够分。',
  'opening.post-minimum-wage': '工资低于当地最低工资标准的提醒核实。',
  'opening.post-code-of-two': '一个信用代码对应两家单位名称的，提醒核对。',
  'opening.post-contact-own': '岗位联系人或电话是培训机构自己的，提醒核实岗位是否真实。',
  'opening.portrait-missing': '每名学员须有一张一寸照片。',
  'opening.proof-missing': '每名学员须有一项基本身份类证明：身份证、就业创业证、失业登记证或社会保障卡。',
  'opening.category-proof-missing': '每名学员须有一项证明其人员类别的材料。',
  'opening.portrait-shared': '两名学员不能用同一张照片。',
  'opening.portrait-reused': '照片与其他班学员的照片相同的，提醒核实。',
  'opening.portrait-unfit': '照片太小、比例不像一寸照或是黑白的，提醒更换。',
};

const change: Readonly<Record<string, string>> = {
  'change.something-changed': '变更申请至少要改动一处。',
  'change.reason-given': '须写明为什么要变更，县（市、区）人社局据以决定。',
  'change.lesson-not-begun': '已上过的和当天的课不能再改，也不能补排到过去。',
  'change.filed-in-time': '最早受影响的那一天以前，须提前够规定的工作日申请。',
  'change.dates-ahead': '已经到了的日期不能再改，也不能改到已过的日子。',
  'change.roster-day': '学员退出、替换须写明从哪一天起，须在申请之后、培训结束之前。',
  'change.leaver-in-class': '退出或被替换的须是现在在本班的学员，一人只选一次。',
  'change.substituted-in-time': '已授课时超过规定比例以后不能再替换学员，只能退出。',
};

export const ruleMeanings: Readonly<Record<string, string>> = {
  ...application,
  ...plan,
  ...roster,
  ...postsAndProofs,
  ...change,
};

/** Where a rule runs: both while it is typed and at the filing, or where the city is in sight. */
export const ruleRuns = (rule: string): '浏览器预检和服务器' | '服务器（保存、申报、审核时）' | '县（市、区）核查时' =>
  rule.startsWith('exchange.')
    ? '县（市、区）核查时'
    : serverRules.has(rule)
      ? '服务器（保存、申报、审核时）'
      : '浏览器预检和服务器';
