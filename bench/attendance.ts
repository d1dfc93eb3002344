import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool } from 'pg';
import { CopyIn } from '../src/platform/backup/copy-in';
import { CopyOut } from '../src/platform/backup/copy-out';
import { startEmbedded } from '../src/platform/database/embedded';
import { migrate } from '../src/platform/database/migrate';
import { openPool } from '../src/platform/database/pool';
import { createServer } from '../src/platform/http/server';
import { folderStore } from '../src/platform/files/store';
import { newKeyRing } from '../src/platform/secrets/keys';
import { openSecrets, type Secrets } from '../src/platform/secrets/secrets';
import { openSignIn } from '../src/platform/sign-in/service';
import { createTypesetter } from '../src/platform/typesetting/typesetter';
import { openRecordingFolder } from '../src/platform/video/recording-folder';
import { systemClock } from '../src/platform/clock';
import { deviceDoor, keySeal } from '../src/stages/3-attendance/server/index';
import { bodyDigestOf, signedText } from '../src/stages/3-attendance/server/devices/signature';
import { type Devices, startDevices } from './device-load';
import { type BenchReport, fastestOf, medianOf } from './report';

const deviceCount = 8;
const batchSize = 1000;
const batches = 48;
const singles = 16_000;
const clients = 128;
const copied = batches * batchSize;
const runs = 5;

const ids = Array.from({ length: deviceCount }, (_, at) => `00000000-0000-7000-8000-00000000000${at}`);
const institution = '00000000-0000-7000-8000-0000000000aa';
const room = '00000000-0000-7000-8000-0000000000bb';
const user = '00000000-0000-7000-8000-0000000000cc';
const secret = randomBytes(32).toString('base64url');

