import type { Lifecycle } from '#kernel/lifecycle';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import type { ClauseId } from '#law/clauses';
import { type AnyRule, rule } from '#law/rule';

/** What is confirmed on the spot by looking, each from annex 6. */
export const checklistPoints = [
  'keeperIsTrained',
  'portraitsChecked',
  'clockChecked',
  'deviceAtDoor',
  'deviceSeesPeople',
  'cameraRearCentre',
  'cameraSeesRoom',
  'cameraRecordsThroughout',
  'coversTheory',
  'coversPractice',
  'coversExam',
  'keptThreeYears',
  'guardedAgainstLeaks',
] as const;
export type ChecklistPoint = (typeof checklistPoints)[number];

/** 教室、考勤设备与视频设备检查表（2021 附件6）: one for each device and the room it stands in. */
export interface Checklist {
  /** 专人: who is responsible for the device, the camera and the secrecy of what they hold. */
  readonly keeper: string;
  /** 管理部门工作人员: who of the bureau set the password. */
  readonly passwordSetBy: string;
  readonly passwordSetOn: PlainDate | undefined;
  /** Where records and recordings are kept. */
  readonly keptAt: string;
  readonly points: readonly ChecklistPoint[];
  readonly note: string;
}

export const emptyChecklist: Checklist = {
  keeper: '',
  passwordSetBy: '',
  passwordSetOn: undefined,
  keptAt: '',
  points: [],
  note: '',
};

/** Each point in words, with the paragraph of the annex it comes from. */
export const pointWords: Record<ChecklistPoint, { readonly says: string; readonly cites: ClauseId }> = {
  keeperIsTrained: { says: '专人已熟练掌握考勤、视频设备的架设与使用', cites: '2021.A6.6' },
  portraitsChecked: { says: '培训对象头像已采集，并与管理部门核对人员头像信息', cites: '2021.A6.1' },
  clockChecked: { says: '设备时间已与管理部门核对、调试', cites: '2021.A6.1' },
  deviceAtDoor: { says: '考勤设备架设于理论（实操）教室入口处', cites: '2021.A6.2' },
  deviceSeesPeople: { says: '考勤设备高度合适，能通视参训人员', cites: '2021.A6.2' },
  cameraRearCentre: { says: '视频设备架设于教室后侧正中央', cites: '2021.A6.3' },
  cameraSeesRoom: { says: '视频设备能通视整个教室', cites: '2021.A6.3' },
  cameraRecordsThroughout: { says: '培训过程中全程开启录制模式', cites: '2021.A6.3' },
  coversTheory: { says: '理论培训处于考勤、视频监管之中', cites: '2021.A6.4' },
  coversPractice: { says: '实操培训处于考勤、视频监管之中', cites: '2021.A6.4' },
  coversExam: { says: '考试处于考勤、视频监管之中', cites: '2021.A6.4' },
  keptThreeYears: { says: '考勤电子记录、视频录像妥善保管三年', cites: '2021.A6.5' },
  guardedAgainstLeaks: { says: '已有防遗漏、防丢失、防泄露的措施', cites: '2021.A6.6' },
};

export const checklistStates = ['drafted', 'offered', 'signed'] as const;
export type ChecklistState = (typeof checklistStates)[number];
export type ChecklistAction = 'offer' | 'sign' | 'return';

/** The institution signs first, the county’s officer, who set the password, after looking. */
export const checklistLifecycle: Lifecycle<ChecklistState, ChecklistAction, Role> = {
  start: 'drafted',
  steps: {
    offer: { from: ['drafted'], to: 'offered', by: ['institutionClerk', 'institutionPrincipal'] },
    sign: { from: ['offered'], to: 'signed', by: ['countyOfficer'] },
    return: { from: ['offered'], to: 'drafted', by: ['countyOfficer'] },
  },
};
export const checklistStateNames: Record<ChecklistState, string> = {
  drafted: '填写中',
  offered: '待县（市、区）核对签字',
  signed: '双方已签字',
};

