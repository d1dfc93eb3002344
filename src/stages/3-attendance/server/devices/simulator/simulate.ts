import { setTimeout as wait } from 'node:timers/promises';
import { mostInOne, openLine, type Answer, type Passage, serverTime, type SimulatedDevice } from './wire';

export interface Simulation {
  readonly device: SimulatedDevice;
  readonly people: number;
  /** Passages a second. */
  readonly rate: number;
  readonly batch: number;
  /** Number of the first passage. */
  readonly from: number;
  /** Every tenth push gets lost on the way and is sent again at the end. */
  readonly isLossy: boolean;
  /** Every push is sent twice, as after an answer that was not heard. */
  readonly isTwice: boolean;
  /** One passage in the middle is never sent. */
  readonly hasGap: boolean;
  /** Seconds the device’s clock is ahead of the server’s. */
  readonly skew: number;
}

/** What was sent and what the server said of it. */
export interface SimulationReport {
  readonly passages: number;
  readonly pushes: number;
  readonly acknowledged: number;
  readonly stored: number | undefined;
  readonly known: number | undefined;
  readonly lostOnTheWay: number;
  readonly neverSent: number;
  readonly refusals: readonly string[];
}

function inBatches(passages: readonly Passage[], size: number): Passage[][] {
  const batches: Passage[][] = [];
  for (let at = 0; at < passages.length; at += size) batches.push(passages.slice(at, at + size));
  return batches;
}

const sum = (answers: readonly Answer[], of: 'stored' | 'known'): number | undefined =>
  answers.some((answer) => answer[of] !== undefined)
    ? answers.reduce((total, answer) => total + (answer[of] ?? 0), 0)
    : undefined;

/** Lets one device see each person once, and tells what became of it. */
export async function simulate(choices: Simulation): Promise<SimulationReport> {
  const { device, people, rate, from, skew, isLossy, isTwice, hasGap } = choices;
  const shift = (await serverTime(device)) - Date.now();
  const now = (): number => Date.now() + shift;
  const line = await openLine(device, now());
  const size = Math.min(choices.batch, mostInOne[device.vendor]);
  const gapAt = hasGap ? Math.floor(people / 2) : -1;
  const answers: Answer[] = [];
  const again: Passage[][] = [];
  let pushes = 0;
  const push = async (passages: readonly Passage[]): Promise<void> => {
    for (let times = 0; times < (isTwice ? 2 : 1); times += 1) {
      pushes += 1;
      answers.push(await line.push(passages, now()));
    }
  };
  const everyone = Array.from({ length: people }, (_, at) => at).filter((at) => at !== gapAt);
  const began = now();
  const passages = everyone.map(
    (at): Passage => ({
      sequence: from + at,
      person: String(1001 + at),
      at: began + (at / rate) * 1000 + skew * 1000,
      isBacklog: false,
    }),
  );
  for (const [at, batch] of inBatches(passages, size).entries()) {
    const due = (batch[0]?.at ?? 0) - skew * 1000 - now();
    if (due > 0) await wait(due);
    if (isLossy && at % 10 === 4) again.push(batch.map((passage) => ({ ...passage, isBacklog: true })));
    else await push(batch);
  }
  for (const batch of again.reverse()) await push(batch);
  return {
    passages: passages.length,
    pushes,
    acknowledged: answers.filter(({ isAcknowledged }) => isAcknowledged).length,
    stored: sum(answers, 'stored'),
    known: sum(answers, 'known'),
    lostOnTheWay: again.length,
    neverSent: hasGap ? 1 : 0,
    refusals: [
      ...new Set(answers.filter((each) => !each.isAcknowledged).map(({ status, message }) => `${status} ${message}`)),
    ],
  };
}
