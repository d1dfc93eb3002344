import { addMonths, type PlainDate, partsOf } from '#kernel/plain-date';
import type { Sex } from './identity-number';

/** A woman's old age of retirement: 55 for officials and technical staff, 50 otherwise; no document shows which. */
export type WomanTrack = 50 | 55;

/** One line of 全国人大常委会关于实施渐进式延迟法定退休年龄的决定: from which birth month, how fast, how far. */
interface Delay {
  readonly age: number;
  /** The first birth month delayed: the one that would have reached `age` in 2025-01. */
  readonly firstYear: number;
  /** Birth months for each further month of delay. */
  readonly step: number;
  readonly cap: number;
}

const delays = {
  man: { age: 60, firstYear: 1965, step: 4, cap: 36 },
  55: { age: 55, firstYear: 1970, step: 4, cap: 36 },
  50: { age: 50, firstYear: 1975, step: 2, cap: 60 },
} as const satisfies Record<string, Delay>;

/** Months of delay for a birth month, 0 for all who reached the old age before 2025. */
function delayOf(birth: PlainDate, { firstYear, step, cap }: Delay): number {
  const { year, month } = partsOf(birth);
  const months = (year - firstYear) * 12 + month - 1;
  return months < 0 ? 0 : Math.min(cap, Math.floor(months / step) + 1);
}

/**
 * The day a person reaches the statutory age of retirement, the day of the month kept or the month's last.
 * Where a woman's track is not known the later one is taken, so that nobody is refused on a guess.
 */
export function retirementDay(birth: PlainDate, sex: Sex, track: WomanTrack = 55): PlainDate {
  const delay = sex === '男' ? delays.man : delays[track];
  return addMonths(birth, delay.age * 12 + delayOf(birth, delay));
}

/** Whether the statutory age is reached on `onDay`, that day included. */
export const isPastRetirement = (birth: PlainDate, sex: Sex, onDay: PlainDate, track?: WomanTrack): boolean =>
  onDay >= retirementDay(birth, sex, track);

/** True for a woman whose answer depends on the track that only she can tell: ask, and warn until she has. */
export const needsTrack = (birth: PlainDate, sex: Sex, onDay: PlainDate): boolean =>
  sex === '女' && isPastRetirement(birth, sex, onDay, 50) && !isPastRetirement(birth, sex, onDay, 55);
