/** What no declared operation does: accounts by themselves, and the programmes of the server. */
export const programmeActions: Readonly<Record<string, string>> = {
  'account.signIn': '登录',
  'account.signOut': '退出登录',
  'account.changePassword': '修改密码',
  'account.enrolSecondFactor': '绑定动态验证码',
  'account.createFirst': '建立三员账户',
  'backup.made': '制作备份',
  'backup.restored': '恢复备份',
  'demo.begin': '开始生成演示数据',
  'demo.load': '演示数据已生成',
};

/** What an entry is about, by its kind. */
export const subjectNames: Readonly<Record<string, string>> = {
  trainingClass: '班期',
  classChange: '变更申请',
  user: '账户',
  figureLine: '标准',
  calendarYear: '工作日历',
  institution: '机构',
  institutionNumber: '机构的电话或账号',
  person: '学员',
  rosterRow: '花名册学员',
  attachment: '照片与证明',
  exchangeBatch: '比对批次',
  registrationImport: '系统录入名单',
  teacher: '教师',
  teacherConsent: '教师的单位同意文件',
  teacherNumbers: '教师的证号或电话',
  employer: '用人单位',
  trainee: '学员',
  traineeMerge: '并档',
  catalogueEdition: '目录',
  device: '考勤设备',
  impersonation: '冒名顶替',
  occupation: '职业',
  importMapping: '导入的列对应',
};
