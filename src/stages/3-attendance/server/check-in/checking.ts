import { sql } from 'kysely';
import type { FaceTemplate } from '#platform/faces/template';
import { newId } from '#platform/identifiers';
import type { Context } from '#platform/operation';
import { type CheckInFacts, type CheckInVerdict, judgeCheckIn } from '../../domain/check-in/check-in';
import { clockOf } from '../../domain/lesson-times';
import { keepSketch } from '../picture-reuse/keep-sketch';
import { type CheckedPerson, columnsOf } from './enrolled';
import { digestsOf, keepPictures, keepProbe } from './keep-pictures';
import type { Standing } from './standing';
import type { PlannedLesson } from './taught-class';

/** What a telephone leaves: how far it was, and marks that tell nothing but equal or not within the class. */
export interface PhoneTrace {
  readonly metres: number | undefined;
  readonly accuracyMetres: number | undefined;
  readonly phoneMark: Buffer | undefined;
  readonly placeMark: Buffer | undefined;
}

/** What is kept beside the verdict. */
export interface Evidence {
  readonly way: 'face' | 'card';
  readonly score?: number | undefined;
  readonly liveness?: number | undefined;
  readonly engineId?: string | undefined;
  readonly witness?: { readonly id: string; readonly name: string } | undefined;
  readonly codeId?: string | undefined;
  readonly codeStep?: number | undefined;
  readonly challengeId?: string | undefined;
  readonly phone?: PhoneTrace | undefined;
  readonly pictures: readonly Buffer[];
  /** Of a face: kept sealed until the day’s comparison, then erased. */
  readonly template?: FaceTemplate | undefined;
}

/** What the station and the page are told of a check-in. */
export interface CheckInAnswer {
  readonly checkId: string;
  readonly verdict: CheckInVerdict['verdict'];
  readonly name: string;
  readonly isTeacher: boolean;
  readonly direction: 'in' | 'out' | 'seen';
  readonly at: string;
  readonly lesson: string | undefined;
  readonly remarks: readonly { readonly code: string; readonly sentence: string; readonly wayForward: string }[];
}

/** A teacher the plan of the lesson does not name is told so at once; the rules of teaching find it afterwards. */
function planRemarks(lesson: PlannedLesson | undefined, person: CheckedPerson | undefined): CheckInAnswer['remarks'] {
  if (person?.kind !== 'teacher' || !lesson || lesson.teacherId === person.rowId) return [];
  const sentence = `这一课（${clockOf(lesson.startsMinute)} ${lesson.content}）计划由${lesson.teacher || '别人'}授课。`;
  return [{ code: 'otherTeacher', sentence, wayForward: '换教师须先批准变更。' }];
}

/** Judges a check-in and keeps it with its evidence, whatever it came to; the same instant twice is one mark. */
export async function keepCheckIn(
  context: Context,
  standing: Standing,
  facts: CheckInFacts,
  person: CheckedPerson | undefined,
  evidence: Evidence,
): Promise<CheckInAnswer> {
  const { held, station, figure, takenAt } = standing;
  const judged = judgeCheckIn(facts, figure);
  const id = newId();
  const remarks = [...judged.refusals, ...judged.doubts];
  const lesson = standing.lessons.find((each) => each.id === judged.lessonId);
  await context.tx
    .insertInto('attendance_checks')
    .values({
      region_code: held.regionCode,
      class_id: held.id,
      id,
      ...(person ? columnsOf(person) : {}),
      lesson_id: judged.lessonId ?? null,
      direction: facts.direction,
      at: new Date(judged.at).toISOString(),
      received_at: context.now,
      taken_at: takenAt === undefined ? null : new Date(takenAt).toISOString(),
      source: station.kind === 'kiosk' ? 'kiosk' : 'phone',
      station_id: station.id,
      way: evidence.way,
      verdict: judged.verdict,
      remarks: remarks.map(({ code }) => code),
      score: evidence.score ?? null,
      liveness: evidence.liveness ?? null,
      engine_id: evidence.engineId ?? null,
      witness_id: evidence.witness?.id ?? null,
      witness_name: evidence.witness?.name ?? null,
      code_id: evidence.codeId ?? null,
      code_step: evidence.codeStep ?? null,
      challenge_id: evidence.challengeId ?? null,
      metres: evidence.phone?.metres ?? null,
      accuracy_metres: evidence.phone?.accuracyMetres ?? null,
      phone_mark: evidence.phone?.phoneMark ?? null,
      place_mark: evidence.phone?.placeMark ?? null,
      picture_hashes: await keepPictures(context, id, evidence.pictures),
      picture_digests: digestsOf(evidence.pictures),
      command_id: context.commandId,
    })
    .execute();
  const [shown] = evidence.pictures;
  if (shown && judged.verdict !== 'refused')
    await keepSketch(context, held, {
      source: 'check',
      itemId: id,
      venueId: station.venueId,
      at: new Date(judged.at).toISOString(),
      picture: shown,
    });
  if (evidence.template && person && judged.verdict !== 'refused')
    await keepProbe(context, held, { id, of: person, at: context.now }, evidence.template);
  await sql`update attendance_stations set last_seen_at = ${context.now} where id = ${station.id}`.execute(context.tx);
  context.note({
    subject: { type: 'trainingClass', id: held.id },
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    detail: {
      check: id,
      [person?.kind === 'teacher' ? 'teacher' : 'row']: person?.rowId ?? '',
      verdict: judged.verdict,
      way: evidence.way,
    },
  });
  return {
    checkId: id,
    verdict: judged.verdict,
    name: person?.name ?? '',
    isTeacher: person?.kind === 'teacher',
    direction: facts.direction,
    at: new Date(judged.at).toISOString(),
    lesson: lesson?.content,
    remarks: [...remarks, ...(judged.verdict === 'refused' ? [] : planRemarks(lesson, person))],
  };
}
