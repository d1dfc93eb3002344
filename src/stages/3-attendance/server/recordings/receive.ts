import type { Pool } from 'pg';
import type { Instant } from '#platform/clock';
import { inScope } from '#platform/database/scope';
import { enqueue } from '#platform/jobs/job';
import { appendLog } from '#platform/log/log';
import type { Services, Transaction } from '#platform/operation';
import { digestFile, type FileDigests } from '#platform/video/block-digests';
import { analyseRecording } from './analyse-job';
import { noteSameFile } from './copies-found';

/** Who brought the last byte, for the log. */
interface Sender {
  readonly userId: string | null;
  readonly name: string;
  readonly role: string;
}

interface ReceivingPlatform {
  readonly pool: Pool;
  readonly services: Pick<Services, 'recordings'>;
}

type Reception = 'received' | 'before' | 'incomplete' | 'missing';

const columns = ['id', 'region_code', 'institution_id', 'class_id', 'state', 'byte_length'] as const;

async function writeReceived(tx: Transaction, id: string, told: FileDigests, now: Instant, by: Sender) {
  const row = await tx
    .updateTable('recordings')
    .set((each) => ({
      state: 'received',
      version: each('version', '+', 1),
      storage_key: id,
      sha256: told.sha256,
      block_bytes: told.blockBytes,
      block_hashes: told.blockHashes,
      blocks_root: told.blocksRoot,
      received_at: now,
    }))
    .where('id', '=', id)
    .where('state', '=', 'uploading')
    .returning(columns)
    .executeTakeFirst();
  if (!row) return false;
  const copies = await noteSameFile(tx, { id, sha256: told.sha256, now });
  await appendLog(tx, {
    action: 'recording.receive',
    outcome: 'done',
    actor: by,
    subject: { type: 'trainingClass', id: row.class_id },
    regionCode: row.region_code,
    institutionId: row.institution_id,
    detail: { recording: id, bytes: told.byteLength, sha256: told.sha256.toString('hex').slice(0, 16), copies },
    happenedAt: now,
  });
  await enqueue(tx, analyseRecording, { recordingId: id }, { key: `analyse-recording/${id}` });
  return true;
}

const running = new Map<string, Promise<Reception>>();

async function receive(platform: ReceivingPlatform, id: string, now: () => Instant, by: Sender): Promise<Reception> {
  const { pool, services } = platform;
  const row = await inScope(pool, { reach: 'system' }, (tx) =>
    tx.selectFrom('recordings').select(columns).where('id', '=', id).executeTakeFirst(),
  );
  if (!row) return 'missing';
  if (row.state !== 'uploading') return 'before';
  if ((await services.recordings.sizeOf(id)) !== row.byte_length) return 'incomplete';
  await services.recordings.seal(id);
  const told = await digestFile(services.recordings.pathOf(id));
  if (told.byteLength !== row.byte_length) return 'incomplete';
  const isFirst = await inScope(pool, { reach: 'system' }, (tx) => writeReceived(tx, id, told, now(), by));
  return isFirst ? 'received' : 'before';
}

/**
 * Takes an upload whose last byte is there: on the disk, its digests and one log entry in one transaction, the analysis
 * behind it. Asked twice, or again after a crash, it is done once.
 */
export function receiveUpload(
  platform: ReceivingPlatform,
  id: string,
  now: () => Instant,
  by: Sender,
): Promise<Reception> {
  const begun = running.get(id) ?? receive(platform, id, now, by).finally(() => running.delete(id));
  running.set(id, begun);
  return begun;
}
