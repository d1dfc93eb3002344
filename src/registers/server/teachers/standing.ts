import { sql } from 'kysely';
import { z } from 'zod';
import { addDays, type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { tell } from '#platform/messages';
import { type Context, command, done, refused } from '#platform/operation';
import { plainDay } from '../forms';
import { keptRemark } from '../text-forms';
import { teacherId, version } from './forms';
import type { TeacherRecord } from './read';
import { isRefused, noteTeacher, takeTeacher, updateTeacher } from './store';

const institutionRoles = ['institutionClerk', 'institutionPrincipal'] as const;
const justMoved = refused('这位教师的档案刚被别人改过，请刷新后再办。', 'conflict');

/** A class in hand that still gives lessons to a teacher who will not be there. */
export interface WaitingLessons {
  readonly classId: string;
  readonly filingNumber: string;
  readonly occupation: string;
  readonly lessons: number;
  readonly firstOn: PlainDate;
}

/** Lessons from `day` on that filed or approved classes still give to the teacher: each needs a change. */
export async function lessonsWaiting({ tx }: Context, row: TeacherRecord, day: PlainDate): Promise<WaitingLessons[]> {
  const found = await sql<{
    id: string;
    filing_number: string;
    occupation: string | null;
    lessons: number;
    first_on: string;
  }>`
    select held.id, held.filing_number, occupations.name as occupation, count(*)::int as lessons,
      min(planned.taught_on)::text as first_on
    from lessons planned
      join training_classes held on held.region_code = planned.region_code and held.id = planned.class_id
      left join occupations on occupations.code = held.occupation_code
    where planned.teacher_id = ${row.id} and planned.taught_on >= ${day}
      and held.state in ('filed', 'verified', 'approved')
    group by held.id, held.filing_number, occupations.name order by first_on, held.id`.execute(tx);
  return found.rows.map((each) => ({
    classId: each.id,
    filingNumber: each.filing_number,
    occupation: each.occupation ?? '未选专业',
    lessons: each.lessons,
    firstOn: plainDate(each.first_on),
  }));
}

/** Tells the county that a plan names a teacher who will not teach; the text names the class and the teacher. */
const tellCounty = (
  { tx, now, today }: Context,
  row: TeacherRecord,
  waiting: readonly WaitingLessons[],
  what: string,
) =>
  tell(
    tx,
    now,
    ...waiting.map(({ classId, filingNumber, lessons, firstOn }) => ({
      regionCode: row.region_code,
      institutionId: row.institution_id,
      audiences: ['institution', 'county'] as const,
      subject: { type: 'trainingClass', id: classId },
      text: `${filingNumber} 的教师${row.name}${what}，${spokenDay(firstOn, today)}起还有 ${lessons} 次课由其授课，须申请变更。`,
    })),
  );

const reason = keptRemark(200, '请写明原因');

/** 离任：写明最后任教日，不删除档案 */
export const leaveTeacher = command({
  name: 'teacher.leave',
  path: '/teachers/:teacherId/leave',
  title: '办理教师离任',
  by: institutionRoles,
  cites: ['2024.1.2'],
  input: z.object({ teacherId, version, leftOn: plainDay, reason }),
  async handle(input, context) {
    const row = await takeTeacher(context, input.teacherId, input.version);
    if (isRefused(row)) return row;
    if (row.left_on) return refused(`这位教师已于 ${row.left_on} 离任。`, 'conflict');
    if (row.joined_on && input.leftOn < row.joined_on) {
      return refused(`离任日早于到岗日 ${row.joined_on}，请核对。`, 'invalid');
    }
    if (!(await updateTeacher(context, row, { left_on: input.leftOn, leave_reason: input.reason }))) return justMoved;
    const waiting = await lessonsWaiting(context, row, addDays(input.leftOn, 1));
    await tellCounty(context, row, waiting, `已于${spokenDay(input.leftOn, context.today)}离任`);
    noteTeacher(context, row, { 离任日: [null, input.leftOn], 离任原因: input.reason });
    return done({ version: row.version + 1, waiting });
  },
});

/** 复职：离任的教师回来，或离任登记有误 */
export const rejoinTeacher = command({
  name: 'teacher.rejoin',
  path: '/teachers/:teacherId/rejoin',
  title: '办理教师复职',
  by: institutionRoles,
  cites: ['2024.1.2'],
  input: z.object({ teacherId, version, joinedOn: plainDay, reason }),
  async handle(input, context) {
    const row = await takeTeacher(context, input.teacherId, input.version);
    if (isRefused(row)) return row;
    if (!row.left_on) return refused('这位教师没有离任，不必办理复职。', 'conflict');
    const values = { left_on: null, leave_reason: '', joined_on: input.joinedOn };
    if (!(await updateTeacher(context, row, values))) return justMoved;
    noteTeacher(context, row, {
      离任日: [row.left_on, null],
      到岗日: [row.joined_on, input.joinedOn],
      复职原因: input.reason,
    });
    return done({ version: row.version + 1 });
  },
});

/** 停用：县（市、区）人社局不让这位教师再授课 */
export const stopTeacher = command({
  name: 'teacher.stop',
  path: '/teachers/:teacherId/stop',
  title: '停用教师',
  by: ['countyOfficer'],
  cites: ['2024.1.2', '2024.2.2.2.2'],
  input: z.object({ teacherId, version, stoppedOn: plainDay, reason }),
  async handle(input, context) {
    const row = await takeTeacher(context, input.teacherId, input.version);
    if (isRefused(row)) return row;
    if (row.stopped_on) return refused(`这位教师自 ${row.stopped_on} 起已停用。`, 'conflict');
    const values = { stopped_on: input.stoppedOn, stop_reason: input.reason };
    if (!(await updateTeacher(context, row, values))) return justMoved;
    const waiting = await lessonsWaiting(context, row, input.stoppedOn);
    await tellCounty(context, row, waiting, '已被停用');
    noteTeacher(context, row, { 停用日: [null, input.stoppedOn], 停用原因: input.reason });
    return done({ version: row.version + 1, waiting });
  },
});

/** 恢复被停用的教师 */
export const resumeTeacher = command({
  name: 'teacher.resume',
  path: '/teachers/:teacherId/resume',
  title: '恢复教师',
  by: ['countyOfficer'],
  cites: ['2024.1.2', '2024.2.2.2.2'],
  input: z.object({ teacherId, version, reason }),
  async handle(input, context) {
    const row = await takeTeacher(context, input.teacherId, input.version);
    if (isRefused(row)) return row;
    if (!row.stopped_on) return refused('这位教师没有停用，不必恢复。', 'conflict');
    if (!(await updateTeacher(context, row, { stopped_on: null, stop_reason: '' }))) return justMoved;
    noteTeacher(context, row, { 停用日: [row.stopped_on, null], 恢复原因: input.reason });
    return done({ version: row.version + 1 });
  },
});
