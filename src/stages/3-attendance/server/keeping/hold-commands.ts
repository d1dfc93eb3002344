import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { tell } from '#platform/messages';
import { type Context, command, done, missing, type Refused, refused } from '#platform/operation';
import {
  benchOf,
  type HoldAction,
  holdActionNames,
  holdBenches,
  holdBenchNames,
  holdLifecycle,
  holdPlacers,
  holdStateNames,
  holdStates,
  mayLift,
} from '../../domain/retention/hold';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { whyNotMoved } from '../step';
import { classId, document, holdId, reason, version } from './forms';
import { lockKeeping } from './kept-class';
import { raiseTask, settleTask } from './tasks';

const stepping = { what: '这项保全', lifecycle: holdLifecycle, states: holdStateNames, actions: holdActionNames };
const liftKey = (id: string): string => `lift-hold/${id}`;

async function noteEvent(context: Context, held: TaughtClass, id: string, action: 'place' | HoldAction, text: string) {
  const { tx, actor, now } = context;
  const last = await tx
    .selectFrom('hold_events')
    .select((each) => each.fn.max('number').as('number'))
    .where('hold_id', '=', id)
    .executeTakeFirst();
  await tx
    .insertInto('hold_events')
    .values({
      region_code: held.regionCode,
      class_id: held.id,
      hold_id: id,
      number: (last?.number ?? 0) + 1,
      action,
      text,
      actor_id: actor.userId,
      actor_name: actor.name,
      happened_at: now,
    })
    .execute();
  noteClass(context, held, { hold: id, action });
}

/** 设定保全：即时生效，此后本班的考勤、录像、照片一律不得清除 */
export const placeHold = command({
  name: 'keeping.place-hold',
  path: '/classes/:classId/keeping/holds',
  title: '设定保全',
  by: holdPlacers,
  cites: ['2021.4.2', '2021.4.3'],
  input: z.object({ classId, reason, document }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, actor, now, today } = context;
    const bench = benchOf(actor.role);
    if (!bench) return refused('请由人社部门或驻局纪检监察组设定保全。', 'forbidden');
    await lockKeeping(context, held.id);
    const gone = await tx
      .selectFrom('evidence_purges')
      .select('id')
      .where('class_id', '=', held.id)
      .where('state', '=', 'done')
      .executeTakeFirst();
    if (gone) return refused('本班的录像和照片已到期清除，没有可以保全的了；清除了什么见销毁凭证。', 'conflict');
    const id = newId();
    await tx
      .insertInto('evidence_holds')
      .values({
        region_code: held.regionCode,
        institution_id: held.institutionId,
        class_id: held.id,
        id,
        bench,
        state: holdLifecycle.start,
        reason: input.reason,
        document: input.document,
        from_on: today,
        placed_by: actor.userId,
        placed_by_name: actor.name,
        placed_at: now,
      })
      .execute();
    await noteEvent(context, held, id, 'place', `${input.reason}（${input.document}）`);
    await tell(tx, now, {
      ...held,
      audiences: ['institution'],
      subject: { type: 'keptClass', id: held.id },
      text: `${held.name} 的考勤记录和录像已由${holdBenchNames[bench]}保全，解除之前不得清除自存的一份。`,
    });
    return done({ holdId: id });
  },
});

async function takeHold(
  context: Context,
  wish: { classId: string; holdId: string; version: number },
  action: HoldAction,
) {
  const held = await taughtClass(context, wish.classId);
  if (isRefused(held)) return held;
  await lockKeeping(context, held.id);
  const hold = await context.tx
    .selectFrom('evidence_holds')
    .selectAll()
    .where('id', '=', wish.holdId)
    .where('class_id', '=', held.id)
    .forUpdate()
    .executeTakeFirst();
  if (!hold) return missing('这项保全');
  const state = holdStates.find((each) => each === hold.state) ?? 'lifted';
  const bench = holdBenches.find((each) => each === hold.bench) ?? 'discipline';
  const wrong = whyNotMoved(stepping, { version: hold.version, state }, { version: wish.version, action });
  if (wrong) return wrong;
  if (!mayLift(bench, context.actor.role))
    return refused(`这项保全由${holdBenchNames[bench]}设定，须由其申请、确认解除。`, 'forbidden');
  return { held, hold };
}

type Taken = Exclude<Awaited<ReturnType<typeof takeHold>>, Refused>;

async function moveHold(
  context: Context,
  { held, hold }: Taken,
  action: HoldAction,
  change: Readonly<Record<string, string | null>>,
  text: string,
) {
  const { to } = holdLifecycle.steps[action];
  await context.tx
    .updateTable('evidence_holds')
    .set({ ...change, state: to, version: hold.version + 1 })
    .where('id', '=', hold.id)
    .where('version', '=', hold.version)
    .execute();
  await noteEvent(context, held, hold.id, action, text);
  return done({ state: to, version: hold.version + 1 });
}

const seen = { classId, holdId, version };

/** 申请解除保全：由另一人确认后才解除 */
export const askLift = command({
  name: 'keeping.ask-lift',
  path: '/classes/:classId/keeping/holds/:holdId/ask-lift',
  title: '申请解除保全',
  by: holdLifecycle.steps.askLift.by,
  cites: ['2021.4.2'],
  input: z.object({ ...seen, reason }),
  async handle(input, context) {
    const found = await takeHold(context, input, 'askLift');
    if (isRefused(found)) return found;
    const { actor, now, tx } = context;
    const asked = { lift_reason: input.reason, lift_asked_by: actor.userId, lift_asked_by_name: actor.name };
    // Holds of the discipline group are lifted among its own.
    if (found.hold.bench !== 'discipline')
      await raiseTask(tx, now, {
        ...found.held,
        audience: found.hold.bench === 'city' ? 'city' : 'county',
        key: liftKey(found.hold.id),
        address: `/keeping/${found.held.id}`,
        what: '确认解除保全',
        about: `${found.held.institution} ${found.held.name}`,
      });
    return moveHold(context, found, 'askLift', { ...asked, lift_asked_at: now }, input.reason);
  },
});

/** 确认或不同意解除保全：由申请人以外的人办理 */
export const decideLift = command({
  name: 'keeping.decide-lift',
  path: '/classes/:classId/keeping/holds/:holdId/decide-lift',
  title: '确认解除保全',
  by: holdLifecycle.steps.lift.by,
  cites: ['2021.4.2'],
  input: z.object({ ...seen, agreed: z.boolean('请选择是否同意'), reason }),
  async handle(input, context) {
    const action = input.agreed ? 'lift' : 'keep';
    const found = await takeHold(context, input, action);
    if (isRefused(found)) return found;
    const { actor, now, tx } = context;
    if (found.hold.lift_asked_by === actor.userId)
      return refused('申请人不能确认自己的申请，请由另一人办理。', 'forbidden');
    await settleTask(tx, now, liftKey(found.hold.id));
    const lifted = { lifted_by: actor.userId, lifted_by_name: actor.name, lifted_at: now };
    const kept = { lift_reason: null, lift_asked_by: null, lift_asked_by_name: null, lift_asked_at: null };
    return moveHold(context, found, action, input.agreed ? lifted : kept, input.reason);
  },
});
