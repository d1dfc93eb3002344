import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { inScope } from '#platform/database/scope';
import { devicePolicy } from '#platform/http/door';
import { noTime, readDeviceTime } from '../../domain/devices/device-time';
import { deliveryOf, heartbeatOf, type Whole } from './delivery';
import type { Doorway } from './doors';
import { inflate } from './inflate';
import { IngestPaused } from './ingest';
import { mostEvents, readJsonEvents } from './json-events';
import type { KnownDevice } from './known-devices';
import { bodyDigestOf, isSignedBy, nonceMemory, replayWindowMilliseconds, type Signed } from './signature';
import { useNonce } from './repeats';
import { sameTurn } from './same-turn';
import type { Outcome } from './write-deliveries';

/** A batch of a thousand takes about 200 KB. */
export const largestBody = 1024 * 1024;

/** Why a device is not served, for programs (`code`) and for people. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const refuse = (status: number, code: string, message: string): Refusal => ({ status, code, message });

const refusals = {
  unsigned: refuse(401, 'unsigned', '缺少签名：请带 mingxun-device、mingxun-time、mingxun-nonce、mingxun-signature。'),
  stranger: refuse(401, 'signature', '设备编号或签名不对。'),
  time: refuse(401, 'time', '签名时间与服务器相差超过 5 分钟，请按 serverTime 校准后重发。'),
  replayed: refuse(409, 'replayed', '这个随机数已经用过，请换一个重新签名。'),
  superseded: refuse(409, 'superseded', '已有另一处用同一密钥连接，请重新连接（/device/v1/connect）后重发。'),
  closed: refuse(403, 'closed', '这台设备没有启用或已停用，请联系县（市、区）人社局。'),
  tooOften: refuse(429, 'tooOften', '发送过于频繁，请稍后重发；记录请留在设备里。'),
  zipped: refuse(400, 'content', '压缩的内容打不开，或展开后超过上限。'),
} as const;

/** What a signed request tells in its headers, and in which form; these are read for every event. */
const headerForms = {
  device: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  nonce: /^[\w-]{16,64}$/,
  signature: /^[\w+/=-]{20,120}$/,
  epoch: /^\d{1,9}$/,
} as const;

function headerOf({ headers }: FastifyRequest, name: keyof typeof headerForms): string | undefined {
  const told = headers[`mingxun-${name}`];
  return typeof told === 'string' && headerForms[name].test(told) ? told : undefined;
}

interface Proven {
  readonly device: KnownDevice;
  readonly epoch: number;
  readonly nonce: string;
  readonly whole: Whole;
  readonly body: Buffer;
}

type Checked = Proven | Refusal;

interface Given {
  readonly signed: Signed;
  /** When it says it was signed, in milliseconds. */
  readonly at: number;
  readonly signature: string;
  readonly sent: Buffer;
}

function givenIn(request: FastifyRequest): Given | undefined {
  const [device, nonce, signature] = [
    headerOf(request, 'device'),
    headerOf(request, 'nonce'),
    headerOf(request, 'signature'),
  ];
  const epoch = request.headers['mingxun-epoch'] === undefined ? '0' : headerOf(request, 'epoch');
  const time = request.headers['mingxun-time'];
  const { at, zone } = typeof time === 'string' ? readDeviceTime(time) : noTime;
  if (!device || !nonce || !signature || !epoch || typeof time !== 'string') return undefined;
  if (at === undefined || zone !== 'told') return undefined;
  const [path = ''] = request.url.split('?');
  const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const signed = { method: request.method, path, device, time, nonce, epoch, bodyDigest: bodyDigestOf(sent) };
  return { signed, at, signature, sent };
}

/** Checks signature, time and nonce; only then anything of the body is looked at. */
function checker(doorway: Doorway): (request: FastifyRequest) => Promise<Checked> {
  const isNew = nonceMemory();
  const turn = sameTurn();
  return async (request) => {
    await turn();
    const given = givenIn(request);
    if (!given) return doorway.mayTry(request.ip) ? refusals.unsigned : refusals.tooOften;
    const { signed, at, signature, sent } = given;
    const device = await doorway.devices.byId(signed.device);
    if (!device || device.vendor !== 'json' || !isSignedBy(device, signed, signature)) {
      if (!doorway.mayTry(request.ip)) return refusals.tooOften;
      if (device?.state === 'active') await doorway.forged(device);
      return refusals.stranger;
    }
    if (!doorway.mayCall(device)) return refusals.tooOften;
    const now = Date.parse(doorway.platform.clock.now());
    if (Math.abs(at - now) > replayWindowMilliseconds) return refusals.time;
    if (!isNew(device.id, signed.nonce, now)) return refusals.replayed;
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const body = isZipped ? await inflate(sent, largestBody) : sent;
    if (!body) return refusals.zipped;
    const whole = { size: sent.length, digest: signed.bodyDigest };
    return { device, epoch: Number(signed.epoch), nonce: signed.nonce, whole, body };
  };
}

