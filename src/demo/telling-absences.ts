import sharp from 'sharp';
import { z } from 'zod';
import { endorseCorrection } from '../stages/3-attendance/server/absences/correction-commands';
import { requestCorrection } from '../stages/3-attendance/server/absences/correction-request-commands';
import { approveLeave, requestLeave } from '../stages/3-attendance/server/absences/leave-commands';
import { addAbsencePaper } from '../stages/3-attendance/server/absences/paper-commands';
import { showHours } from '../stages/3-attendance/server/check-in/queries';
import { confirmImpersonation } from '../stages/3-attendance/server/impersonation/finding-commands';
import { notifyImpersonation } from '../stages/3-attendance/server/impersonation/procedure-commands';
import {
  addImpersonationEvidence,
  reportImpersonation,
} from '../stages/3-attendance/server/impersonation/report-commands';
import { act, actorNamed, clerkOf, type Moment, principalOf, type Stage } from './acting';
import type { ToldClass } from './attendance';
import type { PlacedStory } from './city';
import { instantAt } from './days';

const hoursForm = z.object({
  lessons: z.array(z.object({ id: z.string(), taughtOn: z.string(), endsMinute: z.number() })),
  rows: z.array(z.object({ rowId: z.string(), cells: z.array(z.object({ lessonId: z.string(), state: z.string() })) })),
});
type Hours = z.output<typeof hoursForm>;

/** A missed or shortened lesson on the last days, of somebody who may ask for a correction. */
function gaps({ lessons, rows }: Hours, since: string) {
  const recent = new Map(lessons.filter(({ taughtOn }) => taughtOn >= since).map((lesson) => [lesson.id, lesson]));
  return rows.flatMap(({ rowId, cells }) => {
    const cell = cells.find(
      ({ lessonId, state }) => recent.has(lessonId) && ['absent', 'late', 'leftEarly'].includes(state),
    );
    const lesson = cell && recent.get(cell.lessonId);
    return lesson ? [{ rowId, lesson }] : [];
  });
}

/** A sheet of its own colour: nobody reads what is on it. */
const sheet = (shade: number): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: { r: 120 + shade * 9, g: 140, b: 150 } } })
    .jpeg({ quality: 70 })
    .toBuffer();

const clockWords = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const paperForm = z.object({ paperId: z.uuid() });
const correctionForm = z.object({ correctionId: z.uuid() });
const leaveForm = z.object({ leaveId: z.uuid() });

/** Who acts for one class on the last working day, after its lessons. */
function peopleOf({ city }: Stage, { institution }: PlacedStory) {
  const day = city.days.day(-1);
  const at = (username: string, minute: number): Moment => ({
    actor: actorNamed(city, username),
    day,
    at: instantAt(day, minute),
  });
  return {
    clerk: at(clerkOf(institution), 18 * 60 + 40),
    principal: at(principalOf(institution), 19 * 60),
    officer: at(`officer.${institution.region.key}`, 19 * 60 + 30),
  };
}

async function tellCorrections(stage: Stage, { placed, classId }: ToldClass, hours: Hours): Promise<void> {
  const { clerk, principal } = peopleOf(stage, placed);
  const { key } = placed.story;
  const found = gaps(hours, stage.city.days.day(-2)).slice(0, 2);
  for (const [index, { rowId, lesson }] of found.entries()) {
    const name = `${key}/correction/${index}`;
    const upload = { name: '教室照片.jpg', bytes: await sheet(index) };
    const paper = { classId, kind: index === 0 ? 'deviceFault' : 'roomPhoto' };
    const { paperId } = paperForm.parse(await act(stage, clerk, addAbsencePaper, `${name}/paper`, paper, upload));
    const wish = {
      classId,
      row: rowId,
      lessonId: lesson.id,
      direction: 'out',
      at: `${lesson.taughtOn}T${clockWords(lesson.endsMinute)}`,
      reason: index === 0 ? '下课时签到台断电，没有签退。' : '手机没电，忘记签退，教师在场可以证明。',
      paperIds: [paperId],
    };
    const { correctionId } = correctionForm.parse(await act(stage, clerk, requestCorrection, name, wish));
    const endorsed = { classId, correctionId, version: 1 };
    if (index === 0) await act(stage, principal, endorseCorrection, `${name}/endorse`, endorsed);
  }
}

