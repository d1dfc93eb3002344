/** Faces found in one sampled picture, and who had checked in at that moment. */
export interface HeadSample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly lessonId: string;
  readonly seen: number;
  readonly checkedIn: number;
}

/** A run of samples in which far fewer were seen than had checked in. */
export interface HeadAlert {
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly checkedIn: number;
}

/** One picture proves nothing: people bend down, stand in front of others, go out for a moment. */
const samplesInARow = 3;

/** Runs of at least three samples of one lesson below `share` per cent of the check-ins. */
export function headAlerts(samples: readonly HeadSample[], share: number): HeadAlert[] {
  const alerts: HeadAlert[] = [];
  let run: HeadSample[] = [];
  const close = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && run.length >= samplesInARow) {
      const most = Math.max(...run.map(({ seen }) => seen));
      alerts.push({ from: first.at, to: last.at, most, checkedIn: Math.max(...run.map(({ checkedIn }) => checkedIn)) });
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
