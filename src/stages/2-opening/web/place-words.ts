import { spokenDay } from '#kernel/plain-date';
import type { ClassView } from '../server/class-show';
import {
  type Application,
  clockText,
  type FilingPart,
  filingPartNames,
  filingParts,
  type JobPost,
  type Lesson,
} from '../domain/opening';
import { type RosterField, rosterFieldLabels, rosterFields } from '../domain/roster/fields';

/** A part of a filing an officer may send back. */
export type ReturnPart = FilingPart;
export const returnPartNames = filingPartNames;
export const returnParts = filingParts;

/** A place in a filing, as far as it is narrowed down. */
export interface FilingPlace {
  readonly part: string;
  readonly row?: string | undefined;
  readonly field?: string | undefined;
}

export const applicationFieldNames: Record<keyof Application, string> = {
  occupationCode: '培训专业',
  level: '等级',
  startsOn: '开班日期',
  endsOn: '结束日期',
  finalExamOn: '结业考试时间',
  skillsAssessmentOn: '职业技能鉴定时间',
  classMode: '上课方式',
  theoryVenueId: '理论课地点',
  practiceVenueId: '实操课地点',
  classLeadName: '本班负责人',
  classLeadPhone: '负责人联系电话',
};

export type LessonField = Exclude<keyof Lesson, 'id'>;
export const lessonFieldNames: Record<LessonField, string> = {
  taughtOn: '日期',
  startsMinute: '上课时间',
  endsMinute: '下课时间',
  lessonHours: '课时',
  kind: '类型',
  content: '教学内容',
  teacherId: '授课教师',
  venueId: '培训地点',
};

export type PostField = Exclude<keyof JobPost, 'id' | 'wageToFen'>;
export const postFieldNames: Record<PostField, string> = {
  employer: '招聘单位',
  creditCode: '信用代码',
  address: '单位地址',
  post: '岗位',
  headcount: '招聘人数',
  wageFromFen: '工资待遇',
  contact: '联系人',
  phone: '联系方式',
  validUntil: '有效期',
};

/** Fields that rules name otherwise than the record does. */
const otherNames: Readonly<Record<string, string>> = {
  institution: '机构资质',
  starts: '上课时间',
  wageFrom: '工资待遇',
  wageTo: '工资待遇',
};

const fieldNames: Readonly<Record<ReturnPart, Readonly<Record<string, string>>>> = {
  application: applicationFieldNames,
  plan: lessonFieldNames,
  roster: rosterFieldLabels,
  posts: postFieldNames,
  proofs: { portrait: '一寸照片', proofs: '身份类证明' },
};

const isPart = (part: string): part is ReturnPart => returnParts.some((each) => each === part);
export const isRosterField = (field: string): field is RosterField => rosterFields.some((each) => each === field);

export function fieldName({ part, field }: FilingPlace): string {
  if (!field || !isPart(part)) return '';
  return fieldNames[part][field] ?? otherNames[field] ?? '';
}

type Rows = Pick<ClassView, 'roster' | 'lessons' | 'posts'>;

/** How a row is called: a trainee by place and name, a lesson by its time, a post by employer. */
export function rowName(view: Rows, { part, row }: FilingPlace): string {
  if (!row) return '';
  if (part === 'roster' || part === 'proofs') {
    const at = view.roster.findIndex((each) => each.id === row);
    return at < 0 ? '已删去的一行' : `第 ${at + 1} 行 ${view.roster[at]?.cells.name || '未写姓名'}`;
  }
  if (part === 'plan') {
    const lesson = view.lessons.find((each) => each.id === row);
    return lesson ? `${spokenDay(lesson.taughtOn)} ${clockText(lesson.startsMinute)}` : '已删去的课次';
  }
  const at = view.posts.findIndex((each) => each.id === row);
  const post = view.posts[at];
  return post ? `第 ${at + 1} 行 ${post.employer} ${post.post}`.trim() : '已删去的岗位';
}

/** 备案花名册 · 第 17 行 王小英 · 身份证号 */
export const placeWords = (view: Rows, place: FilingPlace): string =>
  [isPart(place.part) ? returnPartNames[place.part] : place.part, rowName(view, place), fieldName(place)]
    .filter(Boolean)
    .join(' · ');
