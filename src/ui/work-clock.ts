import type { Tone } from './state';

export interface ClockFace {
  readonly tone: Tone;
  readonly filled: number;
  readonly words: string;
}

const segments = 5;

/** Face of the five-segment clock: green from three working days, amber below, red on the day and after. */
export function clockFace(left: number, total: number): ClockFace {
  if (left < 0) return { tone: 'stop', filled: 1, words: `逾期 ${-left} 个工作日` };
  if (left === 0) return { tone: 'stop', filled: 1, words: '今天到期' };
  const filled = Math.min(segments, Math.max(1, Math.ceil((left / Math.max(total, left)) * segments)));
  return { tone: left >= 3 ? 'ok' : 'warn', filled, words: `剩 ${left} 个工作日` };
}
