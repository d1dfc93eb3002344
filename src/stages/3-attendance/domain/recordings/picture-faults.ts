import type { Interval } from './intervals';

/** One frame as the picture is judged by: average light, and the change of its most changed part (0–255). */
interface MeasuredFrame {
  readonly light: number;
  readonly change: number;
}

/** Below this a picture is black: an uncovered lens at night still gives more. */
const blackLight = 18;
/** Below this nothing moved: breathing people and the noise of a sensor give more. */
const stillChange = 0.5;

/** An encoder draws a standing picture anew at every key frame, which looks like a change of one or two frames. */
const around = 10;
const stillAround = 18;

/** Which frames stand still, also where a lone jump lies between frames that do. */
function standing(frames: readonly MeasuredFrame[]): boolean[] {
  const isStill = frames.map(({ light, change }, at) => at > 0 && light >= blackLight && change < stillChange);
  return isStill.map((still, at) => {
    if (still || at === 0) return still;
    const beside = [...isStill.slice(Math.max(0, at - around), at), ...isStill.slice(at + 1, at + 1 + around)];
    return beside.filter(Boolean).length >= stillAround;
  });
}

/** Runs of frames of which `holds` is true, in milliseconds from the start of the file. */
function runs(
  frames: readonly MeasuredFrame[],
  stepMs: number,
  leastMs: number,
  holds: (frame: MeasuredFrame, at: number) => boolean,
): Interval[] {
  const found: Interval[] = [];
  let since: number | undefined;
  for (let at = 0; at <= frames.length; at += 1) {
    const frame = frames[at];
    if (frame && holds(frame, at)) {
      since ??= at;
    } else if (since !== undefined) {
      if ((at - since) * stepMs >= leastMs) found.push({ from: since * stepMs, to: at * stepMs });
      since = undefined;
    }
  }
  return found;
}

/** Stretches in which the picture is black, or stands still though it is not black. */
export function pictureFaults(
  frames: readonly MeasuredFrame[],
  stepMs: number,
  leastMs: number,
): { readonly black: Interval[]; readonly still: Interval[] } {
  const stands = standing(frames);
  return {
    black: runs(frames, stepMs, leastMs, ({ light }) => light < blackLight),
    still: runs(frames, stepMs, leastMs, (_frame, at) => stands[at] ?? false),
  };
}
