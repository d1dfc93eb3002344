import type { Annex2Input, Annex3Input, Annex4Input, Annex5Input, LessonLine, PostLine, RosterLine } from './inputs';

/** Sound inputs of every form, for tests and for the demonstration; every person and place is invented. */
const heading = {
  madeOn: '2024-08-20',
  institution: '焦作市山阳区鸿远职业技能培训学校',
  occupation: '中式烹调师',
};

export const annex2Specimen: Annex2Input = {
  ...heading,
  traineeCount: 48,
  counts: {
    registeredUnemployed: 12,
    ruralTransferWorker: 26,
    ruralTransferPovertyRegistered: 7,
    finalYearGraduate: 3,
    schoolLeaver: 2,
    poorFamilyChild: 5,
    poorFamilyCovered: 5,
  },
  theoryPlace: '焦作市山阳区解放东路188号鸿远职校教学楼三楼301教室',
  practicePlace: '焦作市山阳区解放东路188号鸿远职校实训楼一楼烹饪实训室',
  classYear: '2024',
  classNumber: '17',
  startsOn: '2024-09-02',
  endsOn: '2024-09-20',
  dayCount: '15',
  lessonHours: '120',
  finalExamOn: '2024-09-21',
  skillsAssessmentOn: '2024-09-28',
  modes: { day: true, evening: false, holiday: false, other: false },
  classLead: { name: '韩志远', phone: '13800000001' },
  teachers: [
    { name: '张㛃', phone: '13800000002' },
    { name: '欧阳建国', phone: '13800000003' },
    { name: '李𬍛', phone: '13800000004' },
  ],
  institutionOpinion: {
    opinion: '本期班学员身份、教学计划和就业岗位均已核实，材料真实有效，申请开班。',
    officer: '王海燕',
    signatory: '韩志远',
    on: '2024-08-20',
  },
  bureauOpinion: { opinion: '', officer: '', signatory: '', on: '' },
};

const lesson = (index: number): LessonLine => ({
  on: `2024-09-${String(2 + (index >> 1)).padStart(2, '0')}`,
  time: index % 2 === 0 ? '08:30—11:50' : '14:00—17:20',
  hours: '4',
  content: index % 2 === 0 ? '食品安全与营养卫生基础知识、岗位职责' : '刀工基础：直刀法、平刀法、斜刀法及料型加工练习',
  kind: index % 2 === 0 ? '理论' : '实操',
  teacher: index % 2 === 0 ? '张㛃' : '欧阳建国',
  place: index % 2 === 0 ? '教学楼301教室' : '实训楼一楼烹饪实训室',
});

export const annex3Specimen = (lessonCount = 30): Annex3Input => ({
  ...heading,
  level: '初级（五级）',
  className: '2024年第17期',
  traineeCount: '48',
  startsOn: '2024-09-02',
  endsOn: '2024-09-20',
  dayCount: '15',
  totalHours: '120',
  theoryHours: '40',
  practiceHours: '76',
  examHours: '4',
  textbooks: '《中式烹调师（初级）》（第2版），人力资源社会保障部教材办公室组织编写',
  examMethod: '理论笔试、实操考核',
  classLead: '韩志远',
  lessons: Array.from({ length: lessonCount }, (_, index) => lesson(index)),
  preparedBy: '王海燕',
  approvedBy: '韩志远',
  on: '2024-08-20',
});

const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '欧阳'];
const givenNames = ['海燕', '𠅤', '建国', '㛃', '小梅', '永强', '雅静', '志远', '淑芳', '𬍛'];

const trainee = (index: number): RosterLine => ({
  name: `${surnames[index % 10]}${givenNames[(index * 7 + (index >> 3)) % 10]}`,
  sex: index % 3 === 0 ? '男' : '女',
  ethnicity: index % 11 === 0 ? '回族' : '汉族',
  bornOn: `19${70 + (index % 29)}-0${1 + (index % 9)}-1${index % 10}`,
  identityNumber: `410***********${String(1000 + index * 37).slice(-4)}`,
  education: index % 2 === 0 ? '初中' : '高中',
  household: index % 4 === 0 ? '城镇' : '农村',
  address: `河南省焦作市武陟县${['西陶镇东白水村', '大封镇老催庄村', '木城街道办事处朝阳路社区'][index % 3]}${index + 1}号`,
  category: ['城镇登记失业人员', '农村转移就业劳动者', '未继续升学初高中毕业生'][index % 3] ?? '',
  proofKind: '就业失业登记证',
  proofNumber: `4108${String(23000000000 + index * 13)}`,
  phone: `138****${String(1000 + index * 7).slice(-4)}`,
  insured: '否',
  relief: index % 5 === 0 ? '脱贫' : '否',
  formerTraining: index % 9 === 0 ? '2022 保育员 初级' : '无',
  photo: '有',
  voucher: `PX2024${String(100000 + index)}`,
  remark: '',
});

export const annex4Specimen = (traineeCount = 60): Annex4Input => {
  const trainees = Array.from({ length: traineeCount }, (_, index) => trainee(index));
  const categories = [...new Set(trainees.map((line) => line.category))];
  return {
    ...heading,
    className: '2024年第17期',
    period: '2024年9月2日至9月20日',
    trainees,
    counts: categories.map((category) => {
      const members = trainees.filter((line) => line.category === category);
      const male = members.filter((line) => line.sex === '男').length;
      return { category, male, female: members.length - male, total: members.length };
    }),
    officer: '王海燕',
    reviewer: '',
    on: '2024-08-20',
  };
};

const post = (index: number): PostLine => ({
  employer:
    ['焦作市云台山假日酒店有限公司', '河南省焦作市山阳区老街坊餐饮管理有限责任公司', '焦作同创人力资源服务有限公司'][
      index % 3
    ] ?? '',
  creditCode: `91410800MA${String(4000000 + index * 371)}X`.slice(0, 18),
  address: ['修武县云台大道中段6号', '山阳区塔南路与人民路交叉口东北角', '解放区民主南路215号四楼'][index % 3] ?? '',
  title: ['厨师', '厨工', '面点学徒'][index % 3] ?? '',
  occupation: '中式烹调师',
  headcount: String(8 + (index % 5)),
  wage: '3500—5000',
  insurance: '五险',
  education: '不限',
  contact: '刘经理',
  phone: '0391-0000000',
  validUntil: '2024-12-31',
});

export const annex5Specimen = (postCount = 15): Annex5Input => {
  const posts = Array.from({ length: postCount }, (_, index) => post(index));
  const total = posts.reduce((sum, line) => sum + Number(line.headcount), 0);
  return {
    ...heading,
    className: '2024年第17期',
    traineeCount: '48',
    posts,
    totalHeadcount: String(total),
    ratio: `1:${(Math.floor((total * 10) / 48) / 10).toFixed(1)}`,
    requiredRatio: '1:3',
    verdict: total >= 144 ? '符合要求' : '岗位不足',
    preparedBy: '王海燕',
    approvedBy: '韩志远',
    on: '2024-08-20',
  };
};
