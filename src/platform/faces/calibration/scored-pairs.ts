import { type FaceTemplate, likeness } from '../template';

/** One picture of the set, read and clear. */
export interface CalibrationFace {
  readonly file: string;
  readonly template: FaceTemplate;
}

export interface CalibrationPerson {
  readonly name: string;
  readonly faces: readonly CalibrationFace[];
}

/** Two pictures compared; the persons by their place in the list, the same one for a genuine pair. */
export interface ScoredPair {
  readonly score: number;
  readonly one: number;
  readonly other: number;
  readonly files: readonly [string, string];
}

/** All pairs, the most alike first. */
export interface ScoredPairs {
  readonly persons: number;
  /** Pictures of each person, for weights. */
  readonly pictures: readonly number[];
  readonly genuine: readonly ScoredPair[];
  readonly impostor: readonly ScoredPair[];
}

/** Compares every picture with every other: of the same person, and of another. */
export function scoredPairs(people: readonly CalibrationPerson[]): ScoredPairs {
  const all = people.flatMap(({ faces }, person) => faces.map((face) => ({ person, ...face })));
  const genuine: ScoredPair[] = [];
  const impostor: ScoredPair[] = [];
  for (const [at, a] of all.entries()) {
    for (let later = at + 1; later < all.length; later += 1) {
      const b = all[later];
      if (!b) continue;
      const score = likeness(a.template, b.template);
      const pair: ScoredPair = { score, one: a.person, other: b.person, files: [a.file, b.file] };
      (a.person === b.person ? genuine : impostor).push(pair);
    }
  }
  const falling = (one: ScoredPair, other: ScoredPair): number => other.score - one.score;
  return {
    persons: people.length,
    pictures: people.map(({ faces }) => faces.length),
    genuine: genuine.sort(falling),
    impostor: impostor.sort(falling),
  };
}
