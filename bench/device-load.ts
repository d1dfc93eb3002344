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

/** What a whole answer of one kept event begins and ends with; it comes in one piece unless something is amiss. */
const kept = Buffer.from('HTTP/1.1 200 ');
const closing = '}'.charCodeAt(0);
const oneAnswer = 64 * 1024;

/** One connection that is kept, with one request on it at a time, as a device does it. */
const lane = (port: number, requests: Iterator<Uint8Array>, waits: number[]): Promise<void> =>
  new Promise((resolve, reject) => {
    let began = 0;
    const sendNext = () => {
      const { done, value } = requests.next();
      if (done) {
        socket.destroy();
        return resolve();
      }
      began = performance.now();
      socket.write(value);
    };
    const onread = {
      // One buffer for the connection: a new one for every answer would cost more than the rest of the device.
      buffer: Buffer.alloc(oneAnswer),
      callback: (size: number, answer: Uint8Array) => {
        const isKept = kept.equals(answer.subarray(0, kept.length)) && answer[size - 1] === closing;
        if (!isKept) reject(new Error(Buffer.from(answer.subarray(0, size)).toString('utf8')));
        else {
          waits.push(performance.now() - began);
          sendNext();
        }
        return true;
      },
    };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    socket.once('connect', sendNext);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
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