/** A checklist with the day it is judged on. */
export interface ChecklistFacts {
  readonly checklist: Checklist;
  readonly on: PlainDate;
}

const since2021 = plainDate('2021-01-01');
const governedBy = ({ on }: ChecklistFacts): PlainDate => on;

/** One rule a paragraph: every point of it has to be seen. */
const pointsRule = (id: string, title: string, cites: ClauseId): AnyRule<ChecklistFacts> =>
  rule({
    id,
    title,
    cites: [cites],
    severity: 'blocks',
    from: since2021,
    governedBy,
    check: ({ checklist }: ChecklistFacts) =>
      checklistPoints
        .filter((point) => pointWords[point].cites === cites && !checklist.points.includes(point))
        .map((point) => ({ field: point, says: pointWords[point].says })),
    says: ({ says }) => `未确认：${says}。`,
    fix: () => '请现场查看，做到后勾选；没有做到的先整改。',
  });

const keeperNamed = rule({
  id: 'attendance.keeper-named',
  title: '指定专人负责考勤、视频设备',
  cites: ['2021.A6.1', '2021.4.4'],
  severity: 'blocks',
  from: since2021,
  governedBy,
  check: ({ checklist }: ChecklistFacts) => (checklist.keeper === '' ? [{ field: 'keeper' }] : []),
  says: () => '没有写明负责考勤、视频设备的专人。',
  fix: () => '请填写专人姓名。',
});

const passwordByBureau = rule({
  id: 'attendance.password-by-bureau',
  title: '设备密码由管理部门工作人员设置',
  cites: ['2021.A6.1'],
  severity: 'blocks',
  from: since2021,
  governedBy,
  check: ({ checklist, on }: ChecklistFacts) => [
    ...(checklist.passwordSetBy === '' ? [{ field: 'passwordSetBy', says: '没有写明由谁设置' }] : []),
    ...(checklist.passwordSetBy !== '' && checklist.passwordSetBy === checklist.keeper
      ? [{ field: 'passwordSetBy', says: '设置人与机构专人是同一人' }]
      : []),
    ...(checklist.passwordSetOn === undefined ? [{ field: 'passwordSetOn', says: '没有写明设置日期' }] : []),
    ...(checklist.passwordSetOn !== undefined && checklist.passwordSetOn > on
      ? [{ field: 'passwordSetOn', says: '设置日期在今天之后' }]
      : []),
  ],
  says: ({ says }) => `设备密码须由人社部门工作人员设置：${says}。`,
  fix: () => '请由县（市、区）人社部门工作人员到场设置密码，填写其姓名和日期。',
});

const keptSomewhere = rule({
  id: 'attendance.kept-at',
  title: '写明考勤记录与录像的存放处',
  cites: ['2021.A6.5'],
  severity: 'blocks',
  from: since2021,
  governedBy,
  check: ({ checklist }: ChecklistFacts) => (checklist.keptAt === '' ? [{ field: 'keptAt' }] : []),
  says: () => '没有写明考勤电子记录和视频录像存放在哪里。',
  fix: () => '请填写存放处，如“教学楼 2 楼机房 NAS”。',
});

/** 附件6 之1–6 */
export const checklistRules: readonly AnyRule<ChecklistFacts>[] = [
  keeperNamed,
  passwordByBureau,
  pointsRule('attendance.set-up-with-bureau', '头像、时间与管理部门核对', '2021.A6.1'),
  pointsRule('attendance.device-at-door', '考勤设备架设于教室入口处', '2021.A6.2'),
  pointsRule('attendance.camera-rear-centre', '视频设备架设于教室后侧正中', '2021.A6.3'),
  pointsRule('attendance.whole-course-covered', '理论、实操、考试全程监管', '2021.A6.4'),
  keptSomewhere,
  pointsRule('attendance.kept-three-years', '考勤记录与录像保管三年', '2021.A6.5'),
  pointsRule('attendance.skilled-and-guarded', '熟练操作，防遗漏、丢失、泄露', '2021.A6.6'),
];
