import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { bodyDigestOf, signedText } from '../src/stages/3-attendance/server/devices/signature';

/** What is sent: so many pushes of so many events, the first event’s number, over so many connections at once. */
const loadForm = z.object({
  port: z.number(),
  lanes: z.number(),
  pushes: z.number(),
  events: z.number(),
  first: z.number(),
});
export type Load = z.output<typeof loadForm>;

const answerForm = z.object({ seconds: z.number(), waits: z.instanceof(Float64Array) });

/** The devices, which share one key in this bench. */
const fleetForm = z.object({ bench: z.literal('attendance'), ids: z.array(z.string()), secret: z.string() });
type Fleet = Pick<z.output<typeof fleetForm>, 'ids' | 'secret'>;

const eventAt = (sequence: number) => ({
  sequence,
  kind: 'checkIn',
  person: String(1000 + (sequence % 500)),
  time: new Date().toISOString(),
  method: 'face',
  verdict: 'accepted',
  direction: 'in',
});

/** A signed push as the bytes that go over the line. */
function pushOf(device: string, secret: string, events: readonly object[]): Buffer {
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

/** Every device in turn. */
const pushesOf = ({ ids, secret }: Fleet, { pushes, events, first }: Load): Buffer[] =>
  Array.from({ length: pushes }, (_, at) =>
    pushOf(
      ids[at % ids.length] ?? '',
      secret,
      Array.from({ length: events }, (_each, place) => eventAt(first + at * events + place)),
    ),
  );

const headEnd = Buffer.from('\r\n\r\n');

/** The status and the length of a whole answer; undefined while some of it is still on its way. */
function wholeAnswer(got: Buffer): { readonly isDone: boolean } | undefined {
  const head = got.indexOf(headEnd);
  if (head < 0) return undefined;
  const told = got.toString('latin1', 0, head);
  const length = Number(/content-length: (\d+)/i.exec(told)?.[1] ?? Number.NaN);
  if (got.length < head + headEnd.length + length) return undefined;
  return { isDone: told.startsWith('HTTP/1.1 200 ') };
}

/** One connection that is kept, with one request on it at a time, as a device does it. */
const lane = (port: number, requests: Iterator<Uint8Array>, waits: number[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let began = 0;
    let got: Buffer = Buffer.alloc(0);
    const sendNext = () => {
      const { done, value } = requests.next();
      if (done) {
        socket.destroy();
        return resolve();
      }
      began = performance.now();
      socket.write(value);
    };
    socket.once('connect', sendNext);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
    socket.on('data', (piece: Buffer) => {
      got = got.length === 0 ? piece : Buffer.concat([got, piece]);
      const answer = wholeAnswer(got);
      if (!answer) return;
      if (!answer.isDone) return reject(new Error(got.toString('utf8')));
      waits.push(performance.now() - began);
      got = Buffer.alloc(0);
      sendNext();
    });
  });

/** Signs all before the clock starts, then sends. */
async function sendAll(fleet: Fleet, load: Load): Promise<z.output<typeof answerForm>> {
  const { port, lanes } = load;
  const waiting = pushesOf(fleet, load).values();
  const waits: number[] = [];
  const began = performance.now();
  await Promise.all(Array.from({ length: lanes }, () => lane(port, waiting, waits)));
  return { seconds: (performance.now() - began) / 1000, waits: Float64Array.from(waits).sort() };
}

/** The devices, in a thread of their own: what they do, signing too, is not the server’s work. */
export function workAsDevices(): void {
  if (isMainThread || !parentPort) return;
  const fleet = fleetForm.safeParse(workerData);
  if (!fleet.success) return;
  const port = parentPort;
  port.on('message', (message: unknown) => {
    if (message === 'end') return port.close();
    void sendAll(fleet.data, loadForm.parse(message)).then((answer) => port.postMessage(answer));
  });
}

export interface Devices {
  send(load: Load): Promise<z.output<typeof answerForm>>;
  end(): void;
}

export function startDevices(fleet: Fleet): Devices {
  const worker = new Worker(new URL(import.meta.url), { workerData: { bench: 'attendance', ...fleet } });
  return {
    async send(load) {
      worker.postMessage(load);
      const [answer]: unknown[] = await once(worker, 'message');
      return answerForm.parse(answer);
    },
    end: () => worker.postMessage('end'),
  };
}
