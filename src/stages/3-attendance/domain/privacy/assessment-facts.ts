import type { Role } from '#kernel/roles';

/** One kind of thing that is stored of people, counted now. */
export interface StoredKind {
  readonly name: string;
  readonly count: number;
  readonly unit: string;
  readonly people?: number;
  readonly where: string;
}

interface AssessedThreshold {
  readonly id: string;
  readonly purpose: 'verification' | 'duplicates';
  readonly value: number;
  readonly population: string;
  readonly source: string;
}

export interface AssessedEngine {
  readonly id: string;
  readonly source: string;
  readonly licence: string;
  readonly thresholds: readonly AssessedThreshold[];
  readonly models: readonly { readonly name: string; readonly does: string; readonly sha256: string }[];
  readonly doubts: readonly string[];
}

/** Who may do something that opens pictures of people. */
export interface Opener {
  readonly operation: string;
  readonly title: string;
  readonly roles: readonly Role[];
}

/** A safeguard, whether it is on now, and what shows it. */
export interface Control {
  readonly name: string;
  readonly isOn: boolean;
  readonly shown: string;
}

/** All that an impact assessment says of this installation, read from its settings and its state. */
export interface AssessmentFacts {
  readonly stored: readonly StoredKind[];
  readonly people: number;
  readonly filingFrom: number;
  readonly filingPeriod: number;
  readonly evidenceYears: number;
  readonly assessmentYears: number;
  readonly consent: {
    readonly version: number;
    /** Of the notice that teachers are told. */
    readonly teacherVersion: number;
    readonly digest: string;
    readonly title: string;
    readonly given: number;
    readonly withdrawn: number;
    readonly byVersion: readonly { readonly version: number; readonly count: number }[];
  };
  readonly withoutFace: { readonly people: number; readonly checks: number; readonly faceChecks: number };
  /** Undefined where this installation has none; the sentence says why. */
  readonly engine: AssessedEngine | undefined;
  readonly openers: readonly Opener[];
  readonly controls: readonly Control[];
  readonly devices: { readonly count: number; readonly inUse: number; readonly keepPictures: number };
}
