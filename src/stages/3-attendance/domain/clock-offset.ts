import type { FigureReader } from '#law/figures';

/** Received minus told of one live event or heartbeat, in milliseconds; backlog tells nothing about the clock. */
export interface OffsetSample {
  readonly receivedAt: number;
  readonly difference: number;
}

/** What is known of a device’s clock. */
export interface ClockOffset {
  /** How far the device is behind (above 0) or ahead (below 0), in milliseconds. */
  readonly offset: number;
  readonly sampleCount: number;
  /** The clock was set during the time looked at. */
  readonly hasJumped: boolean;
  readonly isFlagged: boolean;
  readonly sentence: string;
}

const hour = 3_600_000;
const windowLength = hour;

/**
 * The lower envelope: a message takes time and never less than none, so the smallest difference within a window is the
 * offset and the shortest way together. A network that is slow now and then does not move it.
 */
function envelope(samples: readonly OffsetSample[]): number[] {
  const least = new Map<number, number>();
  for (const { receivedAt, difference } of samples) {
    const window = Math.floor(receivedAt / windowLength);
    least.set(window, Math.min(least.get(window) ?? Number.POSITIVE_INFINITY, difference));
  }
  return [...least].sort(([a], [b]) => a - b).map(([, difference]) => difference);
}

function sentenceOf(offset: number, isFlagged: boolean, hasJumped: boolean): string {
  if (!isFlagged) return '设备时钟正常。';
  const seconds = Math.round(Math.abs(offset) / 1000);
  const side = offset > 0 ? '慢' : '快';
  const hours = Math.round(Math.abs(offset) / hour);
  const isZone = hours > 0 && Math.abs(Math.abs(offset) - hours * hour) < 60_000;
  const size = isZone ? `${hours} 小时，像是时区设错` : `${seconds} 秒`;
  const jump = hasJumped ? '期间时钟被改动过。' : '';
  return `设备时钟${side} ${size}；记录照收并标明，时间不改动。${jump}请校准设备时钟。`;
}

/** Estimates a device’s clock from live events and heartbeats; the times it told are never rewritten. */
export function clockOffset(samples: readonly OffsetSample[], figure: FigureReader): ClockOffset | undefined {
  const limit = figure('clockOffsetLimit') * 1000;
  const windows = envelope(samples);
  const latest = windows.at(-1);
  if (latest === undefined) return undefined;
  const hasJumped = Math.max(...windows) - Math.min(...windows) > limit;
  // The worst of the windows is told: a clock that was wrong this morning spoils this morning’s records.
  const offset = windows.reduce((worst, each) => (Math.abs(each) > Math.abs(worst) ? each : worst), latest);
  const isFlagged = Math.abs(offset) > limit;
  return {
    offset,
    sampleCount: samples.length,
    hasJumped,
    isFlagged,
    sentence: sentenceOf(offset, isFlagged, hasJumped),
  };
}
