import { spokenDay } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { dayOf } from '#platform/clock';
import type { Reading } from '#platform/operation';
import { type FoundCopy, recordingCopyRules, recordingFileRules } from '../../domain/recordings/file-rules';
import { isRefused, lessonsOf, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { headSamplesOf, seesBacks } from './heads';
import { factsOf, recordingOf, type StoredRecording } from './recording-store';

type Judging = Pick<Reading, 'tx' | 'now' | 'today' | 'laterFigures' | 'acrossRegions'>;

/** The copies of a recording, each named by class and day and no more: who runs the other class stays there. */
function copiesOf(context: Judging, recording: StoredRecording): Promise<FoundCopy[]> {
  return context.acrossRegions(async () => {
    const { tx } = context;
    const rows = await tx
      .selectFrom('recording_matches as m')
      .innerJoin('recordings as r', 'r.id', 'm.other_id')
      .select(['m.other_id', 'm.other_class_id', 'm.kind', 'm.length_ms', 'm.likeness', 'r.starts_at'])
      .where('m.recording_id', '=', recording.id)
      .orderBy('m.length_ms', 'desc')
      .limit(20)
      .execute();
    const copies: FoundCopy[] = [];
    for (const row of rows) {
      const other = await taughtClass(context, row.other_class_id);
      const name = row.other_class_id === recording.class_id || isRefused(other) ? '本班' : `“${other.name}”`;
      copies.push({
        otherId: row.other_id,
        words: `${name} ${spokenDay(dayOf(row.starts_at), context.today)}`,
        isSameFile: row.kind === 'sameBytes',
        lengthMs: row.length_ms,
        // Only the same bytes are the same to the last.
        likeness: row.kind === 'sameBytes' ? 100 : Math.min(99, Math.floor(row.likeness * 100)),
      });
    }
    return copies;
  });
}

/** What the rules say of a recording as its file, its pictures and its copies stand now. */
async function findingsNow(context: Judging, held: TaughtClass, recording: StoredRecording) {
  const { startsOn } = held;
  const copies = { startsOn, recordingId: recording.id, copies: await copiesOf(context, recording) };
  const facts = factsOf(recording);
  const reused = judge(recordingCopyRules, copies, context.laterFigures);
  if (facts?.durationMs === undefined) return reused;
  const lessons = (await lessonsOf(context, [held.id])).get(held.id) ?? [];
  const camera = await context.tx
    .selectFrom('cameras')
    .select('position')
    .where('id', '=', recording.camera_id)
    .executeTakeFirst();
  const file = {
    startsOn,
    recordingId: recording.id,
    startsAt: Date.parse(recording.starts_at),
    statedSeconds: recording.stated_seconds ?? undefined,
    measuredMs: facts.durationMs,
    createdAt: facts.createdAt === undefined ? undefined : Date.parse(facts.createdAt),
    still: facts.still,
    black: facts.black,
    loop: facts.loop,
    heads: await headSamplesOf(context, held, lessons, recording),
    seesBacks: camera?.position === seesBacks,
  };
  return [...reused, ...judge(recordingFileRules, file, context.laterFigures)];
}

/** Writes down what is found of a recording, after its analysis, a copy of it found elsewhere or a corrected start. */
export async function judgeAnew(context: Judging, recordingId: string): Promise<void> {
  const { tx } = context;
  const recording = await recordingOf(context, recordingId);
  const held = recording && (await taughtClass(context, recording.class_id));
  if (!recording || !held || isRefused(held)) return;
  const findings = JSON.stringify(await findingsNow(context, held, recording));
  await tx.updateTable('recordings').set({ findings }).where('id', '=', recordingId).execute();
}

/** The same for a recording and those it shares footage with: a copy is told on both sides, however it was found. */
export async function judgeWithCopies(context: Judging, recordingId: string): Promise<void> {
  const copies = await context.tx
    .selectFrom('recording_matches')
    .select('other_id')
    .where('recording_id', '=', recordingId)
    .execute();
  for (const id of [recordingId, ...copies.map(({ other_id }) => other_id)]) await judgeAnew(context, id);
}
