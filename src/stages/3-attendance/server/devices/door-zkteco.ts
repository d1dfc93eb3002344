import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { devicePolicy } from '#platform/http/door';
import { noTime } from '../../domain/devices/device-time';
import { deliveryOf, heartbeatOf, wholeOf } from './delivery';
import type { Doorway } from './doors';
import { IngestPaused } from './ingest';
import type { KnownDevice } from './known-devices';
import type { Reading } from './received';
import { handshake, readAttlog, readOperlog, readOther } from './zkteco';

const largestBody = 2 * 1024 * 1024;
const paramsForm = z.object({ secret: z.string().regex(/^[a-z2-7]{16,64}$/) });
const queryForm = z.object({ SN: z.string().max(64), table: z.string().max(40).optional().catch(undefined) });

const say = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).type('text/plain; charset=utf-8').send(text);

interface Called {
  readonly device: KnownDevice;
  readonly table: string;
  readonly body: Buffer;
}

/** The device, by the secret of its address and the serial number it was registered with; both must be right. */
async function calledBy(doorway: Doorway, request: FastifyRequest): Promise<Called | number> {
  const params = paramsForm.safeParse(request.params);
  const query = queryForm.safeParse(request.query);
  const device = params.success ? await doorway.devices.byPath(params.data.secret) : undefined;
  if (!query.success || device?.vendor !== 'zkteco' || device.serial !== query.data.SN) {
    if (!doorway.mayTry(request.ip)) return 429;
    if (device?.vendor === 'zkteco' && device.state === 'active') await doorway.forged(device);
    return 404;
  }
  if (device.state !== 'active') return 403;
  if (!doorway.mayCall(device)) return 429;
  await doorway.heard(device, request.ip);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return { device, table: query.data.table ?? '', body };
}

const refusalWords: Readonly<Record<number, string>> = {
  403: 'ERROR: 设备未启用',
  404: 'ERROR: 地址不正确',
  429: 'ERROR: 过于频繁',
  503: 'ERROR: 暂停写入',
};

const readTable = (table: string, body: Buffer): Reading =>
  table === 'ATTLOG' ? readAttlog(body) : table === 'OPERLOG' ? readOperlog(body) : readOther(body);

/** 中控推送 (ADMS): “OK” is said after the commit and never otherwise, so that the device forgets nothing too early. */
export function addZktecoDoor(app: FastifyInstance, doorway: Doorway): void {
  const { platform, ingest } = doorway;
  const settings = { config: { policy: devicePolicy }, bodyLimit: largestBody };
  const route = (method: 'GET' | 'POST', path: string, work: (called: Called) => Promise<string | number>): void => {
    app.route({
      method,
      url: `/device/zk/:secret/iclock/${path}`,
      ...settings,
      async handler(request, reply) {
        const called = await calledBy(doorway, request);
        if (typeof called === 'number') return say(reply, called, refusalWords[called] ?? 'ERROR');
        try {
          const answer = await work(called);
          return typeof answer === 'number'
            ? say(reply, answer, refusalWords[answer] ?? 'ERROR')
            : say(reply, 200, answer);
        } catch (error) {
          if (!(error instanceof IngestPaused)) throw error;
          return say(reply, 503, refusalWords[503] ?? 'ERROR');
        }
      },
    });
  };
  const beat = async ({ device }: Called): Promise<number | undefined> => {
    const outcome = await ingest.keep(heartbeatOf(device, noTime, { receivedAt: platform.clock.now() }));
    return outcome.kind === 'kept' ? undefined : 403;
  };
  const keep = async ({ device, body }: Called, reading: Reading): Promise<string | number> => {
    if (body.length === 0) return 'OK';
    const receivedAt = platform.clock.now();
    const outcome = await ingest.keep(deliveryOf(device, reading, wholeOf(body), { receivedAt }, platform.services));
    return outcome.kind === 'kept' ? `OK: ${reading.events.length}` : 403;
  };

  route('GET', 'cdata', async (called) => (await beat(called)) ?? handshake(called.device.serial));
  route('GET', 'getrequest', async (called) => (await beat(called)) ?? 'OK');
  route('GET', 'ping', async (called) => (await beat(called)) ?? 'OK');
  route('POST', 'cdata', (called) => keep(called, readTable(called.table, called.body)));
  route('POST', 'fdata', (called) => keep(called, readOther(called.body)));
  route('POST', 'devicecmd', async (called) => (await beat(called)) ?? 'OK');
}
