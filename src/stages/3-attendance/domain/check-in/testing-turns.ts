import { looksOnTheWay, watching } from './passing';
import { type Movement, movementOf, type MovementLimits, type PassingFrame } from './movement';

/** How the engine’s angles scatter on one and the same head, in degrees; measured by `bench turns` on four pictures. */
export const measuredScatter = 1.1;

/** What a head does when it is asked to turn, and how the camera sees it. */
export interface Turning {
  /** Milliseconds from the prompt to the first movement. */
  readonly delayMs: number;
  /** Milliseconds from one end to the other; none for two photographs. */
  readonly turnMs: number;
  readonly sweep: number;
  readonly framesPerSecond: number;
  /** Change of the picture that has nothing to do with the head, as a share of a whole turn, for each look. */
  readonly unrest: number;
}

export type Chance = () => number;

/** Numbers for a measurement, the same for the same seed. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const between = (chance: Chance, low: number, high: number): number => low + (high - low) * chance();
const scatter = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance()) * measuredScatter;

/** The share of a turn done at an instant: slow at both ends, as limbs and heads move; at once where there is no turn. */
function doneAt(at: number, { delayMs, turnMs }: Turning): number {
  if (turnMs <= 0) return at < delayMs ? 0 : 1;
  const share = Math.min(1, Math.max(0, (at - delayMs) / turnMs));
  return share ** 3 * (10 - 15 * share + 6 * share * share);
}

/** What a page that watches sees of it: the angle of each look and how much the picture changed. */
function looksAt(turning: Turning, chance: Chance): { yaws: number[]; changes: number[] } {
  const frameMs = 1000 / turning.framesPerSecond;
  const phase = chance() * frameMs;
  const yaws: number[] = [];
  const changes: number[] = [];
  for (let at = 0; at < watching.turnMs; ) {
    // A timer is late, and the last whole frame of the camera is older than the look.
    at += watching.lookEveryMs + between(chance, 0, 12);
    const seenAt = Math.floor((at - phase) / frameMs) * frameMs + phase;
    const yaw = turning.sweep * doneAt(seenAt, turning);
    const moved = Math.abs(yaw - (yaws.at(-1) ?? yaw)) / Math.abs(turning.sweep);
    changes.push(yaws.length === 0 ? 0 : moved + turning.unrest * chance());
    yaws.push(yaw);
  }
  return { yaws, changes };
}

/** The angles at which the pictures of one turn are taken: on the way, and at last. */
export function watched(turning: Turning, chance: Chance): { between: number[]; last: number } {
  const { yaws, changes } = looksAt(turning, chance);
  return { between: looksOnTheWay(changes).map((at) => yaws[at] ?? 0), last: yaws.at(-1) ?? 0 };
}

/** What comes of one turn, from the prompt to the verdict; undefined where the head did not turn far enough to pass. */
export function turnOnce(turning: Turning, limits: MovementLimits, chance: Chance): Movement | undefined {
  const seen = watched(turning, chance);
  const front = between(chance, -5, 5);
  const read = (yaw: number): number => front + yaw + scatter(chance);
  const [from, to] = [read(0), read(seen.last)];
  if (Math.abs(to - from) < 15) return undefined;
  const passing = seen.between.map((yaw): PassingFrame => ({ isRead: true, yaw: read(yaw), likeness: 0.8 }));
  return movementOf({ from, to, between: passing, mismatchBelow: 0.2 }, limits);
}

/** Speeds at which people turn, from unhurried to a jerk. */
export const turnSpeeds = [
  { name: '慢（0.8–1.1 秒）', from: 800, to: 1100 },
  { name: '平常（0.4–0.8 秒）', from: 400, to: 800 },
  { name: '快（0.25–0.4 秒）', from: 250, to: 400 },
  { name: '急（0.12–0.25 秒）', from: 120, to: 250 },
] as const;

/** An honest turn of a speed. */
export const honestTurn = (speed: { from: number; to: number }, framesPerSecond: number, chance: Chance): Turning => {
  const turnMs = between(chance, speed.from, speed.to);
  return {
    turnMs,
    // Whoever starts so late that the watching ends first has not turned; the prompt is asked again.
    delayMs: between(chance, 50, Math.max(60, Math.min(600, watching.turnMs - turnMs - 100))),
    sweep: between(chance, 20, 50) * (chance() < 0.5 ? -1 : 1),
    framesPerSecond,
    unrest: between(chance, 0, 0.06),
  };
};

/** Two still pictures held up one after the other; the first one moved about, as far as it takes to look alive. */
export const cutTurn = (framesPerSecond: number, shake: number, chance: Chance): Turning => ({
  turnMs: 0,
  delayMs: between(chance, 150, 1150),
  sweep: between(chance, 20, 50) * (chance() < 0.5 ? -1 : 1),
  framesPerSecond,
  unrest: shake,
});