/** A county with one room and eight confirmed devices, written past every command. */
async function prepare(pool: Pool, secrets: Secrets): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin; select set_config('mingxun.reach', 'system', true)");
    await client.query(
      `insert into institutions (id, region_code, name, pinyin, initials, credit_code, licence_number, licence_until,
        address, principal_name, phone_sealed, bank_name, bank_account_name, bank_account_sealed, bank_account_index,
        bank_account_tail) values ($1, '410822', '测速学校', 'c', 'c', 'X', 'X', '2030-01-01', 'x', 'x', '', 'x', '测速学校',
        '', '', '0000')`,
      [institution],
    );
    await client.query(
      `insert into users (id, username, display_name, role, region_code, institution_id, password_hash,
        password_changed_at, created_at) values ($1, 'bench', 'bench', 'institutionClerk', '410822', $2, '', now(), now())`,
      [user, institution],
    );
    await client.query(
      `insert into venues (id, region_code, institution_id, name, kind, address, capacity)
        values ($1, '410822', $2, '101', 'theory', 'x', 60)`,
      [room, institution],
    );
    for (const [at, id] of ids.entries()) {
      await client.query(
        `insert into devices (region_code, institution_id, id, venue_id, vendor, model, serial, responsible_name, state,
          key_kind, key_sealed, key_issued_at, registered_by, registered_at, confirmed_at)
          values ('410822', $1, $2, $3, 'json', 'B', $4, 'x', 'active', 'hmac', $5, now(), $6, now(), now())`,
        [institution, id, room, `BENCH${at}`, secrets.seal('deviceKey', keySeal(id, 1), secret), user],
      );
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

const deviceAt = (at: number): string => ids[at % deviceCount] ?? '';

const eventAt = (sequence: number) => ({
  sequence,
  kind: 'checkIn',
  person: String(1000 + (sequence % 500)),
  time: new Date().toISOString(),
  method: 'face',
  verdict: 'accepted',
  direction: 'in',
});

/** Signed before the clock starts: the devices sign, not the server. */
function pushOf(device: string, events: readonly object[]): Buffer {
  const body = Buffer.from(JSON.stringify({ events }));
  const [time, nonce] = [new Date().toISOString(), randomBytes(16).toString('base64url')];
  const signed = {
    method: 'POST',
    path: '/device/v1/events',
    device,
    time,
    nonce,
    epoch: '0',
    bodyDigest: bodyDigestOf(body),
  };
  const signature = createHmac('sha256', Buffer.from(secret, 'base64url')).update(signedText(signed)).digest('base64');
  const head = [
    'POST /device/v1/events HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `mingxun-device: ${device}`,
    `mingxun-time: ${time}`,
    `mingxun-nonce: ${nonce}`,
    'mingxun-epoch: 0',
    `mingxun-signature: ${signature}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

/** Sends all with so many at once; events a second, and how long the slowest hundredth waited. */
async function push(devices: Devices, port: number, requests: Buffer[], lanes: number, events: number) {
  const { seconds, waits } = await devices.send({ port, lanes, requests });
  return { rate: events / seconds, p99: waits[Math.floor(waits.length * 0.99)] ?? 0 };
}

/** Beside the table of events one like it, with the same indexes; it grows as the other does. */
const peerTable = 'create table if not exists peer_events (like device_events including all)';
let series = 1;

/** The peer: the same rows by COPY, committed, into a table with the same columns and indexes. */
async function timeCopy(owner: Pool): Promise<number> {
  const client = await owner.connect();
  try {
    await client.query(`${peerTable}; select set_config('mingxun.reach', 'system', false)`);
    series += 1;
    const out = client.query(
      new CopyOut(`copy (select region_code, device_id, ${series}, sequence, told_key, institution_id, kind, person_code,
        person_index, told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail, flags,
        picture_hash, payload_digest, content_digest from device_events where sequence > 0 limit ${copied})
        to stdout (format binary)`),
    );
    const pieces: Buffer[] = [];
    for await (const piece of out) pieces.push(piece);
    const began = performance.now();
    const into = client.query(new CopyIn('copy peer_events from stdin (format binary)'));
    await pipeline(Readable.from(pieces), into);
    return into.rowCount / ((performance.now() - began) / 1000);
  } finally {
    client.release();
  }
}

/** The limit of single events: one row and one commit each, on sixteen connections. */
async function timeCommits(owner: Pool): Promise<number> {
  const rows = Array.from({ length: singles }, (_, at) => at + 1).values();
  await owner.query(peerTable);
  series += 1;
  const insert = {
    name: 'one',
    text: `insert into peer_events values ('410822', $1, $3, $2, '', $4, 'checkIn', '1001', null,
      '2026-03-02T09:00:00+08:00', now(), now(), 0, 'face', 'accepted', 'in', '', '{}', null, $5, $6)`,
  };
  const [digest, content] = [randomBytes(32), randomBytes(16)];
  const began = performance.now();
  const lane = async () => {
    const client = await owner.connect();
    for (const row of rows) {
      const device = deviceAt(row);
      await client.query({ ...insert, values: [device, row, series, institution, digest, content] });
    }
    client.release();
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return singles / ((performance.now() - began) / 1000);
}

interface Measured {
  readonly copy: number[];
  readonly commits: number[];
  readonly batch: number[];
  readonly single: number[];
  readonly p99: number[];
}

/** Takes turns, so that what else the machine does meets all of them. */
async function measure(devices: Devices, port: number, owner: Pool): Promise<Measured> {
  const found: Measured = { copy: [], commits: [], batch: [], single: [], p99: [] };
  let next = 1;
  const take = (count: number) => Array.from({ length: count }, () => eventAt(next++));
  // The first round warms up all four alike and is not counted.
  for (let run = 0; run <= runs; run += 1) {
    const whole = Array.from({ length: batches }, (_, at) => pushOf(deviceAt(at), take(batchSize)));
    const batched = await push(devices, port, whole, deviceCount, copied);
    const alone = Array.from({ length: singles }, (_, at) => pushOf(deviceAt(at), take(1)));
    const { rate, p99 } = await push(devices, port, alone, clients, singles);
    const [copy, commits] = [await timeCopy(owner), await timeCommits(owner)];
    if (run === 0) continue;
    found.batch.push(batched.rate);
    found.single.push(rate);
    found.p99.push(p99);
    found.copy.push(copy);
    found.commits.push(commits);
  }
  return found;
}

const share = (part: number, whole: number): string => `${Math.round((part / whole) * 100)} %`;

/** The product’s own server with the door of devices, on a port of its own; there is no limit to what a device may send. */
async function openServer(folder: string, pool: Pool, signInPool: Pool, secrets: Secrets) {
  const typesetter = createTypesetter({ fontFolder: join(folder, 'fonts') });
  const files = folderStore(join(folder, 'files'));
  const recordings = openRecordingFolder(join(folder, 'recordings'));
  const isDemo = false;
  mkdirSync(join(folder, 'assets'));
  const app = await createServer(
    {
      pool,
      clock: systemClock,
      services: { secrets, files, typesetter, isDemo, recordings },
      signIn: await openSignIn({ pool: signInPool, secrets, isDemo }),
      whyNoWrites: async () => undefined,
    },
    {
      operations: [],
      doors: [deviceDoor({ rate: { perSecond: 1e6, burst: 1e6 } })],
      webRoot: folder,
      deskOf: async ({ name }) => name,
      pageFacts: { isDemo, demoAccounts: [] },
      onFault: ({ error }) => process.stderr.write(`${String(error)}\n`),
    },
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  const place = app.server.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  return {
    port: place.port,
    async close() {
      await app.close();
      typesetter.close();
    },
  };
}

/** What devices push through HTTP, signed, sealed and committed, against what the database does by itself. */
export async function benchAttendance(): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mx-bench-'));
  const database = await startEmbedded(folder);
  await migrate(database.owner, resolve('migrations'));
  const secrets = openSecrets(newKeyRing(systemClock.now()));
  const [pool, signInPool, owner] = [
    openPool(database.app),
    openPool(database.app),
    openPool(database.owner, { max: 16 }),
  ];
  const devices = startDevices();
  const server = await openServer(folder, pool, signInPool, secrets);
  try {
    await prepare(pool, secrets);
    const { copy, commits, batch, single, p99 } = await measure(devices, server.port, owner);
    const [ofCopy, ofCommits] = [medianOf(batch) / medianOf(copy), medianOf(single) / medianOf(commits)];
    return {
      claim: '设备事件经 HTTP 入库（验签、密封、提交后确认）',
      goal: `每批 ${batchSize} 条 ≥ COPY 的 50 %；单条 ≥ 16 连接逐条提交；p99 ≤ 50 ms（安静的机器）`,
      met: ofCopy >= 0.5 && ofCommits >= 1 && fastestOf(p99) <= 50,
      series: [
        { name: `HTTP 每批 ${batchSize} 条，${deviceCount} 台设备同时`, unit: '条/秒', values: batch },
        { name: '对手：COPY 进同样索引的表', unit: '条/秒', values: copy },
        { name: `HTTP 单条，${clients} 个客户端，合并提交`, unit: '条/秒', values: single },
        { name: '极限：16 连接逐条插入并提交', unit: '条/秒', values: commits },
        { name: 'HTTP 单条的等待，p99', unit: 'ms', values: p99 },
      ],
      notes: [
        `批量为 COPY 的 ${share(medianOf(batch), medianOf(copy))}；单条为逐条提交的 ${share(medianOf(single), medianOf(commits))}（中位数）。`,
        '同一数据库、轮流测；设备在另一个线程里，与服务器和数据库争用同样的核；签名在计时前算好，验签与密封计入。',
      ],
    };
  } finally {
    devices.end();
    await server.close();
    await Promise.all([pool.end(), signInPool.end(), owner.end()]);
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
