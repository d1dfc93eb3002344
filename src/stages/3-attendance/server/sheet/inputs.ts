/** A day over its lessons, as the head of the sheet says it. */
interface SheetDay {
  readonly words: string;
  readonly lessons: number;
}

/** A trainee’s line; `part` are the lesson hours of this page, `total` those of the class so far. */
export interface SheetRow {
  readonly number: string;
  readonly name: string;
  readonly marks: readonly string[];
  readonly part: string;
  readonly total: string;
  readonly remark: string;
}

/** Some days of some trainees: what fits on one page. */
export interface SheetPage {
  readonly days: readonly SheetDay[];
  readonly times: readonly { readonly from: string; readonly to: string }[];
  readonly rows: readonly SheetRow[];
  /** Who came to each lesson, of all who should have. */
  readonly sums: readonly { readonly title: string; readonly counts: readonly string[] }[];
}

/** 考勤表, with every text as it is printed. */
export interface SheetInput {
  readonly demo: boolean;
  readonly institution: string;
  readonly className: string;
  readonly period: string;
  readonly trainees: string;
  readonly hours: string;
  /** 统计到, `YYYY-MM-DD HH:mm`. */
  readonly asOf: string;
  readonly legend: string;
  /** Marks that must not be overlooked. */
  readonly bold: readonly string[];
  /** The class takes more than one page of days, so that a page has hours of its own. */
  readonly hasParts: boolean;
  readonly pages: readonly SheetPage[];
}
