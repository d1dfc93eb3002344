import type { FigureName, Grade } from '#law/figures';
import type { Tone } from '#ui/state';
import { attendanceFigureWords } from './attendance-figure-words';
import { privacyFigureWords } from './privacy-figure-words';

interface FigureWords {
  readonly name: string;
  readonly unit: string;
  /** What it is for, in one sentence. */
  readonly use: string;
}

export const figureWords: Record<FigureName, FigureWords> = {
  openingNotice: { name: '开班提前申报', unit: '个工作日', use: '申报到第一课之间至少隔这么久' },
  reviewPeriod: { name: '班期审核期限', unit: '个工作日', use: '县（市、区）从收到申报起审核完毕' },
  reviewWarning: { name: '审核预警', unit: '个工作日', use: '等到这一天还没审完就预警' },
  changeNotice: { name: '变更提前申请', unit: '个工作日', use: '变更申请到最早受影响的一天之间至少隔这么久' },
  substitutionLimit: { name: '学员替换时限', unit: '%', use: '已授课时超过总课时的这个比例，只能退出，不能替换' },
  postsPerTrainee: { name: '每名学员的就业岗位', unit: '个', use: '岗位数不少于学员数的这么多倍' },
  impersonationLimit: { name: '冒名顶替上限', unit: '人次', use: '一期达到即取消该期全部补贴' },
  evidenceYears: { name: '考勤与录像保管', unit: '年', use: '培训结束后至少保管这么久' },
  minimumAge: { name: '参训最低年龄', unit: '周岁', use: '不满的不能备案' },
  lessonHourMinutes: { name: '一课时', unit: '分钟', use: '课次时长按此折成课时' },
  dailyLessonHours: { name: '每日课时', unit: '课时', use: '超过的教学计划会被提醒' },
  classSizeAdvised: { name: '每班人数（提醒）', unit: '人', use: '超过的会被提醒' },
  classSizeLimit: { name: '每班人数（上限）', unit: '人', use: '超过的不能申报' },
  teachersAdvised: { name: '每班授课教师（提醒）', unit: '人', use: '少于的教学计划会被提醒' },
  practiceShareAdvised: { name: '实操课时占比', unit: '%', use: '低于的教学计划会被提醒' },
  schoolLeaverOldest: { name: '应届初高中毕业生年龄', unit: '周岁', use: '超过的会被提醒核对毕业证明' },
  graduateYoungest: { name: '毕业学年高校毕业生最小年龄', unit: '周岁', use: '不满的会被提醒核对学籍' },
  graduateOldest: { name: '毕业学年高校毕业生最大年龄', unit: '周岁', use: '超过的会被提醒核对学籍' },
  exchangeFreshDays: { name: '外部比对有效期', unit: '天', use: '社保等比对结果超过的须重新比对' },
  trainingsPerYear: { name: '每人每年培训次数', unit: '次', use: '超过的由经办人核实并写明理由' },
  rosterReusePersons: { name: '整批学员再次参训（人数）', unit: '人', use: '与以前同一个班的学员重合达到的会被提醒' },
  rosterReuseShare: { name: '整批学员再次参训（占比）', unit: '%', use: '重合人数占本班的比例达到的会被提醒' },
  personsPerPhone: { name: '一个电话登记的学员', unit: '人', use: '全市各班合计超过的会被提醒' },
  personsPerAddress: { name: '一个门牌登记的学员', unit: '人', use: '同班超过的会被提醒' },
  planTextLeast: { name: '教学内容比对起点', unit: '项', use: '不同的教学内容达到这么多才比对是否雷同' },
  planTextShare: { name: '教学内容雷同', unit: '%', use: '与其他机构相同或近似达到的会被提醒' },
  minimumWage: { name: '月最低工资', unit: '元', use: '岗位工资下限低于的会被提醒' },
  ...attendanceFigureWords,
  ...privacyFigureWords,
};

export const gradeNames: Record<Grade, string> = {
  S: '文件规定',
  L: '法律规定',
  E: '公开摘录',
  M: '实测所得',
  D: '本系统默认（文件未定）',
};
/** A default of ours is never shown as law: it is marked as something to look at. */
export const gradeTones: Record<Grade, Tone> = { S: 'ok', L: 'ok', E: 'calm', M: 'calm', D: 'warn' };
