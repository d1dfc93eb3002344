/** A score from which two faces count as one person, and where that number comes from. */
export interface FaceThreshold {
  readonly id: string;
  /** What it serves: saying yes at the door, or putting two records before an officer. */
  readonly purpose: 'verification' | 'duplicates';
  readonly value: number;
  readonly population: string;
  /** Strangers accepted, as a share; undefined where nobody measured it. */
  readonly falseAcceptRate: number | undefined;
  /** Right persons accepted, as a share with its 95 % interval. */
  readonly trueAcceptRate: { readonly value: number; readonly low: number; readonly high: number } | undefined;
  readonly source: string;
  /** What the number does not say. */
  readonly limits: string;
}

/** One file of an engine, whole and unchanged or not used at all. */
export interface ModelFile {
  readonly name: string;
  /** Where it lies in the package it comes from. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly does: string;
}

/** What an engine says of itself: a score means nothing without it. */
export interface FaceManifest {
  readonly id: string;
  readonly dims: number;
  /** The threshold at the door, one of `thresholds`. */
  readonly threshold: number;
  /** Below this a clear picture shows somebody else: suspected, and shown to an officer. */
  readonly mismatchBelow: number;
  readonly thresholds: readonly FaceThreshold[];
  readonly licence: string;
  readonly source: string;
  /** What must be known before it is relied on. */
  readonly doubts: readonly string[];
  readonly files: readonly ModelFile[];
}
