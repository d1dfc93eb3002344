import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { demoPassword } from '../src/demo/accounts';
import { plainDate } from '../src/kernel/plain-date';
import { findRunning } from '../src/platform/database/embedded';
import { openPool } from '../src/platform/database/pool';
import { verifyLog } from '../src/platform/log/verify';
import { newPeople, workingDayAfter } from '../src/stages/2-opening/server/testing-filings';
import { type CrashingProduct, startOn } from './crashing-product';
import { freePort, journeyDay, ownDataFolder } from './loaded-city';
import { longParts, ownForm } from './long-class';
import { classBundle } from './trainee-pictures';

let dataFolder: string;
let port: number;
let product: CrashingProduct;
const cookies = new Map<string, string>();

beforeAll(async () => {
  dataFolder = ownDataFolder();
  port = await freePort();
  product = await startOn(dataFolder, port, journeyDay);
});
afterAll(async () => {
  await product.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** What is sent: fields, or a file as it is picked. */
type Body = object | Buffer;

async function post(path: string, body: Body, headers: Record<string, string>) {
  const isFile = Buffer.isBuffer(body);
  const kind = isFile
    ? { 'content-type': 'application/octet-stream', 'file-name': encodeURIComponent('照片和证明.zip') }
    : { 'content-type': 'application/json' };
  const url = `${product.address}/api/v1${path}`;
  const answer = await fetch(url, {
    method: 'POST',
    body: isFile ? new Uint8Array(body) : JSON.stringify(body),
    headers: { ...kind, origin: product.address, ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

async function cookieOf(username: string): Promise<string> {
  const known = cookies.get(username);
  if (known) return known;
  const answer = await post('/account/sign-in', { username, password: demoPassword }, {});
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!cookie) throw new Error(JSON.stringify(answer.body));
  cookies.set(username, cookie);
  return cookie;
}

/** Commands that were answered, with what was asked. */
const acknowledged: { readonly commandId: string; readonly path: string }[] = [];
let kills = 0;
const kinds = ['server', 'both', 'database'] as const;

/**
 * Sends a command and, when told to, kills while it is under way; after the restart the same command, with the same
 * id, is sent again, as the page would.
 */
async function send(username: string, path: string, body: Body, isKilled: boolean) {
  const commandId = randomUUID();
  const attempt = async () => post(path, body, { cookie: await cookieOf(username), 'command-id': commandId });
  if (isKilled) {
    const underWay = attempt().catch(() => undefined);
    await wait((kills * 7) % 40);
    await product.kill(kinds[kills % kinds.length] ?? 'both');
    kills += 1;
    if ((await underWay)?.status === 200) acknowledged.push({ commandId, path });
    product = await startOn(dataFolder, port, journeyDay);
  }
  const answer = await attempt();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  acknowledged.push({ commandId, path });
  return answer.body.result;
}

const draftedForm = z.object({ classId: z.uuid() });
const savedForm = z.object({
  version: z.number(),
  findings: z.array(
    z.looseObject({ severity: z.string(), rule: z.string(), field: z.string(), row: z.string().optional() }),
  ),
});

/** One class from its draft to its number; kills at every second step, then at the others. */
async function wholeLife(offset: 0 | 1): Promise<string> {
  let step = offset;
  const next = (username: string, path: string, body: Body) => send(username, path, body, (step += 1) % 2 === 0);
  const asked = await fetch(`${product.address}/api/v1/own-institution`, {
    headers: { cookie: await cookieOf('clerk.boai') },
  });
  const own = ownForm.parse((await asked.json()).result);
  const first = workingDayAfter(plainDate(journeyDay), 60 + offset * 60);
  const people = newPeople(12);
  const parts = longParts(own, first, people);
  const { classId } = draftedForm.parse(await next('clerk.boai', '/classes', {}));
  const at = `/classes/${classId}`;
  let version = 1;
  const save = async (part: string, content: object) => {
    const saved = savedForm.parse(await next('clerk.boai', `${at}/${part}`, { version, ...content }));
    ({ version } = saved);
    return saved.findings.filter(({ severity }) => severity === 'warns');
  };
  await save('application', { application: parts.application });
  await save('plan', { lessons: parts.lessons });
  await save('roster', { rows: parts.rows });
  await next('clerk.boai', `${at}/attachments`, await classBundle(people.map(({ id }) => id)));
  const found = await save('posts', { posts: parts.posts });
  const password = demoPassword;
  await next('clerk.boai', `${at}/offer`, { version });
  await next('principal.boai', `${at}/file`, { version, statementAccepted: true, password });
  version += 1;
  const warnings = found.map(({ rule, field, row }) => ({ rule, field, row: row ?? '' }));
  if (warnings.length > 0) {
    const decision = { version, warnings, accepted: true, reason: '已核实。' };
    ({ version } = z
      .object({ version: z.number() })
      .parse(await next('officer.boai', `${at}/warning-decisions`, decision)));
  }
  const mark = { version, item: 'socialInsurance', verdict: 'matched', note: '已比对。' };
  ({ version } = z.object({ version: z.number() }).parse(await next('officer.boai', `${at}/check-marks`, mark)));
  await next('officer.boai', `${at}/verify`, { version, opinion: '' });
  version += 1;
  await next('signatory.boai', `${at}/approve`, { version, opinion: '', password });
  return classId;
}

async function ask<Form extends z.ZodType>(
  form: Form,
  text: string,
  values: unknown[] = [],
): Promise<z.output<Form>[]> {
  const running = await findRunning(dataFolder);
  if (!running) throw new Error('no database to ask');
  const client = new Client({ ...running.postgres, database: running.app.database });
  await client.connect();
  try {
    return z.array(form).parse((await client.query(text, values)).rows);
  } finally {
    await client.end();
  }
}

describe('killed twelve times on the way from draft to approval', () => {
  it('the product keeps every acknowledged step exactly once and no step by half', async () => {
    const classes = [await wholeLife(0), await wholeLife(1)];
    expect(kills).toBeGreaterThanOrEqual(10);
    for (const classId of classes) {
      const [held] = await ask(
        z.object({
          state: z.string(),
          number: z.number(),
          slots: z.number(),
          filings: z.number(),
          actions: z.string(),
        }),
        `select state, class_number as number, (select count(*)::int from person_slots s where s.class_id = c.id) as slots,
          (select count(*)::int from filings f where f.class_id = c.id) as filings,
          (select string_agg(action, ' ' order by happened_at) from class_events e where e.class_id = c.id) as actions
        from training_classes c where id = $1`,
        [classId],
      );
      expect(held).toMatchObject({ state: 'approved', filings: 1, actions: 'file verify approve' });
      expect((held?.slots ?? 0) % 12).toBe(0);
      expect(held?.slots).toBeGreaterThan(0);
    }
    const numbers = await ask(
      z.object({ region_code: z.string(), number: z.number(), count: z.number() }),
      `select region_code, class_number as number, count(*)::int as count from training_classes
        where class_number is not null group by 1, class_year, 2 having count(*) > 1`,
    );
    expect(numbers).toEqual([]);
  });

  it('each of them is in the log once, and the log proves itself whole', async () => {
    for (const { commandId, path } of acknowledged) {
      const entries = await ask(
        z.object({ outcome: z.string() }),
        'select outcome from log_events where command_id = $1',
        [commandId],
      );
      expect([path, entries]).toEqual([path, [{ outcome: 'done' }]]);
    }
    const running = await findRunning(dataFolder);
    if (!running) throw new Error('no database to ask');
    const pool = openPool(running.app);
    await wait(1000);
    const verdict = await verifyLog(pool, { now: new Date().toISOString() });
    await pool.end();
    expect(verdict).toMatchObject({ faults: [] });
  });
});
