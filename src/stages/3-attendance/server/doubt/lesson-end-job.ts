import { sql } from 'kysely';
import { z } from 'zod';
import { figuresOn } from '#law/figures';
import type { FaceEngine } from '#platform/faces/engine';
import { job, type JobContext } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { type LessonCheck, type Suspicion, suspicionsOf } from '../../domain/doubt/suspicions';
import { findEngine } from '../check-in/frames';
import { isRefused, type TaughtClass, taughtClass } from '../check-in/taught-class';
import type { EvidenceFacts } from '../impersonation/keep-evidence';
import { pictureGround } from './grounds';
import { handOf } from './hand';
import { endedChecks, lookedAt } from './lesson-faces';
import { tellUnsettled } from './queue';
import { raise } from './raise';
import { raiseTeacherDoubts, sharedPhones, type TeacherDoubt } from './teacher-doubts';

/** Days after a lesson within which it is looked at; what arrives later waits for an officer. */
const followedDays = 3;
/** Lessons looked at in one run, so that one run never takes all the time there is. */
const mostLessons = 200;

interface EndedLesson {
  readonly class_id: string;
  readonly lesson_id: string;
}

/** Lessons whose time for checking out is over and that nobody has looked at, where anything was doubtful or by card. */
async function endedLessons({ tx, now, today, laterFigures }: JobContext): Promise<readonly EndedLesson[]> {
  const closes = figuresOn(today, laterFigures)('checkOutCloses');
  const { rows } = await sql<EndedLesson>`
    select l.class_id, l.id as lesson_id from lessons l
    join training_classes c on c.region_code = l.region_code and c.id = l.class_id and c.state = 'approved'
    where l.taught_on between ${today}::date - ${followedDays}::int and ${today}::date
      and (l.taught_on + make_interval(mins => l.ends_minute + ${closes}::int)) at time zone 'Asia/Shanghai' < ${now}
      and not exists (select from settled_lessons s where s.region_code = l.region_code and s.class_id = l.class_id
        and s.lesson_id = l.id::text)
      and exists (select from attendance_checks k where k.region_code = l.region_code and k.class_id = l.class_id
        and k.lesson_id = l.id and num_nonnulls(k.row_id, k.teacher_id) = 1 and cardinality(k.picture_hashes) > 0
        and (k.way = 'card' or 'lowLiveness' = any(k.remarks)))
    order by l.taught_on, l.starts_minute, l.id limit ${mostLessons}`.execute(tx);
  return rows;
}

/** The portrait a picture was compared with, by its digest. */
async function portraitDigest({ tx }: Pick<JobContext, 'tx'>, held: TaughtClass, rowId: string) {
  const frame = await tx
    .selectFrom('enrolment_frames')
    .select('picture_digest')
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('row_id', '=', rowId)
    .orderBy('position')
    .executeTakeFirst();
  return frame?.picture_digest.toString('hex');
}

