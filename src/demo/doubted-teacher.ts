import { sql } from 'kysely';
import sharp from 'sharp';
import type { PlainDate } from '#kernel/plain-date';
import type { Transaction } from '#platform/operation';
import { type ClassPast, keepShownPair, keepTeacherDoubts } from '../stages/3-attendance/server/index';
import type { Stage } from './acting';
import type { ToldClass } from './attendance';
import { idOf } from './chance';
import { instantAt } from './days';

/** The class whose teacher was enrolled; in the photo of the last lesson before loading stands somebody else. */
const enrolledClass = 'running-boai';
/** The class in which somebody said at the tablet that the name it told was not theirs. */
const deniedClass = 'running-wuzhi';
/** The class that began before faces were compared with one another: its trainees agreed to the first notice. */
const oldNoticeClass = 'running-macun';

interface TaughtLesson {
  readonly id: string;
  readonly taught_on: PlainDate;
  readonly teacher_id: string | null;
}

/** What is known of a class beside its past. */
interface PlannedClass {
  readonly key: string;
  readonly startsOn: PlainDate;
  readonly lessons: readonly TaughtLesson[];
}

/** The last lesson before the day of loading in which the teacher signed. */
function lastSigned(past: ClassPast, lessons: readonly TaughtLesson[], today: PlainDate): TaughtLesson | undefined {
  const signed = new Set(past.teaching.map(({ lessonId }) => lessonId));
  return lessons.findLast(({ id, taught_on, teacher_id }) => taught_on < today && teacher_id && signed.has(id));
}

/** The same drawn face on another day: seen in a mirror, and darker. */
const anotherDay = (picture: Buffer): Promise<Buffer> =>
  sharp(picture).flop().modulate({ brightness: 0.92 }).jpeg({ quality: 80 }).toBuffer();

/** How many of the enrolled stand before the one whose face the teacher’s is, and before the one in the photo. */
const [likeTeacher, inPhoto] = [7, 11];

/** Adds the teacher who was enrolled with the face of one of the trainees, and the photo of another person. */
export async function withDoubtedTeacher(
  { city }: Stage,
  { key, startsOn, lessons }: PlannedClass,
  past: ClassPast,
): Promise<ClassPast> {
  if (key === oldNoticeClass) return { ...past, textVersion: 1 };
  const lesson = key === enrolledClass ? lastSigned(past, lessons, city.days.today) : undefined;
  const pictures = past.enrolments.flatMap(({ state, picture }) => (state === 'confirmed' && picture ? [picture] : []));
  const [own, other] = [pictures[likeTeacher], pictures[inPhoto]];
  if (!lesson?.teacher_id || !own || !other) return past;
  const { teacher_id: teacherId } = lesson;
  const at = (minute: number): string => instantAt(startsOn, minute - 24 * 60);
  const id = idOf(city.seed, 'consent', past.classId, teacherId);
  const [face, photo] = [await anotherDay(own), await anotherDay(other)];
  return {
    ...past,
    consents: [...past.consents, { id, row: teacherId, teacherId, choice: 'face', at: at(8 * 60 + 40) }],
    enrolments: [
      ...past.enrolments,
      {
        row: teacherId,
        teacherId,
        state: 'confirmed',
        capturedAt: at(8 * 60 + 50),
        decidedAt: at(17 * 60),
        reason: '',
        picture: face,
      },
    ],
    teaching: past.teaching.map((each) => (each.lessonId === lesson.id ? { ...each, picture: photo } : each)),
  };
}

interface SignedLesson {
  readonly lesson_id: string;
  readonly teacher_id: string;
  readonly id_index: Buffer;
  readonly in_id: string | null;
  readonly out_id: string | null;
  readonly ended_at: string;
}

/** The last lesson before the day of loading in which its teacher signed, with both check-ins. */
const lastSignedOf = async (tx: Transaction, classId: string, today: PlainDate): Promise<SignedLesson | undefined> =>
  (
    await sql<SignedLesson>`select l.id as lesson_id, l.teacher_id, t.id_index,
        max(k.id::text) filter (where k.direction = 'in') as in_id,
        max(k.id::text) filter (where k.direction = 'out') as out_id, max(k.at) as ended_at
      from lessons l join teachers t on t.id = l.teacher_id
        join attendance_checks k on k.class_id = l.class_id and k.lesson_id::text = l.id::text and k.teacher_id = l.teacher_id
      where l.class_id = ${classId} and l.taught_on < ${today}
      group by l.id, l.teacher_id, t.id_index, l.taught_on, l.starts_minute
      order by l.taught_on desc, l.starts_minute desc limit 1`.execute(tx)
  ).rows[0];

/** What was found against teachers: a face unlike the enrolled one, a name denied at the tablet, one face for two people. */
export async function keepDoubtedTeachers(
  { platform, city }: Stage,
  tx: Transaction,
  taught: readonly ToldClass[],
): Promise<void> {
  const classOf = (key: string) => taught.find(({ placed }) => placed.story.key === key)?.classId ?? '';
  const { today } = city.days;
  const [enrolled, denied] = [classOf(enrolledClass), classOf(deniedClass)];
  const unlike = enrolled ? await lastSignedOf(tx, enrolled, today) : undefined;
  if (unlike) {
    const { teacher_id: teacherId, id_index: index } = unlike;
    const doubts = [unlike.in_id, unlike.out_id].flatMap((checkId) =>
      checkId ? [{ checkId, teacherId, kind: 'faceUnlike' as const, by: '系统', facts: { score: 0.21 } }] : [],
    );
    await keepTeacherDoubts(tx, enrolled, unlike.ended_at, doubts);
    const id = idOf(city.seed, 'facePair', enrolledClass);
    const pair = { id, classId: enrolled, now: platform.clock.now(), nth: [likeTeacher + 1] };
    await keepShownPair(tx, { ...pair, teacher: { id: teacherId, index } });
  }
  const named = denied ? await lastSignedOf(tx, denied, today) : undefined;
  if (!named?.in_id) return;
  const doubt = {
    checkId: named.in_id,
    teacherId: named.teacher_id,
    kind: 'saidNotMe' as const,
    by: '签到人（签到台）',
  };
  await keepTeacherDoubts(tx, denied, named.ended_at, [doubt]);
}
