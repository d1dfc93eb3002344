import { once } from 'node:events';
import { connect } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** Requests made ready beforehand, as the bytes that go over the line, and how many go at once. */
const orderForm = z.object({ port: z.number(), lanes: z.number(), requests: z.array(z.instanceof(Uint8Array)) });
const answerForm = z.object({ seconds: z.number(), waits: z.instanceof(Float64Array) });

export interface Load {
  readonly port: number;
  readonly lanes: number;
  readonly requests: readonly Uint8Array[];
}

const jobForm = z.object({ bench: z.literal('attendance') });
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

async function sendAll({ port, lanes, requests }: Load): Promise<z.output<typeof answerForm>> {
  const waiting = requests.values();
  const waits: number[] = [];
  const began = performance.now();
  await Promise.all(Array.from({ length: lanes }, () => lane(port, waiting, waits)));
  return { seconds: (performance.now() - began) / 1000, waits: Float64Array.from(waits).sort() };
}

/** The devices, in a thread of their own: they are not the server’s work. */
export function workAsDevices(): void {
  if (isMainThread || !parentPort || !jobForm.safeParse(workerData).success) return;
  const port = parentPort;
  port.on('message', (message: unknown) => {
    if (message === 'end') return port.close();
    void sendAll(orderForm.parse(message)).then((answer) => port.postMessage(answer));
  });
}

export interface Devices {
  send(load: Load): Promise<z.output<typeof answerForm>>;
  end(): void;
}

export function startDevices(): Devices {
  const worker = new Worker(new URL(import.meta.url), { workerData: { bench: 'attendance' } });
  return {
    async send(load) {
      worker.postMessage(load);
      const [answer]: unknown[] = await once(worker, 'message');
      return answerForm.parse(answer);
    },
    end: () => worker.postMessage('end'),
  };
}
