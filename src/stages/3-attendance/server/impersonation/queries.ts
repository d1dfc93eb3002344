import { sql } from 'kysely';
import { z } from 'zod';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { findRegion } from '#law/regions';
import { roles } from '#kernel/roles';
import { type Context, done, missing, query } from '#platform/operation';
import { confirmedIn, type ImpersonationCase, mayObject, moneyStanding } from '../../domain/impersonation/case';
import { awaitedIn } from '../../domain/impersonation/awaited';
import { possibleSteps } from '../../domain/impersonation/possible';
import { type ImpersonationStage, impersonationStages, personTimeLifecycle } from '../../domain/lifecycle';
import { localMinuteOf, spokenLesson, startOf } from '../../domain/lesson-times';
import { classNameOf, isRefused, lessonsOf, type PlannedLesson } from '../check-in/taught-class';
import { type ClassTrainee, traineesOf } from '../check-in/trainees';
import { type HeldCase, readCase } from './case-record';
import { storedFacts } from './keep-evidence';
import { caseReaders, classId, plainDay } from './forms';

export const isInstitution = ({ actor }: Pick<Context, 'actor'>): boolean => actor.institutionId !== undefined;

/** Until the money is frozen the institution is not told whom the bureau looks at. */
const hidden: readonly ImpersonationStage[] = ['watching', 'alerted'];

interface FoundCase {
  readonly class_id: string;
  readonly region_code: string;
  readonly institution: string;
  readonly occupation: string;
  readonly level: number;
  readonly class_number: number;
  readonly stage: ImpersonationStage;
  readonly suspected: number;
  readonly confirmed: number;
  readonly has_open_appeal: boolean;
  readonly due_on: PlainDate | null;
  readonly changed_at: string;
}

const mostCases = 300;

/** 冒名顶替各案：要办的在前 */
export const listImpersonations = query({
  name: 'impersonation.list',
  path: '/impersonations',
  title: '冒名顶替各案',
  by: caseReaders,
  cites: ['2021.4.3'],
  input: z.object({ stage: z.enum(impersonationStages).optional() }),
  async handle({ stage }, context) {
    const { rows } = await sql<FoundCase>`
      select k.class_id, k.region_code, i.name as institution, o.name as occupation, c.level, c.class_number, k.stage,
        k.suspected, k.confirmed, k.has_open_appeal, k.due_on, k.changed_at
      from impersonation_cases k join training_classes c on c.region_code = k.region_code and c.id = k.class_id
        join institutions i on i.id = k.institution_id join occupations o on o.code = c.occupation_code
      where exists (select from impersonation_events e where e.class_id = k.class_id)
        ${stage ? sql`and k.stage = ${stage}` : sql``}
        ${isInstitution(context) ? sql`and k.stage <> all(${hidden}::text[])` : sql``}
      order by (k.stage in ('upheld', 'reversed', 'watching')), k.has_open_appeal desc, k.due_on nulls last,
        k.changed_at desc limit ${mostCases}`.execute(context.tx);
    return done({
      today: context.today,
      rows: rows.map((row) => ({
        classId: row.class_id,
        name: classNameOf(row),
        institution: row.institution,
        region: findRegion(row.region_code)?.name ?? row.region_code,
        stage: row.stage,
        suspected: isInstitution(context) ? 0 : row.suspected,
        confirmed: row.confirmed,
        hasOpenAppeal: row.has_open_appeal,
        dueOn: row.due_on ?? undefined,
        changedAt: row.changed_at,
      })),
    });
  },
});

/** The person-times a reader may see: the institution those it has been told of. */
export function seenPersonTimes(of: ImpersonationCase, forInstitution: boolean) {
  if (!forInstitution) return Object.entries(of.personTimes);
  const keys = new Set(of.notice?.keys ?? []);
  return Object.entries(of.personTimes).filter(([key, { state }]) => keys.has(key) || state === 'struck');
}

function personTimesOf(
  { of, events }: HeldCase,
  forInstitution: boolean,
  trainees: readonly ClassTrainee[],
  lessons: readonly PlannedLesson[],
  today: PlainDate,
) {
  const names = new Map(trainees.map(({ rowId, name }) => [rowId, name]));
  const planned = new Map(lessons.map((lesson) => [lesson.id, lesson]));
  const people = new Map(events.map(({ actor_id, actor_role, actor_name }) => [actor_id ?? actor_role, actor_name]));
  return seenPersonTimes(of, forInstitution).map(([key, each]) => ({
    key,
    traineeId: each.traineeId,
    lessonId: each.lessonId,
    trainee: names.get(each.traineeId) ?? '已不在名册的学员',
    lesson: spokenLesson(planned.get(each.lessonId), today),
    state: each.state,
    signals: each.signals,
    evidenceIds: each.evidenceIds,
    restsOn: each.restsOn,
    reporters: forInstitution ? [] : each.reporterIds.map((id) => people.get(id) ?? ''),
    confirmedBy: each.confirmedById === undefined || forInstitution ? undefined : people.get(each.confirmedById),
  }));
}

