import { computed, reactive } from 'vue';
import type { Upload } from 'tus-js-client';
import { isReadable, unreadable } from './chosen-files';

type SendState = 'waiting' | 'sending' | 'paused' | 'failed' | 'done';

/** One upload of this page: its file is only known to the browser that chose it. */
export interface Sending {
  readonly recordingId: string;
  readonly classId: string;
  readonly name: string;
  readonly total: number;
  sent: number;
  state: SendState;
  why: string;
}

const chunkBytes = 4 * 1024 * 1024;
const waits = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000];

const queue = reactive<Sending[]>([]);
const files = new Map<string, File>();
const running = new Map<string, Upload>();

/** The sentence of an answer of the server, if it gave one. */
function whyOf(body: string | undefined): string | undefined {
  try {
    const told: unknown = JSON.parse(body ?? '');
    return typeof told === 'object' && told !== null && 'message' in told ? String(told.message) : undefined;
  } catch {
    return undefined;
  }
}

function next(): void {
  if (queue.some(({ state }) => state === 'sending')) return;
  const waiting = queue.find(({ state }) => state === 'waiting');
  if (waiting) void send(waiting);
}

async function send(sending: Sending): Promise<void> {
  const file = files.get(sending.recordingId);
  if (!file) return;
  sending.state = 'sending';
  sending.why = '';
  const { Upload: TusUpload, DetailedError } = await import('tus-js-client');
  const upload = new TusUpload(file, {
    uploadUrl: `/video/${sending.recordingId}/upload`,
    chunkSize: chunkBytes,
    retryDelays: waits,
    storeFingerprintForResuming: false,
    // What the server has refused for good is not asked for again.
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const isAskedAgain = status === 0 || status === 409 || status === 423 || status >= 500;
      const what = status === 0 ? '连接断了' : '服务器暂时没有收下';
      if (isAskedAgain) sending.why = `${what}，正在自动重试，不用重新选择。`;
      return isAskedAgain;
    },
    onProgress: (sent) => {
      sending.sent = sent;
    },
    onChunkComplete: () => {
      sending.why = '';
    },
    onSuccess: () => {
      sending.sent = sending.total;
      end(sending, 'done', '');
    },
    onError: (error) => {
      const told = error instanceof DetailedError ? whyOf(error.originalResponse?.getBody()) : undefined;
      void isReadable(file).then((isThere) =>
        end(sending, 'failed', told ?? (isThere ? '网络不通，没有传完。网络恢复后点“接着传”。' : unreadable)),
      );
    },
  });
  running.set(sending.recordingId, upload);
  upload.start();
}

function end(sending: Sending, state: SendState, why: string): void {
  running.delete(sending.recordingId);
  if (state === 'done') files.delete(sending.recordingId);
  [sending.state, sending.why] = [state, why];
  next();
}

/** Uploads of this page, one after the other; they go on while other pages are looked at. */
export function useUploadQueue(classId: string) {
  const own = computed(() => queue.filter((each) => each.classId === classId));
  const find = (recordingId: string) => queue.find((each) => each.recordingId === recordingId);
  return {
    own,
    isBusy: computed(() => own.value.some(({ state }) => state === 'sending' || state === 'waiting')),
    add(recordingId: string, file: File): void {
      files.set(recordingId, file);
      const known = find(recordingId);
      if (known) known.state = 'waiting';
      else {
        const { name, size: total } = file;
        queue.push({ recordingId, classId, name, total, sent: 0, state: 'waiting', why: '' });
      }
      next();
    },
    async pause(recordingId: string): Promise<void> {
      const sending = find(recordingId);
      if (!sending) return;
      [sending.state, sending.why] = ['paused', ''];
      await running.get(recordingId)?.abort();
      running.delete(recordingId);
      next();
    },
    resume(recordingId: string): void {
      const sending = find(recordingId);
      if (sending) sending.state = 'waiting';
      next();
    },
    async drop(recordingId: string): Promise<void> {
      await running.get(recordingId)?.abort();
      running.delete(recordingId);
      files.delete(recordingId);
      const at = queue.findIndex((each) => each.recordingId === recordingId);
      if (at >= 0) queue.splice(at, 1);
      next();
    },
  };
}

export type UploadQueue = ReturnType<typeof useUploadQueue>;

/** Closing the page would break off what is being sent; it can be taken up again, but not by itself. */
globalThis.addEventListener?.('beforeunload', (event) => {
  if (queue.some(({ state }) => state === 'sending' || state === 'waiting')) event.preventDefault();
});
