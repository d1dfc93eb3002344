import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileStore } from './open-store';
import { FileDamaged, FileLost, type FileStore, hashOf, keyOf } from './store';

/** Answers the four requests of the store and keeps their shape; it is no object store and proves only what is sent. */
function recorder() {
  const kept = new Map<string, Buffer>();
  const seen: { line: string; checksum: boolean; signed: boolean }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      seen.push({
        line: `${request.method} ${path}`,
        checksum: Object.keys(request.headers).some((name) => name.startsWith('x-amz-checksum')),
        signed: request.headers.authorization?.startsWith('AWS4-HMAC-SHA256') ?? false,
      });
      if (request.method === 'PUT') kept.set(path, Buffer.concat(parts));
      if (request.method === 'DELETE') kept.delete(path);
      const found = kept.get(path);
      response.statusCode = request.method === 'DELETE' ? 204 : found ? 200 : 404;
      response.end(request.method === 'GET' ? (found ?? '<Error><Code>NoSuchKey</Code></Error>') : undefined);
    });
  });
  return { kept, seen, server };
}

const listening = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });

describe('the file store in a bucket', () => {
  const { kept, seen, server } = recorder();
  let store: FileStore;
  const bytes = Buffer.from('培训合格证');
  const path = `/evidence/files/${keyOf(hashOf(bytes))}`;
  beforeAll(async () => {
    const endpoint = `http://127.0.0.1:${await listening(server)}`;
    store = await openFileStore({
      bucket: { bucket: 'evidence', endpoint, accessKeyId: 'k', secretAccessKey: 's', prefix: 'files/' },
    });
  });
  afterAll(() => server.close());

  it('asks first, then sends the bytes once, signed, in the path style, without extra checksums', async () => {
    expect(await store.put(bytes)).toEqual({ hash: hashOf(bytes), size: bytes.byteLength });
    await store.put(bytes);
    expect(seen).toEqual([
      { line: `HEAD ${path}`, checksum: false, signed: true },
      { line: `PUT ${path}`, checksum: false, signed: true },
      { line: `HEAD ${path}`, checksum: false, signed: true },
    ]);
    expect(kept.get(path)).toEqual(bytes);
  });

  it('gives the bytes back checked, and tells damage from loss', async () => {
    expect(await store.get(hashOf(bytes))).toEqual(bytes);
    kept.set(path, Buffer.from('培训合格记'));
    await expect(store.get(hashOf(bytes))).rejects.toBeInstanceOf(FileDamaged);
    await store.remove(hashOf(bytes));
    await expect(store.get(hashOf(bytes))).rejects.toBeInstanceOf(FileLost);
  });
});
