import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client, type ClientConfig, type Pool } from 'pg';
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
import { type Devices, type Load, startDevices } from './device-load';
import { type BenchReport, fastestOf, medianOf } from './report';

const deviceCount = 8;
const batchSize = 1000;
const batches = 48;
const singles = 16_000;
const clients = 192;
const copied = batches * batchSize;
const runs = 9;

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

/** Sends all with so many at once; events a second, and how long the slowest hundredth waited. */
async function push(devices: Devices, load: Load) {
  const { seconds, waits } = await devices.send(load);
  return { rate: (load.pushes * load.events) / seconds, p99: waits[Math.floor(waits.length * 0.99)] ?? 0 };
}

/** Beside the table of events one like it, with the same indexes; it grows as the other does. */
const peerTable = 'create table if not exists peer_events (like device_events including all)';
const columns = `region_code, device_id, series, sequence, told_key, institution_id, kind, person_code, person_index,
  told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail, flags, picture_hash, payload_digest,
  content_digest`.split(/,\s*/);
let series = 1;

/** Rows that devices sent, under a series of their own. */
function storedRows(count: number, wordOf: (column: string) => string): string {
  const list = columns.map((column) => (column === 'series' ? String(series) : wordOf(column))).join(', ');
  return `select ${list} from device_events where sequence > 0 limit ${count}`;
}

/** The peer: the same rows by COPY, committed, into a table with the same columns and indexes. */
async function timeCopy(owner: Pool): Promise<number> {
  const client = await owner.connect();
  try {
    await client.query(`${peerTable}; select set_config('mingxun.reach', 'system', false)`);
    series += 1;
    const rows = storedRows(copied, (column) => column);
    const out = client.query(new CopyOut(`copy (${rows}) to stdout (format binary)`));
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

const inserted = {
  name: 'one',
  text: `insert into peer_events (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
};

/** The limit of single events: the same rows, one and one commit each, on sixteen connections. */
async function timeCommits(owner: Pool): Promise<number> {
  await owner.query(peerTable);
  series += 1;
  const asText = storedRows(singles, (column) => (/digest|index/.test(column) ? column : `${column}::text`));
  const client = await owner.connect();
  await client.query(`select set_config('mingxun.reach', 'system', false)`);
  const { rows } = await client.query<unknown[]>({ text: asText, rowMode: 'array' });
  client.release();
  const waiting = rows.values();
  const began = performance.now();
  const lane = async () => {
    const own = await owner.connect();
    for (const values of waiting) await own.query({ ...inserted, values });
    own.release();
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return rows.length / ((performance.now() - began) / 1000);
}

const logFiles = 64;

/** The log files of the database lie ready, as in one that has run for some hours: making a new one holds up all commits. */
async function readyLogFiles(superuser: ClientConfig): Promise<void> {
  const client = new Client(superuser);
  await client.connect();
  for (let file = 0; file < logFiles; file += 1) {
    await client.query(`select pg_logical_emit_message(true, 'bench', 'x')`);
    await client.query('select pg_switch_wal()');
  }
  await client.query('checkpoint');
  await client.end();
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
  const sent = async (lanes: number, pushes: number, events: number) => {
    const first = next;
    next += pushes * events;
    return push(devices, { port, lanes, pushes, events, first });
  };
  // The first round warms up all four alike and is not counted.
  for (let run = 0; run <= runs; run += 1) {
    const batched = await sent(deviceCount, batches, batchSize);
    const { rate, p99 } = await sent(clients, singles, 1);
    const [copy, commits] = [await timeCopy(owner), await timeCommits(owner)];
    if (run === 0) continue;
    found.batch.push(batched.rate);
    found.single.push(rate);
    found.p99.push(p99);
    found.copy.push(copy);
    found.commits.push(commits);
  }
  const { rows } = await owner.query<{ kept: string }>('select count(*) as kept from device_events where sequence > 0');
  if (Number(rows[0]?.kept) !== next - 1) throw new Error(`sent ${next - 1}, kept ${rows[0]?.kept}`);
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
  await readyLogFiles(database.postgres);
  const secrets = openSecrets(newKeyRing(systemClock.now()));
  const [pool, signInPool, owner] = [
    openPool(database.app),
    openPool(database.app),
    openPool(database.owner, { max: 16 }),
  ];
  const devices = startDevices({ ids, secret });
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
