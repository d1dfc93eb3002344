import type { FigureReader } from '#law/figures';

/**
 * The fewest blocks to ask for, so that a loss of `lossShare` per cent is found with `certainty` per cent: 2021 四 asks
 * for two copies kept, and this is how we know that they are.
 */
export function challengesNeeded(blocks: number, lossShare: number, certainty: number): number {
  const lost = Math.max(1, Math.ceil((blocks * lossShare) / 100));
  const wanted = certainty / 100;
  let missed = 1;
  for (let asked = 0; asked < blocks; asked += 1) {
    if (1 - missed >= wanted) return asked;
    missed *= Math.max(0, blocks - lost - asked) / (blocks - asked);
  }
  return blocks;
}

const drawsAWeek = 7;

/**
 * How many blocks of a copy to ask for each day, so that a week finds what the figures say. Each day draws anew out of
 * all blocks: were those of the last days spared, whoever has just been asked could delete what was asked.
 */
export function challengesEachDay(blocks: number, figure: FigureReader): number {
  const missedInAWeek = 1 - figure('possessionCertainty') / 100;
  return challengesNeeded(blocks, figure('possessionLoss'), (1 - missedInAWeek ** (1 / drawsAWeek)) * 100);
}
