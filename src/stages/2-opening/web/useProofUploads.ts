import { computed, ref, shallowRef } from 'vue';
import { api, ApiRefusal } from '#ui/api';
import type { AddedFile } from '../server/attachment-adding';
import type { AttachmentKind } from '../domain/attachments';

/** Whose and what a file is, where the clerk has chosen it at a trainee. */
export interface SentFor {
  readonly row?: string;
  readonly kind?: AttachmentKind;
}

/** One file on its way, or what became of it; a ZIP has a line for each file that needs attention. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly state: 'waiting' | 'sending' | 'done' | 'refused';
  /** What became of it, in words. */
  readonly says: string;
  readonly details: readonly AddedFile[];
  /** Sending it again may help: the network or a busy server was the cause. */
  readonly canRetry: boolean;
}

interface Job {
  readonly file: File;
  readonly for: SentFor;
  /** One number for all tries, so that a file is taken once. */
  readonly commandId: string;
}

/** Files sent at a time; more would only wait at the server. */
const atATime = 3;
const worthRetrying = new Set([0, 409, 502, 503, 504]);

const tally = (files: readonly AddedFile[]): string => {
  const count = (outcome: AddedFile['outcome']) => files.filter((file) => file.outcome === outcome).length;
  return [
    [count('matched'), '已对应'],
    [count('known'), '原来就有'],
    [count('unassigned'), '待指定'],
    [count('refused'), '没有收'],
  ]
    .flatMap(([number, word]) => (number ? [`${word} ${number} 个`] : []))
    .join('，');
};

/** Sends photos and papers a few at a time; `settled` is told when none is left. */
export function useProofUploads(classId: string, settled: () => Promise<void>) {
  const uploads = shallowRef<readonly Upload[]>([]);
  const jobs = new Map<string, Job>();
  const queue: string[] = [];
  const active = ref(0);
  const isSending = computed(() => active.value > 0);

  const change = (id: string, to: Partial<Upload>): void => {
    uploads.value = uploads.value.map((upload) => (upload.id === id ? { ...upload, ...to } : upload));
  };

  async function send(id: string): Promise<void> {
    const job = jobs.get(id);
    if (!job) return;
    change(id, { state: 'sending', says: '正在上传', canRetry: false });
    try {
      const { files } = await api.attachment.add(
        { classId, ...job.for },
        { body: job.file, fileName: job.file.name, commandId: job.commandId },
      );
      const [only] = files;
      const isBundle = files.length !== 1 || /\.zip$/iu.test(job.file.name);
      const open = files.filter(({ outcome, isUnfit }) => outcome === 'refused' || outcome === 'unassigned' || isUnfit);
      change(id, {
        state: 'done',
        says: isBundle ? tally(files) : (only?.says ?? ''),
        details: isBundle ? open : files,
      });
    } catch (error) {
      const status = error instanceof ApiRefusal ? error.status : 0;
      const says = error instanceof ApiRefusal ? error.message : '没有传成，请重试。';
      change(id, { state: 'refused', says, canRetry: worthRetrying.has(status) });
    }
  }

  async function run(): Promise<void> {
    if (active.value >= atATime) return;
    active.value += 1;
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) await send(id);
    active.value -= 1;
    if (active.value === 0) await settled();
  }

  const start = (): void => {
    for (let at = active.value; at < Math.min(atATime, active.value + queue.length); at += 1) void run();
  };

  function add(files: readonly File[], sentFor: SentFor = {}): void {
    const fresh = files.map((file): Upload => {
      const id = crypto.randomUUID();
      jobs.set(id, { file, for: sentFor, commandId: crypto.randomUUID() });
      queue.push(id);
      return { id, name: file.name, state: 'waiting', says: '等待', details: [], canRetry: false };
    });
    uploads.value = [...fresh, ...uploads.value];
    start();
  }

  function retry(id: string): void {
    queue.push(id);
    change(id, { state: 'waiting', says: '等待', canRetry: false });
    start();
  }

  const clear = (): void => {
    uploads.value = uploads.value.filter(({ state }) => state === 'waiting' || state === 'sending');
  };
  return { uploads, isSending, add, retry, clear };
}
