import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Finding } from '#law/rule';
import type { RecordingsTable } from '#platform/database/tables';
import { type Context, missing, type Reading, type Refused } from '#platform/operation';
import { type RecordingState, recordingStates } from '../../domain/recordings/lifecycle';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';

/** All but the digests of the blocks, of which there are very many. */
export const recordingColumns = [
  'id',
  'region_code',
  'institution_id',
  'class_id',
  'camera_id',
  'state',
  'version',
  'file_name',
  'file_mark',
  'byte_length',
  'stated_start',
  'stated_seconds',
  'uploaded_by_name',
  'announced_at',
  'expires_at',
  'storage_key',
  'sha256',
  'received_at',
  'starts_at',
  'ends_at',
  'start_reason',
  'start_set_by_name',
  'is_measured',
  'facts',
  'findings',
  'analysed_at',
] as const satisfies readonly (keyof RecordingsTable)[];

export type StoredRecording = Pick<Selectable<RecordingsTable>, (typeof recordingColumns)[number]>;

export const recordingState = ({ state }: Pick<StoredRecording, 'state'>): RecordingState => {
  const known = recordingStates.find((each) => each === state);
  if (!known) throw new Error(`unknown state of a recording: ${state}`);
  return known;
};

const interval = z.object({ from: z.number(), to: z.number() });
const factsForm = z.object({
  container: z.enum(['mp4', 'matroska', 'mpegts', 'mpegps', 'flv', 'avi']).optional(),
  codec: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  framesPerSecond: z.number().optional(),
  durationMs: z.number().optional(),
  createdAt: z.string().optional(),
  hasSound: z.boolean().optional(),
  still: z.array(interval).default([]),
  black: z.array(interval).default([]),
  loop: z.object({ fromMs: z.number(), otherFromMs: z.number(), lengthMs: z.number() }).optional(),
  /** Other recordings its pictures were held against. */
  compared: z.number().optional(),
  /** What could not be done, each in a sentence. */
  notes: z.array(z.string()).default([]),
  /** Why it cannot be read at all. */
  why: z.string().optional(),
});
/** What the analysis found in the file. */
export type RecordingFacts = z.output<typeof factsForm>;

export const factsOf = ({ facts }: Pick<StoredRecording, 'facts'>): RecordingFacts | undefined => {
  const read = factsForm.safeParse(facts);
  return read.success ? read.data : undefined;
};

const findingForm = z.array(
  z.looseObject({
    rule: z.string(),
    severity: z.enum(['blocks', 'warns']),
    message: z.string(),
    fix: z.string(),
    cites: z.array(z.string()),
  }),
);
type ToldFinding = Pick<Finding, 'rule' | 'severity' | 'message' | 'fix'>;

export const findingsOf = ({ findings }: Pick<StoredRecording, 'findings'>): ToldFinding[] =>
  findingForm
    .catch([])
    .parse(findings)
    .map(({ rule, severity, message, fix }) => ({ rule, severity, message, fix }));

interface HeldRecording {
  readonly held: TaughtClass;
  readonly recording: StoredRecording;
}

/** A recording a job was given, wherever it is. */
export const recordingOf = ({ tx }: Pick<Reading, 'tx'>, id: string): Promise<StoredRecording | undefined> =>
  tx.selectFrom('recordings').select(recordingColumns).where('id', '=', id).executeTakeFirst();

/** A recording of a class in sight. */
export async function findRecording(
  { tx }: Pick<Reading, 'tx'>,
  wish: { readonly classId: string; readonly recordingId: string },
): Promise<HeldRecording | Refused> {
  const held = await taughtClass({ tx }, wish.classId);
  if (isRefused(held)) return held;
  const recording = await tx
    .selectFrom('recordings')
    .select(recordingColumns)
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', wish.recordingId)
    .executeTakeFirst();
  return recording ? { held, recording } : missing('这份录像');
}

/** The same, with nobody else able to change it meanwhile. */
export async function takeRecording(
  context: Context,
  wish: { readonly classId: string; readonly recordingId: string },
): Promise<HeldRecording | Refused> {
  await context.tx
    .selectFrom('recordings')
    .select('id')
    .where('class_id', '=', wish.classId)
    .where('id', '=', wish.recordingId)
    .forUpdate()
    .execute();
  return findRecording(context, wish);
}

export const noteRecording = (
  context: Pick<Context, 'note'>,
  { held, recording }: HeldRecording,
  detail: Parameters<typeof noteClass>[2],
): void => noteClass(context, held, { recording: recording.id, ...detail });
