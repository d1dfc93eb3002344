import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { acceptPicture } from '#platform/files/intake';
import { storeSealed } from '#platform/files/sealed-file';
import { inScope } from '#platform/database/scope';
import { devicePolicy } from '#platform/http/door';
import { deliveryOf, heartbeatOf, wholeOf } from './delivery';
import type { Doorway } from './doors';
import { readIsapi } from './hikvision';
import { IngestPaused } from './ingest';
import type { KnownDevice } from './known-devices';

const largestBody = 3 * 1024 * 1024;
const largestPicture = 2 * 1024 * 1024;
const paramsForm = z.object({ secret: z.string().regex(/^[a-z2-7]{16,64}$/) });

/** A picture is kept only where keeping was consented to: drawn anew, sealed with a key of its own. */
async function keepPicture({ platform }: Doorway, device: KnownDevice, bytes: Buffer | undefined) {
  if (!bytes || !device.keepsPictures) return undefined;
  const picture = await acceptPicture(bytes, { maxBytes: largestPicture, maxPixels: 20_000_000 });
  if (!picture.accepted) return undefined;
  const { services, clock } = platform;
  return inScope(platform.pool, { reach: 'ingest' }, (tx) =>
    storeSealed({ services, tx, now: clock.now() }, 'devicePicture', device.id, picture.bytes),
  );
}

/** 海康威视 ISAPI 事件: posted by the terminal to an address of its own. */
export function addHikvisionDoor(app: FastifyInstance, doorway: Doorway): void {
  const { platform, ingest, devices } = doorway;
  const settings = { config: { policy: devicePolicy }, bodyLimit: largestBody };
  app.post('/device/isapi/:secret', settings, async (request, reply) => {
    const answer = (status: number, message: string) =>
      reply.code(status).send({ statusCode: status === 200 ? 1 : 4, statusString: message, reference: request.id });
    const params = paramsForm.safeParse(request.params);
    const device = params.success ? await devices.byPath(params.data.secret) : undefined;
    if (device?.vendor !== 'hikvision')
      return doorway.mayTry(request.ip) ? answer(404, '地址不正确。') : answer(429, '尝试过于频繁。');
    if (device.state !== 'active') return answer(403, '这台设备没有启用或已停用。');
    if (!doorway.mayCall(device)) return answer(429, '发送过于频繁，请稍后重发。');
    await doorway.heard(device, request.ip);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const reading = await readIsapi(body, request.headers['content-type'] ?? '');
    if (typeof reading === 'string') return answer(400, reading);
    const receivedAt = platform.clock.now();
    const [first] = reading.events;
    try {
      const isOnlyBeat = first !== undefined && reading.events.every(({ kind }) => kind === 'heartbeat');
      const pictureHash = await keepPicture(doorway, device, reading.picture);
      const delivery = isOnlyBeat
        ? heartbeatOf(device, first.time, { receivedAt })
        : deliveryOf(device, reading, wholeOf(body), { receivedAt, pictureHash }, platform.services);
      const outcome = await ingest.keep(delivery);
      return outcome.kind === 'kept' ? answer(200, 'OK') : answer(403, '这台设备没有启用或已停用。');
    } catch (error) {
      if (!(error instanceof IngestPaused)) throw error;
      return answer(503, error.message);
    }
  });
}
