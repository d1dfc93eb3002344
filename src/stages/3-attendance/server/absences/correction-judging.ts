import { figuresOn } from '#law/figures';
import { type Finding, judge } from '#law/rule';
import type { Context } from '#platform/operation';
import {
  type CorrectionEvidenceKind,
  correctionEvidenceKinds,
  type CorrectionRequest,
} from '../../domain/correction/correction';
import { correctionRules } from '../../domain/correction/correction-rules';
import { personTimeKey } from '../../domain/impersonation/events';
import { attendanceOf } from '../../domain/lesson-minutes/lesson-minutes';
import { marksOf } from '../check-in/marks';
import { isRefused, lessonsOf, type TaughtClass } from '../check-in/taught-class';
import { readCase } from '../impersonation/case-record';
import { correctionsOfPerson, minuteOf } from './store';

/** Whether somebody else sat in the trainee’s place, as far as is suspected or known. */
async function isImpersonated(context: Context, held: TaughtClass, request: CorrectionRequest): Promise<boolean> {
  const found = await readCase(context, held.id);
  const state = isRefused(found) ? undefined : found.of.personTimes[personTimeKey(request)]?.state;
  return state === 'suspected' || state === 'confirmed';
}

/** All rules over a correction as things stand; asked again when it is decided. */
export async function judgeCorrection(
  context: Context,
  held: TaughtClass,
  request: CorrectionRequest,
  decidedById?: string,
): Promise<Finding[]> {
  const figure = figuresOn(held.startsOn, context.laterFigures);
  const lessons = (await lessonsOf(context, [held.id])).get(held.id) ?? [];
  const lesson = lessons.find(({ id }) => id === request.lessonId);
  const day = lesson?.taughtOn;
  const marks = day ? await marksOf(context, held, lessons, { from: day, to: day }, figure) : undefined;
  const attendance = attendanceOf(
    lessons.filter(({ taughtOn }) => taughtOn === day),
    { traineeId: request.traineeId, marks: marks?.get(request.traineeId) ?? [], leaves: [] },
    minuteOf(context.now),
    figure,
  ).find(({ lessonId }) => lessonId === request.lessonId);
  return judge(
    correctionRules,
    {
      request,
      lesson,
      attendance,
      earlier: await correctionsOfPerson(context, held, request.traineeId),
      isImpersonated: await isImpersonated(context, held, request),
      ...(decidedById === undefined ? {} : { decidedById }),
      calendar: context.calendar,
    },
    context.laterFigures,
  );
}

const isEvidenceKind = (kind: string): kind is CorrectionEvidenceKind =>
  correctionEvidenceKinds.some((each) => each === kind);

/** Papers handed in with a correction, as its rules see them. */
export async function evidenceOf({ tx }: Context, held: TaughtClass, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const papers = await tx
    .selectFrom('absence_papers')
    .select(['id', 'kind'])
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', 'in', [...ids])
    .execute();
  return papers.flatMap(({ id, kind }) => (isEvidenceKind(kind) ? [{ id, kind }] : []));
}
