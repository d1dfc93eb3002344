import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { inScope } from '#platform/database/scope';
import { addPost, type AnswerPost, type Post, type PostAnswer } from '#platform/http/direct-posts';
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

function headerOf(post: Post, name: keyof typeof headerForms): string | undefined {
  const told = post.header(`mingxun-${name}`);
  return told !== undefined && headerForms[name].test(told) ? told : undefined;
}

interface Proven {
  readonly device: KnownDevice;
  readonly epoch: number;
  readonly nonce: string;
  readonly whole: Whole;
  readonly body: Buffer;
}

interface Given {
  readonly signed: Signed;
  /** When it says it was signed, in milliseconds. */
  readonly at: number;
  readonly signature: string;
}

function givenIn(post: Post): Given | undefined {
  const [device, nonce, signature] = [headerOf(post, 'device'), headerOf(post, 'nonce'), headerOf(post, 'signature')];
  const epoch = post.header('mingxun-epoch') === undefined ? '0' : headerOf(post, 'epoch');
  const time = post.header('mingxun-time');
  const { at, zone } = time === undefined ? noTime : readDeviceTime(time);
  if (!device || !nonce || !signature || !epoch || time === undefined) return undefined;
  if (at === undefined || zone !== 'told') return undefined;
  const { path, body } = post;
  const signed = { method: 'POST', path, device, time, nonce, epoch, bodyDigest: bodyDigestOf(body) };
  return { signed, at, signature };
}

/** Checks signature, time and nonce; only then anything of the body is looked at. */
function checker(doorway: Doorway): (post: Post) => Promise<Proven | Refusal> {
  const isNew = nonceMemory();
  const turn = sameTurn();
  return async (post) => {
    await turn();
    const given = givenIn(post);
    if (!given) return doorway.mayTry(post.address()) ? refusals.unsigned : refusals.tooOften;
    const { signed, at, signature } = given;
    const device = await doorway.devices.byId(signed.device);
    if (!device || device.vendor !== 'json' || !isSignedBy(device, signed, signature)) {
      if (!doorway.mayTry(post.address())) return refusals.tooOften;
      if (device?.state === 'active') await doorway.forged(device);
      return refusals.stranger;
    }
    if (!doorway.mayCall(device)) return refusals.tooOften;
    const now = Date.parse(doorway.platform.clock.now());
    if (Math.abs(at - now) > replayWindowMilliseconds) return refusals.time;
    if (!isNew(device.id, signed.nonce, now)) return refusals.replayed;
    const isZipped = post.header('content-encoding') === 'gzip';
    const body = isZipped ? await inflate(post.body, largestBody) : post.body;
    if (!body) return refusals.zipped;
    const whole = { size: post.body.length, digest: signed.bodyDigest };
    return { device, epoch: Number(signed.epoch), nonce: signed.nonce, whole, body };
  };
}

const isRefusal = (done: object): done is Refusal => 'status' in done && 'code' in done && 'message' in done;

/** An answer with what every answer tells. */
const toldWith = ({ platform }: Doorway, reference: string, answer: object) => ({
  ...answer,
  serverTime: platform.clock.now(),
  reference,
});

function refusedBy(doorway: Doorway, { reference }: Post, { status, code, message }: Refusal): PostAnswer {
  const body = toldWith(doorway, reference, { code, message });
  return { status, body, ...(status === 429 ? { headers: { 'retry-after': '10' } } : {}) };
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
  const signedRoute = (path: string, work: (proven: Proven) => Promise<object | Refusal>): void => {
    const answer: AnswerPost = async (post) => {
      const proven = await check(post);
      if (isRefusal(proven)) return refusedBy(doorway, post, proven);
      try {
        const done = await work(proven);
        return isRefusal(done)
          ? refusedBy(doorway, post, done)
          : { status: 200, body: toldWith(doorway, post.reference, done) };
      } catch (error) {
        if (!(error instanceof IngestPaused)) throw error;
        return refusedBy(doorway, post, refuse(503, 'paused', error.message));
      }
    };
    addPost(app, { path, bodyLimit: largestBody, answer });
  };

  app.get('/device/v1/time', { config: { policy: devicePolicy } }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return toldWith(doorway, request.id, {});
  });

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
