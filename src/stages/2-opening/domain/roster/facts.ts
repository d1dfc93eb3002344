import type { PlainDate } from '#kernel/plain-date';
import { checkIdentityNumber, type IdentityFault, type Sex } from '#law/identity-number';
import { findCategory, type TraineeCategory } from '#law/trainee-categories';
import type { RosterRow } from './row';

export interface Identity {
  readonly birth: PlainDate;
  readonly sex: Sex;
}

/** A row with what its cells mean, worked out once for all rules. */
export interface ReadRow {
  readonly row: RosterRow;
  /** Birth and sex of a sound identity number. */
  readonly identity?: Identity;
  /** Why the number is not sound; a blank cell has no fault, it is missing. */
  readonly idFault?: IdentityFault | 'damaged';
  readonly hasPhone: boolean;
  readonly category?: TraineeCategory;
}

export interface RosterFacts {
  readonly rows: readonly ReadRow[];
  readonly startsOn: PlainDate;
  readonly filedOn: PlainDate;
}

/** Eleven digits of a mainland mobile number. */
const mobile = /^1[3-9]\d{9}$/;

type IdReading = Pick<ReadRow, 'identity' | 'idFault'>;

/** A sheet that kept the number as a number has turned its last three digits into zeros. */
const lostTail = /000$/;

function readIdentity({ cells, damaged }: RosterRow, latest: PlainDate): IdReading {
  if (damaged?.includes('id')) return { idFault: 'damaged' };
  if (cells.id === '') return {};
  const check = checkIdentityNumber(cells.id, latest);
  if (check.ok) return { identity: check };
  const isLost = check.fault === 'checksum' && lostTail.test(cells.id);
  return { idFault: isLost ? 'damaged' : check.fault };
}

/** Reads every row for the rules; a class's few category words are looked up once each. */
export function rosterFacts(
  rows: readonly RosterRow[],
  { startsOn, filedOn }: { startsOn: PlainDate; filedOn: PlainDate },
): RosterFacts {
  const categories = new Map<string, TraineeCategory | undefined>();
  const categoryOf = (text: string): TraineeCategory | undefined => {
    if (!categories.has(text)) categories.set(text, findCategory(text, startsOn));
    return categories.get(text);
  };
  const latest = filedOn > startsOn ? filedOn : startsOn;
  const read = rows.map((row): ReadRow => {
    const category = row.cells.category === '' ? undefined : categoryOf(row.cells.category);
    return {
      row,
      ...readIdentity(row, latest),
      hasPhone: mobile.test(row.cells.phone),
      ...(category ? { category } : {}),
    };
  });
  return { rows: read, startsOn, filedOn };
}
