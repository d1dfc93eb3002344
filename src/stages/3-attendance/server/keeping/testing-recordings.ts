import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import type { TestPlatform } from '#platform/testing-platform';

/** A recording as both sides were given it. */
export interface TestRecording {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Small blocks, so that a few kilobytes are an archive. */
export const testBlockBytes = 512;

interface Owner {
  readonly regionCode: string;
  readonly institutionId: string;
  readonly classId: string;
  readonly venueId: string;
  readonly userId: string;
}

const blockHashes = (bytes: Buffer): Buffer => {
  const hashes: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += testBlockBytes)
    hashes.push(
      createHash('sha256')
        .update(bytes.subarray(at, at + testBlockBytes))
        .digest(),
    );
  return Buffer.concat(hashes);
};

/** Puts a received recording of random bytes into the bureau’s store. */
export async function addRecording(
  platform: TestPlatform,
  owner: Owner,
  { blocks = 4, name = '后置镜头.mp4', at = platform.clock.now() } = {},
): Promise<TestRecording> {
  const [id, camera] = [newId(), newId()];
  const bytes = randomBytes(blocks * testBlockBytes - 17);
  await platform.services.recordings.begin(id);
  await writeFile(platform.services.recordings.pathOf(id), bytes);
  const place = { region_code: owner.regionCode, institution_id: owner.institutionId };
  const who = { added_by: owner.userId, added_by_name: '孙经办', added_at: at };
  await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    await tx
      .insertInto('cameras')
      .values({ ...place, ...who, id: camera, venue_id: owner.venueId, name: id, position: 'rear' })
      .execute();
    await tx
      .insertInto('recordings')
      .values({
        ...place,
        class_id: owner.classId,
        id,
        camera_id: camera,
        state: 'received',
        file_name: name,
        file_mark: id,
        byte_length: bytes.length,
        stated_start: at,
        uploaded_by: owner.userId,
        uploaded_by_name: '孙经办',
        announced_at: at,
        expires_at: at,
        storage_key: id,
        sha256: createHash('sha256').update(bytes).digest(),
        block_bytes: testBlockBytes,
        block_hashes: blockHashes(bytes),
        blocks_root: createHash('sha256').update(blockHashes(bytes)).digest(),
        received_at: at,
        starts_at: at,
      })
      .execute();
  });
  return { id, bytes };
}