/** The numbers a suspicion rests on, for whoever confirms or dismisses it. */
async function factsOf(
  context: JobContext,
  held: TaughtClass,
  { traineeId, signal }: Suspicion,
  engine: FaceEngine | undefined,
  likeness: number | undefined,
): Promise<EvidenceFacts> {
  const portrait = await portraitDigest(context, held, traineeId);
  const threshold =
    signal === 'faceMismatch'
      ? engine?.manifest.mismatchBelow
      : figuresOn(held.startsOn, context.laterFigures)('livenessDoubt');
  const model = engine?.manifest.files.find(({ name }) => name.includes('feature'))?.sha256;
  return {
    ...(likeness === undefined ? {} : { score: likeness }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(engine ? { engine: engine.manifest.id } : {}),
    ...(model ? { modelDigest: model } : {}),
    ...(portrait ? { portraitDigest: portrait } : {}),
  };
}

interface LookedAt {
  readonly checks: readonly LessonCheck[];
  readonly found: readonly Suspicion[];
  readonly engine: FaceEngine | undefined;
}

/** What is found against teachers is put beside their check-ins; a low liveness stood there from the beginning. */
async function lookAtTeachers(
  context: JobContext,
  held: TaughtClass,
  lessonId: string,
  { checks, found, engine }: LookedAt,
): Promise<number> {
  const unlike = found
    .filter(({ signal }) => signal === 'faceMismatch')
    .map(({ traineeId: teacherId, checkId }): TeacherDoubt => {
      const score = checks.find(({ id }) => id === checkId)?.likeness;
      const of = engine ? { engine: engine.manifest.id, threshold: engine.manifest.mismatchBelow } : {};
      const facts = { ...of, ...(score === undefined ? {} : { score }) };
      return { checkId, teacherId, kind: 'faceUnlike', by: '系统', facts };
    });
  const doubts = [...unlike, ...(await sharedPhones(context, held, lessonId))];
  const added = await raiseTeacherDoubts(context, held, doubts);
  if (added === 0) return 0;
  await tellUnsettled(context, [held]);
  await context.log({
    action: 'doubt.find-teacher',
    subject: { type: 'trainingClass', id: held.id },
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    detail: { lesson: lessonId, checks: doubts.map(({ checkId }) => checkId) },
  });
  return added;
}

/** Looks at one lesson that is over; gives how many person-times came under suspicion. */
async function settle(context: JobContext, held: TaughtClass, lessonId: string, engine: FaceEngine | undefined) {
  const ended = await endedChecks(context, held, lessonId);
  const checks = await lookedAt(context, held, ended, engine);
  const figures = engine?.manifest ?? { threshold: 1, mismatchBelow: -1 };
  const teachers = new Set(ended.flatMap(({ kind, row_id }) => (kind === 'teacher' ? [row_id] : [])));
  const found = suspicionsOf(checks, figures);
  const ofTeachers = await lookAtTeachers(context, held, lessonId, {
    checks,
    found: found.filter(({ traineeId }) => teachers.has(traineeId)),
    engine,
  });
  const { hand, tell } = handOf(context, { name: '签到台', role: 'device' });
  let raised = 0;
  for (const suspicion of found.filter(({ traineeId }) => !teachers.has(traineeId))) {
    const { traineeId: rowId, checkId, signal } = suspicion;
    const likeness = checks.find(({ id }) => id === checkId)?.likeness;
    const facts = await factsOf(context, held, suspicion, engine, likeness);
    const ground = await pictureGround(context, held, { rowId, lessonId, checkId }, facts);
    if (isRefused(ground)) continue;
    const outcome = await raise(hand, held.id, { ...ground, signal });
    if (isRefused(outcome) || !outcome.isNew) continue;
    raised += 1;
    await tell('impersonation.suspect');
  }
  await context.tx
    .insertInto('settled_lessons')
    .values({
      region_code: held.regionCode,
      class_id: held.id,
      lesson_id: lessonId,
      raised,
      settled_at: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { raised, ofTeachers };
}

/** 课后查看人脸不符与活体存疑：没有正常签到相抵的，学员的列为疑似并附照片，任课教师的列入待核，由经办人核实 */
export const settleLessons = job({
  name: 'settle-lessons',
  title: '课后查看人脸不符与活体存疑：学员的列为疑似冒名顶替，任课教师的列入待核',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const engine = await findEngine(context);
    const lessons = await endedLessons(context);
    let [raised, ofTeachers] = [0, 0];
    for (const { class_id, lesson_id } of lessons) {
      const held = await taughtClass(context, class_id);
      if (isRefused(held)) continue;
      const found = await settle(context, held, lesson_id, engine);
      [raised, ofTeachers] = [raised + found.raised, ofTeachers + found.ofTeachers];
    }
    const teachers = ofTeachers > 0 ? `，教师签到列入待核 ${ofTeachers} 次` : '';
    return `查看 ${lessons.length} 次课，列为疑似 ${raised} 人次${teachers}。`;
  },
});

export const lessonEndSchedule = { job: settleLessons, times: hourly(35) } as const;
