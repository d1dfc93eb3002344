import { createHmac, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Answer, fleetForm, type Fleet, type Load, loadForm } from './device-load';
import { bodyDigestOf, signedText } from '../src/stages/3-attendance/server/devices/signature';

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
async function sendAll(fleet: Fleet, load: Load): Promise<Answer> {
  const { port, lanes } = load;
  const waiting = pushesOf(fleet, load).values();
  const waits: number[] = [];
  const began = performance.now();
  await Promise.all(Array.from({ length: lanes }, () => lane(port, waiting, waits)));
  return { seconds: (performance.now() - began) / 1000, waits: Float64Array.from(waits).sort() };
}

/** The devices, in a thread of their own: what they do, signing too, is not the server’s work. */
function work(port: MessagePort): void {
  const fleet = fleetForm.parse(workerData);
  port.on('message', (message: unknown) => {
    if (message === 'end') return port.close();
    void sendAll(fleet, loadForm.parse(message)).then((answer) => port.postMessage(answer));
  });
}

if (parentPort) work(parentPort);