const contentForm = z
  .object({ reason: z.string(), text: z.string(), heldOn: plainDay, traineeId: z.string(), lessonId: z.string() })
  .partial();

/** What has happened, newest first; the institution is not shown the work that led to the notice. */
function storyOf({ events }: HeldCase, forInstitution: boolean, names: ReadonlyMap<string, string>, today: PlainDate) {
  const inner = new Set(['report', 'confirm', 'dismiss']);
  return events
    .filter(({ kind }) => !forInstitution || !inner.has(kind))
    .map(({ number, kind, content, actor_name, actor_role, happened_at }) => {
      const told = contentForm.catch({}).parse(content);
      return {
        number,
        kind,
        by: forInstitution && actor_role !== 'institutionPrincipal' ? '' : actor_name,
        role: roles.find((role) => role === actor_role),
        at: happened_at,
        text: told.reason ?? told.text ?? (told.heldOn ? `定于${spokenDay(told.heldOn, today)}举行` : ''),
        about: told.traineeId === undefined ? '' : (names.get(told.traineeId) ?? ''),
      };
    })
    .toReversed();
}

async function evidenceOf({ tx }: Context, of: string) {
  const rows = await tx
    .selectFrom('impersonation_evidence')
    .select(['id', 'title', 'page_count as pages', 'added_by_name as addedBy', 'added_at as addedAt', 'facts'])
    .where('class_id', '=', of)
    .orderBy('added_at')
    .execute();
  return rows.map(({ facts, ...row }) => ({ ...row, facts: storedFacts(facts) }));
}

/** 一期的冒名顶替案件 */
export const showImpersonation = query({
  name: 'impersonation.show',
  path: '/impersonations/:classId',
  title: '冒名顶替案件',
  by: caseReaders,
  cites: ['2021.4.3'],
  input: z.object({ classId }),
  async handle(input, context) {
    const found = await readCase(context, input.classId);
    const forInstitution = isInstitution(context);
    if (isRefused(found)) return found;
    if (forInstitution && hidden.includes(found.of.stage)) return missing('这个案件');
    const { held, of, version, law } = found;
    const trainees = await traineesOf(context, held);
    const lessons = (await lessonsOf(context, [held.id])).get(held.id) ?? [];
    const personTimes = personTimesOf(found, forInstitution, trainees, lessons, context.today);
    const seen = new Set(personTimes.flatMap(({ evidenceIds }) => evidenceIds));
    const actor = { id: context.actor.userId, role: context.actor.role };
    const mayFind = personTimeLifecycle.steps.confirm.by.includes(actor.role);
    const minute = localMinuteOf(Date.parse(context.now));
    return done({
      classId: held.id,
      name: held.name,
      institution: held.institution,
      region: held.region,
      startsOn: held.startsOn,
      endsOn: held.endsOn,
      stage: of.stage,
      version,
      money: moneyStanding(of),
      alert: law.alert,
      limit: law.limit,
      confirmed: confirmedIn(of).length,
      statementDueOn: of.notice?.statementDueOn,
      noticedOn: of.notice?.on,
      hearingOn: of.hearing?.calledFor,
      hearingAsked: of.hearing !== undefined,
      hasOpenAppeal: of.hasOpenAppeal ?? false,
      mayObject: mayObject(of),
      terms: { statement: law.statementPeriod, hearing: law.hearingNotice },
      // The institution is not told of what is only suspected, after the notice either.
      awaited: awaitedIn(of, law).filter(({ what }) => !forInstitution || what !== 'find'),
      personTimes,
      evidence: (await evidenceOf(context, held.id)).filter(({ id }) => !forInstitution || seen.has(id)),
      story: storyOf(found, forInstitution, new Map(trainees.map(({ rowId, name }) => [rowId, name])), context.today),
      steps: possibleSteps(of, { actor, on: context.today, law }),
      mayFind,
      trainees: mayFind ? trainees.map(({ rowId, name }) => ({ id: rowId, name })) : [],
      lessons: mayFind
        ? lessons
            .filter((lesson) => startOf(lesson) <= minute)
            .map((lesson) => ({ id: lesson.id, words: spokenLesson(lesson, context.today) }))
            .toReversed()
        : [],
    });
  },
});
