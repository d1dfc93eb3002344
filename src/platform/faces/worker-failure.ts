/** Why a job ended without an answer; after `failed` the worker lives on. */
export type WorkerFailureKind = 'busy' | 'slow' | 'crashed' | 'unable' | 'failed' | 'closed';

export class WorkerFailure extends Error {
  readonly kind: WorkerFailureKind;
  constructor(kind: WorkerFailureKind, detail: string) {
    super(detail);
    this.name = 'WorkerFailure';
    this.kind = kind;
  }
}
