import { spokenDay } from '#kernel/plain-date';
import { levelNames } from '#registers';
import {
  type Application,
  classModeNames,
  clockText,
  type FilingPart,
  type JobPost,
  type Lesson,
  lessonKindNames,
} from './opening';
import type { Attachment } from './attachments';
import { proofChanges } from './proof-changes';
import { rosterFieldLabels, rosterFields } from './roster/fields';
import type { RosterRow } from './roster/row';

/** One change between two filings of a class, in words; identity numbers and phones stay unsaid. */
export interface Difference {
  readonly part: FilingPart;
  readonly row?: string;
  readonly what: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

interface Filed {
  readonly application: Application;
  readonly roster: readonly Pick<RosterRow, 'id' | 'cells'>[];
  readonly posts: readonly JobPost[];
  readonly lessons: readonly Lesson[];
  readonly attachments?: readonly Attachment[];
}

/** How registers’ ids read on the screen. */
export interface Names {
  readonly occupation: (code: string) => string;
  readonly venue: (id: string) => string;
  readonly teacher: (id: string) => string;
}

const hidden = '（已改）';

function applicationWords(application: Application, names: Names): Map<string, string> {
  const { occupationCode, level, classMode, theoryVenueId, practiceVenueId } = application;
  const day = (value: Application['startsOn']) => (value ? spokenDay(value) : '');
  return new Map([
    ['培训专业', occupationCode ? names.occupation(occupationCode) : ''],
    ['等级', level ? levelNames[level] : ''],
    ['开班日期', day(application.startsOn)],
    ['结束日期', day(application.endsOn)],
    ['结业考试时间', day(application.finalExamOn)],
    ['职业技能鉴定时间', day(application.skillsAssessmentOn)],
    ['上课方式', classMode ? classModeNames[classMode] : ''],
    ['理论课地点', theoryVenueId ? names.venue(theoryVenueId) : ''],
    ['实操课地点', practiceVenueId ? names.venue(practiceVenueId) : ''],
    ['本班负责人', application.classLeadName],
    ['负责人联系电话', application.classLeadPhone],
  ]);
}

const rosterWords = (row: Filed['roster'][number]): Map<string, string> =>
  new Map(
    rosterFields.filter((field) => field !== 'position').map((field) => [rosterFieldLabels[field], row.cells[field]]),
  );

const lessonWords = (lesson: Lesson, names: Names): Map<string, string> =>
  new Map([
    ['日期', spokenDay(lesson.taughtOn)],
    ['时间', `${clockText(lesson.startsMinute)}–${clockText(lesson.endsMinute)}`],
    ['课时', String(lesson.lessonHours)],
    ['类型', lessonKindNames[lesson.kind]],
    ['内容', lesson.content],
    ['教师', lesson.teacherId ? names.teacher(lesson.teacherId) : ''],
    ['地点', lesson.venueId ? names.venue(lesson.venueId) : ''],
  ]);

const postWords = (post: JobPost): Map<string, string> =>
  new Map([
    ['招聘单位', post.employer],
    ['信用代码', post.creditCode],
    ['单位地址', post.address],
    ['岗位', post.post],
    ['人数', post.headcount === undefined ? '' : String(post.headcount)],
    ['工资', [post.wageFromFen, post.wageToFen].map((fen) => (fen === undefined ? '' : String(fen / 100))).join('–')],
    ['联系人', post.contact],
    ['联系方式', post.phone],
    ['有效期', post.validUntil ? spokenDay(post.validUntil) : ''],
  ]);

const secretFields = new Set([rosterFieldLabels.id, rosterFieldLabels.phone, '联系方式', '负责人联系电话']);

function changesBetween(
  part: FilingPart,
  what: string,
  before: Map<string, string>,
  after: Map<string, string>,
  row?: string,
): Difference[] {
  return [...after].flatMap(([field, value]) => {
    const former = before.get(field) ?? '';
    if (former === value) return [];
    const shown = secretFields.has(field) ? { before: hidden, after: hidden } : { before: former, after: value };
    return [{ part, what, field, ...shown, ...(row === undefined ? {} : { row }) }];
  });
}

interface Listed {
  readonly row: string;
  readonly what: string;
  readonly words: Map<string, string>;
}

function changesInList(part: FilingPart, before: readonly Listed[], after: readonly Listed[]): Difference[] {
  const former = new Map(before.map((each) => [each.row, each]));
  const kept = new Set(after.map((each) => each.row));
  return [
    ...after.flatMap((each): Difference[] => {
      const old = former.get(each.row);
      return old
        ? changesBetween(part, each.what, old.words, each.words, each.row)
        : [{ part, row: each.row, what: each.what, field: '', before: '', after: '新增' }];
    }),
    ...before
      .filter((each) => !kept.has(each.row))
      .map((each): Difference => ({ part, what: each.what, field: '', before: '删去', after: '' })),
  ];
}

/** What changed from one filing to the next, part by part. */
export function differencesBetween(before: Filed, after: Filed, names: Names): Difference[] {
  const people = (filed: Filed) =>
    filed.roster.map((row): Listed => ({ row: row.id, what: row.cells.name || '未写姓名', words: rosterWords(row) }));
  const lessons = (filed: Filed) =>
    filed.lessons.map(
      (lesson): Listed => ({ row: lesson.id, what: spokenDay(lesson.taughtOn), words: lessonWords(lesson, names) }),
    );
  const posts = (filed: Filed) =>
    filed.posts.map(
      (post): Listed => ({ row: post.id, what: `${post.employer} ${post.post}`.trim(), words: postWords(post) }),
    );
  return [
    ...changesBetween(
      'application',
      '申请表',
      applicationWords(before.application, names),
      applicationWords(after.application, names),
    ),
    ...changesInList('plan', lessons(before), lessons(after)),
    ...changesInList('roster', people(before), people(after)),
    ...changesInList('posts', posts(before), posts(after)),
    ...proofChanges(before, after),
  ];
}
