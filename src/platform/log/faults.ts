export type LogFaultKind =
  | 'eventMissing'
  | 'eventChanged'
  | 'eventUnnumbered'
  | 'positionMissing'
  | 'headWrong'
  | 'headMissing'
  | 'headMisplaced'
  | 'witnessDiffers'
  | 'waitingWithoutEvent'
  | 'waitingTooLong'
  | 'exportDamaged';

/** One place where the log is not as it was written, with the sentence for the reader. */
export interface LogFault {
  readonly kind: LogFaultKind;
  readonly position?: number;
  readonly eventId?: string;
  readonly message: string;
}

/** A head kept outside: printed on a Friday ledger, held by the discipline group. */
export interface WitnessedHead {
  readonly size: number;
  readonly root: string;
}

export interface LogVerdict {
  readonly size: number;
  /** In hexadecimal; of the tree as it was found. */
  readonly root: string;
  readonly headCount: number;
  readonly faults: readonly LogFault[];
  /** All of them; `faults` holds the first thousand. */
  readonly faultCount: number;
}

const kept = 1000;

export interface FaultList {
  add(fault: LogFault): void;
  readonly faults: readonly LogFault[];
  readonly count: number;
}

/** Counts all faults and keeps the first thousand, so that a ruined log does not fill the memory. */
export function faultList(): FaultList {
  const faults: LogFault[] = [];
  let count = 0;
  return {
    faults,
    get count() {
      return count;
    },
    add(fault) {
      count += 1;
      if (faults.length < kept) faults.push(fault);
    },
  };
}
