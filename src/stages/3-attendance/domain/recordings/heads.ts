/** Faces found in one sampled picture, and who had checked in at that moment. */
export interface HeadSample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly lessonId: string;
  readonly seen: number;
  readonly checkedIn: number;
}

/** A run of samples in which far fewer were seen than had checked in. */
interface HeadAlert {
  readonly lessonId: string;
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly checkedIn: number;
}

/**
 * Runs of at least `inARow` samples of one lesson below `share` per cent of the check-ins: one picture proves nothing,
 * people bend down, stand in front of others, go out for a moment.
 */
export function headAlerts(samples: readonly HeadSample[], share: number, inARow: number): HeadAlert[] {
  const alerts: HeadAlert[] = [];
  let run: HeadSample[] = [];
  const close = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && run.length >= inARow) {
      const most = Math.max(...run.map(({ seen }) => seen));
      const checkedIn = Math.max(...run.map((each) => each.checkedIn));
      alerts.push({ lessonId: first.lessonId, from: first.at, to: last.at, most, checkedIn });
    }
    run = [];
  };
  for (const sample of [...samples].sort((a, b) => a.at - b.at)) {
    const isLow = sample.checkedIn > 0 && sample.seen * 100 < sample.checkedIn * share;
    if (!isLow || (run[0] && run[0].lessonId !== sample.lessonId)) close();
    if (isLow) run.push(sample);
  }
  close();
  return alerts;
}