const isRefusal = (checked: Checked): checked is Refusal => 'code' in checked;

/** What a handler gives back as its answer. */
function answered({ platform }: Doorway, request: FastifyRequest, reply: FastifyReply, answer: object): object {
  reply.header('cache-control', 'no-store');
  return { ...answer, serverTime: platform.clock.now(), reference: request.id };
}

function refusedBy(doorway: Doorway, request: FastifyRequest, reply: FastifyReply, refusal: Refusal): object {
  const { status, code, message } = refusal;
  if (status === 429) reply.header('retry-after', '10');
  return answered(doorway, request, reply.code(status), { code, message });
}

const refusalOf = ({ kind }: Outcome): Refusal | undefined => (kind === 'kept' ? undefined : refusals[kind]);

/** A new connection ends the one before: who still speaks with the old number is somebody else, or a copy. */
const connect = ({ platform }: Doorway, { device, nonce }: Proven): Promise<number | Refusal> =>
  inScope(platform.pool, { reach: 'ingest' }, async (tx, client) => {
    const receivedAt = platform.clock.now();
    const isFresh = await useNonce(client, device, nonce, receivedAt);
    if (!isFresh) return refusals.replayed;
    const { rows } = await sql<{ epoch: number }>`update devices
      set epoch = epoch + 1, last_seen_at = ${receivedAt}::timestamptz
      where id = ${device.id} and state = 'active' and key_version = ${device.keyVersion} returning epoch`.execute(tx);
    return rows[0]?.epoch ?? refusals.closed;
  });

const heartbeatForm = z.object({ time: z.string().max(40).optional() });

function timeOfHeartbeat(body: Buffer) {
  try {
    const given = heartbeatForm.safeParse(body.length === 0 ? {} : JSON.parse(body.toString('utf8')));
    return given.success && given.data.time !== undefined ? readDeviceTime(given.data.time) : noTime;
  } catch {
    return noTime;
  }
}

/** 签名 JSON 接口 (docs/device-api.md). */
export function addJsonDoor(app: FastifyInstance, doorway: Doorway): void {
  const check = checker(doorway);
  const { platform, ingest } = doorway;
  const settings = { config: { policy: devicePolicy }, bodyLimit: largestBody };
  const signedRoute = (url: string, work: (proven: Proven) => Promise<object | Refusal>): void => {
    app.post(url, settings, async (request, reply) => {
      const proven = await check(request);
      if (isRefusal(proven)) return refusedBy(doorway, request, reply, proven);
      try {
        const answer = await work(proven);
        return 'status' in answer && 'code' in answer && 'message' in answer
          ? refusedBy(
              doorway,
              request,
              reply,
              refuse(Number(answer.status), String(answer.code), String(answer.message)),
            )
          : answered(doorway, request, reply, answer);
      } catch (error) {
        if (!(error instanceof IngestPaused)) throw error;
        return refusedBy(doorway, request, reply, refuse(503, 'paused', error.message));
      }
    });
  };

  app.get('/device/v1/time', settings, async (request, reply) => answered(doorway, request, reply, {}));

  signedRoute('/device/v1/connect', async (proven) => {
    const epoch = await connect(doorway, proven);
    return typeof epoch === 'number' ? { epoch, mostEvents } : epoch;
  });

  signedRoute('/device/v1/heartbeat', async ({ device, epoch, nonce, body }) => {
    const receivedAt = platform.clock.now();
    const outcome = await ingest.keep(heartbeatOf(device, timeOfHeartbeat(body), { receivedAt, epoch, nonce }));
    return refusalOf(outcome) ?? {};
  });

  signedRoute('/device/v1/events', async ({ device, epoch, nonce, whole, body }) => {
    const reading = readJsonEvents(body);
    if (typeof reading === 'string') return refuse(400, 'content', reading);
    const receivedAt = platform.clock.now();
    const arrival = { receivedAt, epoch, nonce };
    const outcome = await ingest.keep(deliveryOf(device, reading, whole, arrival, platform.services));
    if (outcome.kind !== 'kept') return refusalOf(outcome) ?? refusals.closed;
    const { stored, known, rewritten } = outcome;
    return { stored, known, rewritten, unread: reading.unread };
  });
}
