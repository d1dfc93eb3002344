/**
 * One sign of a trainee at the room: in, out, or `seen` where the device tells no direction or a roll call found the
 * person there. The way it was taken (face or identity card with witness) makes no difference here.
 */
export interface Mark {
  readonly traineeId: string;
  /** Milliseconds since the epoch: the server’s own time, or the device’s where it was offline. */
  readonly at: number;
  readonly direction: 'in' | 'out' | 'seen';
  /** Taken by a device whose clock is known to be off: kept and shown, counted only once an officer has looked. */
  readonly hasClockDoubt?: boolean;
  /** Put in by an approved correction (补签). */
  readonly isCorrection?: boolean;
}

// Who leaves and comes back within one instant is there afterwards.
const rank = { out: 0, in: 1, seen: 2 } as const;

/** Marks in order of time, each once: what arrives late, twice or unordered comes out the same. */
export function settled(marks: readonly Mark[]): Mark[] {
  const order = [...marks].sort(
    (a, b) =>
      a.at - b.at ||
      rank[a.direction] - rank[b.direction] ||
      Number(a.isCorrection ?? false) - Number(b.isCorrection ?? false) ||
      Number(a.hasClockDoubt ?? false) - Number(b.hasClockDoubt ?? false),
  );
  return order.filter((mark, at) => {
    const before = order[at - 1];
    return !before || before.at !== mark.at || before.direction !== mark.direction;
  });
}
