import type { Kysely } from 'kysely';
import type { Instant } from '../clock';
import type { Tables } from '../database/tables';
import { newId } from '../identifiers';
import { canonicalJson, type Json } from './canonical';
import { type LogLeaf, leafText } from './leaf';
import { leafHash } from './merkle';
import { maskedDetail, withoutPersonalNumbers } from './personal-data';

export type LogOutcome = 'done' | 'refused' | 'denied' | 'shown';

/** What happened, to what, by whom, where and with what result; never personal data of trainees. */
export interface LogEntry {
  readonly action: string;
  readonly outcome: LogOutcome;
  readonly actor: { readonly userId: string | null; readonly name: string; readonly role: string };
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
  readonly regionCode?: string | undefined;
  readonly institutionId?: string | undefined;
  readonly commandId?: string | undefined;
  readonly detail: { readonly [name: string]: Json };
  readonly happenedAt: Instant;
}

/** What to do with an identity, phone or account number found in an entry. */
export type PersonalDataPolicy = 'refuse' | 'mask';

/** Under test a number in the log is a fault of ours and stops the test; in use it is blotted out and the work goes on. */
const usualPolicy: PersonalDataPolicy = process.env['VITEST'] === undefined ? 'mask' : 'refuse';

const leafOf = (entry: LogEntry): LogLeaf => ({
  id: newId(Date.parse(entry.happenedAt)),
  happenedAt: new Date(entry.happenedAt).toISOString(),
  actorId: entry.actor.userId,
  actorName: withoutPersonalNumbers(entry.actor.name),
  role: entry.actor.role,
  action: entry.action,
  outcome: entry.outcome,
  subjectType: entry.subject?.type ?? null,
  subjectId: entry.subject ? withoutPersonalNumbers(entry.subject.id) : null,
  regionCode: entry.regionCode ?? null,
  institutionId: entry.institutionId ?? null,
  commandId: entry.commandId ?? null,
  detail: maskedDetail(entry.detail),
});

function refusePersonalData(entry: LogEntry, leaf: LogLeaf): void {
  const written = [entry.actor.name, entry.subject?.id ?? null, canonicalJson(entry.detail)];
  const masked = [leaf.actorName, leaf.subjectId, canonicalJson(leaf.detail)];
  if (written.every((text, place) => text === masked[place])) return;
  throw new Error(`留痕“${entry.action}”里有证件号、电话或账号样式的数字，留痕只记编号，不记个人信息。`);
}

/** Writes the entry and its leaf in the caller's transaction: no change without its entry, no entry without its change. */
export async function appendLog(
  tx: Kysely<Tables>,
  entry: LogEntry,
  policy: PersonalDataPolicy = usualPolicy,
): Promise<void> {
  const leaf = leafOf(entry);
  if (policy === 'refuse') refusePersonalData(entry, leaf);
  const row = {
    id: leaf.id,
    happened_at: leaf.happenedAt,
    actor_id: leaf.actorId,
    actor_name: leaf.actorName,
    role: leaf.role,
    action: leaf.action,
    outcome: leaf.outcome,
    subject_type: leaf.subjectType,
    subject_id: leaf.subjectId,
    region_code: leaf.regionCode,
    institution_id: leaf.institutionId,
    command_id: leaf.commandId,
    detail: canonicalJson(leaf.detail),
    leaf_hash: leafHash(leafText(leaf)),
  };
  await tx
    .with('written', (db) => db.insertInto('log_events').values(row))
    .insertInto('log_waiting')
    .values({ event_id: leaf.id })
    .execute();
}
