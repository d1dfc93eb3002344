import { addWorkingDays, type WorkingCalendar, workingDaysLeft } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';

/** How many people have their face stored now, in steps; a stock, not a total over the years. */
export const storedFaceLevels = ['calm', 'notice', 'warning', 'filing'] as const;
export type StoredFaceLevel = (typeof storedFaceLevels)[number];
export const storedFaceLevelNames: Record<StoredFaceLevel, string> = {
  calm: '未到提醒人数',
  notice: '提醒：接近备案人数',
  warning: '预警：即将达到备案人数',
  filing: '须备案',
};

const figureOf = {
  notice: 'storedFacesNotice',
  warning: 'storedFacesWarning',
  filing: 'storedFacesFiling',
} as const;

export function storedFaceLevel(people: number, figure: FigureReader): StoredFaceLevel {
  const reached = (['filing', 'warning', 'notice'] as const).find((level) => people >= figure(figureOf[level]));
  return reached ?? 'calm';
}

/** The number of people from which the next step begins; undefined at the last. */
export function nextStoredFaceStep(level: StoredFaceLevel, figure: FigureReader): number | undefined {
  const next = storedFaceLevels[storedFaceLevels.indexOf(level) + 1];
  return next && next !== 'calm' ? figure(figureOf[next]) : undefined;
}

/** A step that was taken up or down, on its day. */
export interface StoredFaceCrossing {
  readonly level: StoredFaceLevel;
  readonly on: PlainDate;
}

/** The day on which the stock reached the number that has to be filed, and has stood there since. */
export function filingReachedOn(crossings: readonly StoredFaceCrossing[]): PlainDate | undefined {
  let reached: PlainDate | undefined;
  for (const { level, on } of crossings) reached = level === 'filing' ? (reached ?? on) : undefined;
  return reached;
}

export type FilingStanding =
  | { readonly kind: 'none' }
  | { readonly kind: 'filed' }
  | {
      readonly kind: 'due';
      readonly reachedOn: PlainDate;
      readonly dueOn: PlainDate;
      /** Working days left; negative when the day has passed. */
      readonly left: number;
    };

interface FilingFacts {
  readonly level: StoredFaceLevel;
  readonly crossings: readonly StoredFaceCrossing[];
  readonly isFiled: boolean;
}

/** What filing with the provincial office of cyberspace asks today (人脸识别技术应用安全管理办法第十五条). */
export function filingStanding(
  { level, crossings, isFiled }: FilingFacts,
  today: PlainDate,
  calendar: WorkingCalendar,
  figure: FigureReader,
): FilingStanding {
  if (isFiled) return { kind: 'filed' };
  if (level !== 'filing') return { kind: 'none' };
  const reachedOn = filingReachedOn(crossings) ?? today;
  const dueOn = addWorkingDays(calendar, reachedOn, figure('storedFacesFilingPeriod'));
  return { kind: 'due', reachedOn, dueOn, left: workingDaysLeft(calendar, today, dueOn) };
}