async function tellLeaves(stage: Stage, { placed, classId }: ToldClass, hours: Hours): Promise<void> {
  const { clerk, principal } = peopleOf(stage, placed);
  const next = hours.lessons.filter(({ taughtOn }) => taughtOn > stage.city.days.day(-1));
  for (const [index, row] of hours.rows.slice(-2).entries()) {
    const lesson = next[index * 2];
    if (!lesson) continue;
    const name = `${placed.story.key}/leave/${index}`;
    const wish = {
      classId,
      row: row.rowId,
      kind: 'personal',
      from: `${lesson.taughtOn}T00:00`,
      to: `${lesson.taughtOn}T23:00`,
      reason: index === 0 ? '孩子发热，须带去就诊。' : '回老家办理土地确权手续。',
      paperIds: [],
    };
    const { leaveId } = leaveForm.parse(await act(stage, clerk, requestLeave, name, wish));
    if (index === 0) await act(stage, principal, approveLeave, `${name}/approve`, { classId, leaveId, version: 1 });
  }
}

const evidenceForm = z.object({ evidenceId: z.uuid() });
const movedForm = z.object({ version: z.number() });

/** Suspicions of the county’s officer: two of them warn, three confirmed freeze the money and are noticed. */
async function tellImpersonations(
  stage: Stage,
  { placed, classId }: ToldClass,
  hours: Hours,
  count: number,
): Promise<void> {
  const { officer } = peopleOf(stage, placed);
  const { key } = placed.story;
  const lesson = hours.lessons.findLast(({ taughtOn }) => taughtOn <= officer.day);
  if (!lesson) return;
  for (const [index, { rowId }] of hours.rows.slice(0, count).entries()) {
    const name = `${key}/impersonation/${index}`;
    const upload = { name: '签到照片.jpg', bytes: await sheet(4 + index) };
    const titled = { classId, title: `签到照片 ${index + 1}` };
    const added = await act(stage, officer, addImpersonationEvidence, `${name}/evidence`, titled, upload);
    const about = { classId, traineeId: rowId, lessonId: lesson.id };
    const evidenceIds = [evidenceForm.parse(added).evidenceId];
    const reported = { ...about, signal: 'inspectorFinding', evidenceIds };
    const { version } = movedForm.parse(await act(stage, officer, reportImpersonation, name, reported));
    if (count < 3) continue;
    const finding = { ...about, version, reason: '到课人员与备案照片不是同一人，授课教师当面指认。' };
    const after = movedForm.parse(await act(stage, officer, confirmImpersonation, `${name}/confirm`, finding));
    const seen = { classId, version: after.version };
    if (index === count - 1) await act(stage, officer, notifyImpersonation, `${key}/impersonation/notify`, seen);
  }
}

/** What is asked for and suspected in the classes being taught: corrections, leave, and two cases of impersonation. */
export async function tellAbsences(stage: Stage, taught: readonly ToldClass[]): Promise<void> {
  let cases = 0;
  for (const each of taught) {
    const { clerk } = peopleOf(stage, each.placed);
    const { key } = each.placed.story;
    const hours = hoursForm.parse(await act(stage, clerk, showHours, `${key}/hours`, { classId: each.classId }));
    if (!hours.lessons.some(({ taughtOn }) => taughtOn <= clerk.day)) continue;
    await tellCorrections(stage, each, hours);
    await tellLeaves(stage, each, hours);
    cases += 1;
    if (cases <= 2) await tellImpersonations(stage, each, hours, cases === 1 ? 2 : 3);
  }
}
