import { textWidth } from './text-table';

/** Where a bar is drawn; the error stream of the process, as a rule. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface Progress {
  readonly at: (done: number, total: number) => void;
  /** Leaves the line clean for what is said next. */
  readonly end: () => void;
}

const barWidth = 24;
const drawEveryMs = 100;
const sayEveryMs = 5000;

const bar = (share: number) => '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');

function left(share: number, elapsedMs: number): string {
  if (share < 0.02 || elapsedMs < 2000) return '';
  const seconds = Math.ceil((elapsedMs / share - elapsedMs) / 1000);
  return seconds < 90 ? `约剩 ${seconds} 秒` : `约剩 ${Math.ceil(seconds / 60)} 分钟`;
}

/** A bar on a terminal; elsewhere a line every few seconds, so that a log of it stays readable. */
export function showProgress(label: string, output: ProgressOutput = process.stderr): Progress {
  const begunAt = performance.now();
  const isDrawn = output.isTTY === true;
  let shownAt = isDrawn ? Number.NEGATIVE_INFINITY : begunAt;
  let shownWidth = 0;
  return {
    at(done, total) {
      const now = performance.now();
      if (now - shownAt < (isDrawn ? drawEveryMs : sayEveryMs)) return;
      shownAt = now;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const percent = `${Math.floor(share * 100)}%`;
      const words = [label, isDrawn ? bar(share) : '', percent, left(share, now - begunAt)].filter(Boolean).join(' ');
      const width = textWidth(words);
      output.write(isDrawn ? `\r${words}${' '.repeat(Math.max(0, shownWidth - width))}` : `${words}\n`);
      shownWidth = width;
    },
    end() {
      if (isDrawn && shownWidth > 0) output.write(`\r${' '.repeat(shownWidth + 4)}\r`);
    },
  };
}
