import type { Insertable, Selectable } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import { figuresOn } from '#law/figures';
import type { ImpersonationEventsTable } from '#platform/database/tables';
import { tell } from '#platform/messages';
import { type Context, done, type Done, type Reading, type Refused, refused } from '#platform/operation';
import {
  confirmedIn,
  type ImpersonationCase,
  impersonationLaw,
  type ImpersonationLaw,
} from '../../domain/impersonation/case';
import type { ImpersonationEvent } from '../../domain/impersonation/events';
import { happen, replay } from '../../domain/impersonation/impersonation';
import { impersonationStageNames } from '../../domain/state-names';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { eventOf } from './event-form';
import { tellAwaited } from './queue';

type StoredEvent = Selectable<ImpersonationEventsTable>;

/** The case of a class as it stands, with the record it follows from. */
export interface HeldCase {
  readonly held: TaughtClass;
  readonly of: ImpersonationCase;
  readonly version: number;
  readonly law: ImpersonationLaw;
  readonly events: readonly StoredEvent[];
}

const lawOf = ({ laterFigures, calendar }: Pick<Reading, 'laterFigures' | 'calendar'>, startsOn: PlainDate) =>
  impersonationLaw(figuresOn(startsOn, laterFigures), calendar);

const toldEvent = ({ kind, content, actor_id, actor_role }: StoredEvent): ImpersonationEvent =>
  eventOf({
    ...(typeof content === 'object' ? content : {}),
    kind,
    actor: { id: actor_id ?? actor_role, role: actor_role },
  });

/** The case of a class in sight; one without events is still watched. */
export async function readCase(
  reading: Pick<Reading, 'tx' | 'laterFigures' | 'calendar'>,
  classId: string,
): Promise<HeldCase | Refused> {
  const held = await taughtClass(reading, classId);
  if (isRefused(held)) return held;
  const law = lawOf(reading, held.startsOn);
  const events = await reading.tx
    .selectFrom('impersonation_events')
    .selectAll()
    .where('class_id', '=', classId)
    .orderBy('number')
    .execute();
  return { held, of: replay(events.map(toldEvent), law), version: events.length, law, events };
}

/** Whoever moves a case: a person in a request, or the product and a trainee, who have no account. */
export interface CaseHand extends Pick<Context, 'tx' | 'now' | 'services' | 'laterFigures' | 'calendar' | 'note'> {
  readonly actor: { readonly userId: string | null; readonly name: string; readonly role: Role };
}

/** The same, with nobody else able to move it before the transaction ends. */
export async function holdCase(context: CaseHand, classId: string): Promise<HeldCase | Refused> {
  const held = await taughtClass(context, classId);
  if (isRefused(held)) return held;
  const owner = { region_code: held.regionCode, institution_id: held.institutionId, class_id: held.id };
  await context.tx
    .insertInto('impersonation_cases')
    .values({ ...owner, stage: 'watching', version: 0, changed_at: context.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await context.tx
    .selectFrom('impersonation_cases')
    .select('class_id')
    .where('class_id', '=', held.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return readCase(context, classId);
}

/** Holds the case for somebody who has seen its `version`; a refusal where it has moved on meanwhile. */
export async function takeCase(
  context: CaseHand,
  wish: { classId: string; version: number },
): Promise<HeldCase | Refused> {
  const found = await holdCase(context, wish.classId);
  if (isRefused(found)) return found;
  if (found.version !== wish.version) return refused('本案刚有新的进展，请刷新后再办。', 'conflict');
  return found;
}

type Content = Insertable<ImpersonationEventsTable>['content'];

/** What an event says besides what it is and who did it. */
function contentOf({ kind: _kind, actor: _actor, ...content }: ImpersonationEvent): Content {
  return JSON.stringify(content);
}

const dueOf = ({ stage, notice, hearing }: ImpersonationCase): PlainDate | null =>
  stage === 'notified' ? (hearing?.calledFor ?? notice?.statementDueOn ?? null) : null;

interface CaseMoved {
  readonly stage: ImpersonationCase['stage'];
  readonly version: number;
}

/** Lets an event happen to a case that is held: judged by the domain, recorded once, told to whom it concerns. */
export async function record(
  context: CaseHand,
  { held, of, version, law }: HeldCase,
  event: ImpersonationEvent,
): Promise<Done<CaseMoved> | Refused> {
  const outcome = happen(of, event, law);
  if (outcome.isRefused) return refused(outcome.sentence, 'blocked');
  const { after } = outcome;
  const number = version + 1;
  const { tx, actor, now } = context;
  const written = event.kind === 'notify' ? { ...event, statementDueOn: after.notice?.statementDueOn } : event;
  await tx
    .insertInto('impersonation_events')
    .values({
      region_code: held.regionCode,
      institution_id: held.institutionId,
      class_id: held.id,
      number,
      kind: event.kind,
      content: contentOf(written),
      actor_id: actor.userId,
      actor_role: actor.role,
      actor_name: actor.name,
      happened_at: now,
    })
    .execute();
  await tx
    .updateTable('impersonation_cases')
    .set({
      stage: after.stage,
      version: number,
      suspected: Object.values(after.personTimes).filter(({ state }) => state === 'suspected').length,
      confirmed: confirmedIn(after).length,
      has_open_appeal: after.hasOpenAppeal ?? false,
      due_on: dueOf(after),
      changed_at: now,
    })
    .where('class_id', '=', held.id)
    .execute();
  noteClass(context, held, { impersonation: event.kind, stage: after.stage });
  await tellAwaited(context, held, after, law);
  if (after.stage !== of.stage) await tellMove(context, held, after);
  return done({ stage: after.stage, version: number });
}

/** The stages each side is told of; what is only suspected is not announced to the institution. */
const told: Record<'institution' | 'county' | 'city', readonly ImpersonationCase['stage'][]> = {
  institution: ['frozen', 'notified', 'heard', 'voided', 'suspended', 'upheld', 'reversed'],
  county: ['alerted', 'frozen', 'heard', 'voided', 'appealed', 'suspended', 'upheld', 'reversed'],
  city: ['alerted', 'frozen', 'voided', 'appealed'],
};

const tellMove = ({ tx, now }: CaseHand, held: TaughtClass, { stage }: ImpersonationCase): Promise<void> =>
  tell(tx, now, {
    ...held,
    audiences: (['institution', 'county', 'city'] as const).filter((audience) => told[audience].includes(stage)),
    subject: { type: 'impersonation', id: held.id },
    text: `${held.name}（${held.institution}）冒名顶替：${impersonationStageNames[stage]}。`,
  });
