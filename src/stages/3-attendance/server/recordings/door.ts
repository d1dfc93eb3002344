import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { inScope } from '#platform/database/scope';
import type { Door, FindActor } from '#platform/http/door';
import { type Actor, scopeOf } from '#platform/operation';
import type { Platform } from '#platform/run-operation';
import { containerOfFile, contentTypeOf } from '#platform/video/container';
import { whyNotPlayed } from './being-proved';
import { byteRange } from './byte-range';
import { institutions, readers } from './forms';
import { receiveUpload } from './receive';
import { isTicketGood } from './ticket';
import { type LeaseChoices, usualLease } from './upload-lease';
import { uploadServer } from './upload-store';

type Asking = FastifyRequest<{ Params: { recordingId: string }; Querystring: Readonly<Record<string, unknown>> }>;

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const chunkType = 'application/offset+octet-stream';

const says = (request: FastifyRequest, message: string, kind: string) => ({ message, kind, reference: request.id });
const missing = (request: FastifyRequest, reply: FastifyReply) =>
  reply.code(404).send(says(request, '没有找到这份录像，可能已放弃或过期，或不在您的管辖范围内。', 'missing'));
const signedOut = (request: FastifyRequest, reply: FastifyReply) =>
  reply.code(401).send(says(request, '登录已失效，请重新登录后接着传。', 'forbidden'));

/** The recording, if the actor may see it; whether it exists elsewhere is not told. */
const findSeen = ({ pool, clock }: Platform, actor: Actor, id: string) =>
  inScope(pool, scopeOf(actor), async (tx) => {
    const seen = await tx
      .selectFrom('recordings')
      .select(['id', 'state', 'byte_length', 'expires_at', 'storage_key', 'file_name', 'sha256'])
      .where('id', '=', id)
      .executeTakeFirst();
    return seen && { ...seen, notPlayed: await whyNotPlayed(tx, actor, id, clock.today()) };
  });

const sizeAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

/** The request as the upload protocol wants it. */
function webRequest(request: Asking): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== 'connection') headers.set(name, value);
  }
  const address = `http://localhost${request.url}`;
  if (request.method !== 'PATCH') return new Request(address, { method: request.method, headers });
  // Node’s own stream types and those of the web differ in name only.
  const body = Readable.toWeb(request.raw) as unknown as ReadableStream;
  return new Request(address, { method: 'PATCH', headers, body, duplex: 'half' } as RequestInit);
}

function addUpload(app: FastifyInstance, platform: Platform, findActor: FindActor, lease: LeaseChoices): void {
  const server = uploadServer(platform.pool, platform.services.recordings, lease);
  app.route({
    method: ['HEAD', 'PATCH'],
    url: '/video/:recordingId/upload',
    config: { policy: institutions },
    async handler(request: Asking, reply) {
      const actor = await findActor(request);
      if (!actor) return signedOut(request, reply);
      const { recordingId } = request.params;
      if (!idForm.test(recordingId) || !institutions.some((role) => role === actor.role))
        return missing(request, reply);
      const seen = await findSeen(platform, actor, recordingId);
      const now = platform.clock.now();
      if (seen?.state !== 'uploading' || seen.expires_at < now) return missing(request, reply);
      const why = request.method === 'PATCH' ? await platform.whyNoWrites() : undefined;
      if (why) return reply.code(507).send(says(request, why, 'blocked'));
      const answer = await server.handleWeb(webRequest(request));
      const offset = Number(answer.headers.get('upload-offset'));
      if (answer.ok && offset === seen.byte_length) {
        await receiveUpload(platform, recordingId, () => platform.clock.now(), actor);
      }
      for (const [name, value] of answer.headers) {
        if (/^(?:upload|tus)-|^connection$/.test(name)) reply.header(name, value);
      }
      if (answer.ok) return reply.code(answer.status).send();
      return reply.code(answer.status).send(says(request, (await answer.text()).trim(), 'fault'));
    },
  });
}

function addPlayback(app: FastifyInstance, platform: Platform, findActor: FindActor): void {
  const { services } = platform;
  app.get('/video/:recordingId', { config: { policy: readers } }, async (request: Asking, reply) => {
    const actor = await findActor(request);
    if (!actor) return signedOut(request, reply);
    const { recordingId } = request.params;
    if (!idForm.test(recordingId) || !readers.some((role) => role === actor.role)) return missing(request, reply);
    const seen = await findSeen(platform, actor, recordingId);
    if (!seen?.storage_key || !seen.sha256) return missing(request, reply);
    if (!isTicketGood(services, recordingId, actor.userId, request.query, platform.clock.now())) {
      return reply.code(403).send(says(request, '请在录像页打开：每次打开都留痕，打开后可看几个小时。', 'forbidden'));
    }
    if (seen.notPlayed) return reply.code(409).send(says(request, seen.notPlayed, 'conflict'));
    const isPreview = request.query['preview'] === '1';
    const path = isPreview
      ? services.recordings.previewPath(seen.storage_key)
      : services.recordings.pathOf(seen.storage_key);
    const size = await sizeAt(path);
    if (size === undefined || (!isPreview && size !== seen.byte_length)) {
      const words = isPreview ? '播放件已清除，请在录像页重做。' : '本机上没有这份录像的完整文件，请从另一份副本恢复。';
      return reply.code(410).send(says(request, words, 'missing'));
    }
    const container = await containerOfFile(path);
    const isSaved = request.query['save'] === '1' || !container;
    reply
      .header('content-type', container ? contentTypeOf[container] : 'application/octet-stream')
      .header(
        'content-disposition',
        `${isSaved ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(seen.file_name)}`,
      )
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, no-store')
      .header('etag', isPreview ? `"preview-${recordingId}-${size}"` : `"${seen.sha256.toString('hex')}"`);
    const range = byteRange(request.headers.range, size);
    if (range === 'outside') return reply.code(416).header('content-range', `bytes */${size}`).send();
    if (range === 'whole') return reply.header('content-length', size).send(createReadStream(path));
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
    return reply.header('content-length', range.end - range.start + 1).send(createReadStream(path, range));
  });
}

/** 录像的进出口：续传上传，分段播放；登录与管辖范围同其他操作一样核对 */
export const recordingDoor =
  (lease: LeaseChoices = usualLease): Door =>
  async (app, platform, findActor) => {
    app.removeAllContentTypeParsers();
    // The bytes are written as they come, never gathered.
    app.addContentTypeParser(chunkType, (_request, _body, parsed) => parsed(null));
    addUpload(app, platform, findActor, lease);
    addPlayback(app, platform, findActor);
  };
