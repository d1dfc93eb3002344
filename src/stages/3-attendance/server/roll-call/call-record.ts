import type { Selectable } from 'kysely';
import { type FigureReader, figuresOn } from '#law/figures';
import type { RollCallsTable } from '#platform/database/tables';
import { tell } from '#platform/messages';
import { type Context, missing, type Reading, type Refused, refused } from '#platform/operation';
import { type RollCallState, rollCallStates } from '../../domain/roll-call/lifecycle';
import { standingAt } from '../../domain/roll-call/roll-call';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';

export type StoredCall = Selectable<RollCallsTable>;

const stored = ({ state }: Pick<StoredCall, 'state'>): RollCallState => {
  const known = rollCallStates.find((each) => each === state);
  if (!known) throw new Error(`unknown state of a roll call: ${state}`);
  return known;
};

/** How a call stands now; its time runs out by the clock, not by whoever looks. */
export const stateOf = (call: Pick<StoredCall, 'state' | 'due_at'>, now: string): RollCallState =>
  standingAt({ state: stored(call), dueAt: Date.parse(call.due_at) }, Date.parse(now));

/** An answer whose picture is still being compared with all earlier ones; nobody can close the call before. */
export const isComparing = (call: Pick<StoredCall, 'answered_at' | 'picture_compared_at'>): boolean =>
  call.answered_at !== null && call.picture_compared_at === null;

/** The six digits of a call; made from its id, so that nothing stored tells them. */
export const codeOf = ({ services }: Pick<Reading, 'services'>, callId: string): string =>
  String(services.secrets.index('rollCallCode', callId).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');

export const figureOf = ({ laterFigures }: Pick<Reading, 'laterFigures'>, { startsOn }: TaughtClass): FigureReader =>
  figuresOn(startsOn, laterFigures);

export interface HeldCall {
  readonly held: TaughtClass;
  readonly call: StoredCall;
}

/** A call of a class in sight. */
export async function findCall(
  { tx }: Pick<Reading, 'tx'>,
  wish: { classId: string; callId: string },
): Promise<HeldCall | Refused> {
  const held = await taughtClass({ tx }, wish.classId);
  if (isRefused(held)) return held;
  const call = await tx
    .selectFrom('roll_calls')
    .selectAll()
    .where('class_id', '=', held.id)
    .where('id', '=', wish.callId)
    .executeTakeFirst();
  return call ? { held, call } : missing('这次抽查点名');
}

/** The same, with nobody else able to move it, for somebody who has seen its `version`. */
export async function takeCall(
  context: Context,
  wish: { classId: string; callId: string; version?: number },
): Promise<HeldCall | Refused> {
  await context.tx
    .selectFrom('roll_calls')
    .select('id')
    .where('class_id', '=', wish.classId)
    .where('id', '=', wish.callId)
    .forUpdate()
    .execute();
  const found = await findCall(context, wish);
  if (isRefused(found)) return found;
  if (wish.version !== undefined && found.call.version !== wish.version)
    return refused('这次抽查点名刚有变动，请刷新后再办。', 'conflict');
  return found;
}

/** Writes down that the time of calls of a class has run out. */
export const expireOf = ({ tx, now }: Pick<Context, 'tx' | 'now'>, classId: string) =>
  tx
    .updateTable('roll_calls')
    .set((each) => ({ state: 'expired', version: each('version', '+', 1) }))
    .where('class_id', '=', classId)
    .where('state', '=', 'called')
    .where('due_at', '<', now)
    .execute();

/** Tells one side of a call; the code is never part of it. */
export const tellCall = (
  { tx, now }: Pick<Context, 'tx' | 'now'>,
  held: Pick<TaughtClass, 'id' | 'regionCode' | 'institutionId'>,
  audience: 'institution' | 'county',
  text: string,
): Promise<void> => tell(tx, now, { ...held, audiences: [audience], subject: { type: 'rollCall', id: held.id }, text });

export const noteCall = (context: Context, { held, call }: HeldCall, detail: Parameters<typeof noteClass>[2]): void =>
  noteClass(context, held, { rollCall: call.id, ...detail });
