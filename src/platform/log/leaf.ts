import { canonicalJson, exactJson, type Json } from './canonical';

/** One entry of the log as it is hashed: every column, absent ones as null. */
export interface LogLeaf {
  readonly id: string;
  readonly happenedAt: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly role: string;
  readonly action: string;
  readonly outcome: string;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly regionCode: string | null;
  readonly institutionId: string | null;
  readonly commandId: string | null;
  readonly detail: Json;
}

/** The very characters that are hashed; an export holds one such line for each entry. */
export const leafText = (leaf: LogLeaf): string => canonicalJson({ ...leaf });

/** A row of `log_events` as the verifier reads it, `detail` as the characters the database holds. */
export interface EventRow {
  readonly id: string;
  readonly happened_at: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly role: string;
  readonly action: string;
  readonly outcome: string;
  readonly subject_type: string | null;
  readonly subject_id: string | null;
  readonly region_code: string | null;
  readonly institution_id: string | null;
  readonly command_id: string | null;
  readonly detail_text: string;
}

/** The leaf text of a stored row; what is not in our form stays visible as text and so never hashes to the leaf. */
export const leafTextOfRow = (row: EventRow): string =>
  leafText({
    id: row.id,
    happenedAt: row.happened_at,
    actorId: row.actor_id,
    actorName: row.actor_name,
    role: row.role,
    action: row.action,
    outcome: row.outcome,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    regionCode: row.region_code,
    institutionId: row.institution_id,
    commandId: row.command_id,
    detail: exactJson(row.detail_text) ?? row.detail_text,
  });

/** The first line of an exported log names it; a change of form gets another name. */
export const exportFormat = 'mingxun-log-1';
