import { reactive, readonly } from 'vue';
import type { Tone } from './state';

export interface ToastMessage {
  /** What happened: “已申报”. */
  readonly what: string;
  /** What comes next: “县人社局应在 11月30日 前审核”. */
  readonly next?: string | undefined;
  readonly tone?: Tone | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

export interface Toast extends ToastMessage {
  readonly id: number;
}

const lastingMs = 8_000;
const shown = reactive<Toast[]>([]);
let lastId = 0;

function dismiss(id: number): void {
  const at = shown.findIndex((toast) => toast.id === id);
  if (at >= 0) shown.splice(at, 1);
}

/** Says what happened and what comes next; a message to act on stays until dismissed. */
function say(message: ToastMessage): number {
  lastId += 1;
  const id = lastId;
  shown.push({ ...message, id });
  if (shown.length > 4) shown.shift();
  if (message.tone !== 'stop' && !message.action) setTimeout(() => dismiss(id), lastingMs);
  return id;
}

export const useToasts = () => ({ toasts: readonly(shown), say, dismiss });
