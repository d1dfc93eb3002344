import { type PlainDate, plainDate } from '#kernel/plain-date';
import { attendanceFigures } from './attendance-figures';
import type { ClauseId } from './clause-ids';
import { privacyFigures } from './privacy-figures';

/**
 * How sure a figure is: the two documents (S), a statute (L), a public excerpt (E), measured (M),
 * or a default of ours where the documents leave it open (D), which is never shown as law.
 */
export type Grade = 'S' | 'L' | 'E' | 'M' | 'D';

export interface Dated {
  readonly from: PlainDate;
  readonly value: number;
  readonly cites: readonly ClauseId[];
  readonly grade: Grade;
  /** The document or ground, where a clause alone does not say it. */
  readonly ground?: string;
}

const since2021 = plainDate('2021-01-01');
const since2024 = plainDate('2024-07-18');

/** Figures the law fixes, newest first. When one changes, add a line above; never edit a line. */
export const figures = {
  /** Working days between filing a class and its first lesson. */
  openingNotice: [{ from: since2021, value: 5, cites: ['2021.3', '2024.1.1'], grade: 'S' }],
  /** Working days the county has to review a filed class. */
  reviewPeriod: [{ from: since2024, value: 5, cites: ['2024.1.3'], grade: 'S' }],
  /** Working days after which a waiting review is warned. */
  reviewWarning: [
    { from: since2024, value: 3, cites: ['2024.1.3'], grade: 'D', ground: '审核期限 5 个工作日，第 3 日预警' },
  ],
  /** Working days between filing a change of an approved class and the first day it affects. */
  changeNotice: [
    { from: since2021, value: 1, cites: ['2024.1.3'], grade: 'D', ground: '文件未定，取提前 1 个工作日，须事先申请' },
  ],
  /** Per cent of the lesson hours after which a trainee may no longer be replaced by another. */
  substitutionLimit: [
    { from: since2021, value: 20, cites: ['2021.3.3'], grade: 'D', ground: '文件未定，取已授课时不超过两成' },
  ],
  /** Job posts offered for each trainee: our reading of “not less than 1:3”. */
  postsPerTrainee: [{ from: since2021, value: 3, cites: ['2021.3.4'], grade: 'S' }],
  /** Impersonations in one class, in person-times, that void the subsidy of everyone in it. */
  impersonationLimit: [{ from: since2021, value: 3, cites: ['2021.4.3'], grade: 'S' }],
  /** Years the attendance record and recordings are kept after a class. */
  evidenceYears: [{ from: since2021, value: 3, cites: ['2021.4.2', '2021.A6.5'], grade: 'S' }],
  /** Full years of age from which a person may be trained. */
  minimumAge: [{ from: since2021, value: 16, cites: ['2021.1'], grade: 'L', ground: '劳动法第十五条：年满十六周岁' }],
  /** Minutes of one lesson hour. */
  lessonHourMinutes: [
    { from: since2021, value: 45, cites: ['2021.3.2'], grade: 'D', ground: '文件未定，取各地通行的 45 分钟' },
  ],
  /** Lesson hours a day beyond which the plan is questioned. */
  dailyLessonHours: [{ from: since2021, value: 8, cites: ['2021.3.2'], grade: 'D', ground: '文件未定，取每日 8 课时' }],
  /** Trainees in one class beyond which it is questioned. */
  classSizeAdvised: [{ from: since2021, value: 50, cites: ['2021.3.3'], grade: 'D', ground: '文件未定，取每班 50 人' }],
  /** Trainees in one class that stop a filing. */
  classSizeLimit: [{ from: since2021, value: 60, cites: ['2021.3.3'], grade: 'D', ground: '文件未定，取每班 60 人' }],
  /** Teachers of one class below which it is questioned. */
  teachersAdvised: [
    { from: since2021, value: 2, cites: ['2024.1.2'], grade: 'D', ground: '文件未定，取理论、实操各一名教师' },
  ],
  /** Per cent of the lesson hours that practice should take. */
  practiceShareAdvised: [
    { from: since2021, value: 50, cites: ['2021.3.2'], grade: 'D', ground: '文件未定，取实操不少于一半' },
  ],
  /** Oldest age at which “school leaver of this year” is plausible; the youngest is the minimum age. */
  schoolLeaverOldest: [
    { from: since2021, value: 19, cites: ['2021.1'], grade: 'D', ground: '应届初高中毕业生通常 15 至 19 岁' },
  ],
  /** Ages at which “graduate in the final year” is plausible. */
  graduateYoungest: [{ from: since2021, value: 18, cites: ['2021.1'], grade: 'D', ground: '毕业学年通常 18 至 30 岁' }],
  graduateOldest: [{ from: since2021, value: 30, cites: ['2021.1'], grade: 'D', ground: '毕业学年通常 18 至 30 岁' }],
  /** Days after which the answer of another office’s register has to be asked for anew. */
  exchangeFreshDays: [
    { from: since2024, value: 30, cites: ['2024.1.2'], grade: 'D', ground: '文件未定，比对结果 30 天内有效' },
  ],
  /** Subsidised trainings of one person in a calendar year beyond which an officer has to decide. */
  trainingsPerYear: [
    { from: since2024, value: 3, cites: ['2024.1.2'], grade: 'D', ground: '文件未定，取各地通行的每人每年 3 次' },
  ],
  /** Trainees who were in one former class together, in persons and in per cent of the class, that are questioned. */
  rosterReusePersons: [
    { from: since2024, value: 10, cites: ['2024.1.2'], grade: 'D', ground: '文件未定，取 10 人且过半' },
  ],
  rosterReuseShare: [
    { from: since2024, value: 50, cites: ['2024.1.2'], grade: 'D', ground: '文件未定，取 10 人且过半' },
  ],
  /** Persons who may give the same telephone, over all classes of the city. */
  personsPerPhone: [
    { from: since2021, value: 2, cites: ['2021.3.3'], grade: 'D', ground: '文件未定，家人共用一个号码的取 2 人' },
  ],
  /** Trainees of one class who may live behind the same door. */
  personsPerAddress: [
    { from: since2021, value: 3, cites: ['2021.3.3'], grade: 'D', ground: '文件未定，一户同班的取 3 人' },
  ],
  /** Different lessons a plan must have before its text is compared, and the per cent alike that is questioned. */
  planTextLeast: [{ from: since2024, value: 8, cites: ['2021.3.2'], grade: 'D', ground: '文件未定，取 8 项教学内容' }],
  planTextShare: [{ from: since2024, value: 80, cites: ['2021.3.2'], grade: 'D', ground: '文件未定，取八成内容相同' }],
  /**
   * Lowest monthly wage in yuan, of the province’s third category of regions: below it a wage is unlawful in every
   * county. Which category a county is in stands in the annexes; an officer adds a line where a higher one holds.
   */
  minimumWage: [
    {
      from: plainDate('2024-01-01'),
      value: 1800,
      cites: ['2021.3.4'],
      grade: 'E',
      ground: '豫政〔2023〕43号，三类行政区域 1800 元/月',
    },
    {
      from: plainDate('2022-01-01'),
      value: 1600,
      cites: ['2021.3.4'],
      grade: 'E',
      ground: '豫政〔2021〕33号，三类行政区域 1600 元/月',
    },
    {
      from: plainDate('2018-10-01'),
      value: 1500,
      cites: ['2021.3.4'],
      grade: 'E',
      ground: '河南省人民政府 2018年7月19日通知，三类行政区域 1500 元/月',
    },
  ],
  ...attendanceFigures,
  ...privacyFigures,
} as const satisfies Record<string, readonly Dated[]>;

export type FigureName = keyof typeof figures;
export type FigureReader = (name: FigureName) => number;

/** Lines an officer has added with their document, by figure, newest first. */
export type LaterLines = Partial<Record<FigureName, readonly Dated[]>>;

function lastBegun(lines: readonly Dated[], day: PlainDate): Dated | undefined {
  let last: Dated | undefined;
  for (const line of lines) if (line.from <= day && (!last || line.from > last.from)) last = line;
  return last;
}

/** The line of a figure in force on `day`; the earliest line where the day lies before all of them. */
export function figureLine(name: FigureName, day: PlainDate, later: LaterLines = {}): Dated {
  const lines: readonly Dated[] = figures[name];
  const own = lastBegun(lines, day);
  const added = later[name] && lastBegun(later[name], day);
  const best = added && (!own || added.from >= own.from) ? added : (own ?? lines.at(-1));
  if (!best) throw new RangeError(`figure without a line: ${name}`);
  return best;
}

const noLater: LaterLines = {};

/** Reads any figure as it stood on `day`. */
export const figuresOn =
  (day: PlainDate, later: LaterLines = noLater): FigureReader =>
  (name) =>
    figureLine(name, day, later).value;
