import { computed, ref, shallowRef } from 'vue';
import { columnName, type Sheet } from '#kernel/sheet';
import { findHeader, type HeaderRows, holdsNumbers, searchedRows } from '../../domain/lists/find-header';
import { type Columns, lacking, type ListForm } from '../../domain/lists/form';
import {
  columnsUnder,
  interpret,
  interpretSheet,
  interpretWith,
  likelyHeading,
  type ListReading,
} from '../../domain/lists/interpret';
import { excerptOf } from '../../domain/lists/read-rows';
import { type RememberedShape, shapeOf } from '../../domain/lists/shape';
import { headingWords, samplesOf } from './file-columns';
import type { ImportSource } from './useImportSource';

/** How a column came to be read as its field. */
export type ColumnOrigin = 'heading' | 'content' | 'remembered' | 'hand';

export interface FileColumn<Field extends string> {
  readonly column: number;
  readonly letter: string;
  readonly heading: string;
  readonly samples: readonly string[];
  readonly field: Field | undefined;
  readonly origin: ColumnOrigin | undefined;
}

const filledRows = (sheet: Sheet): number => sheet.rows.filter((row) => excerptOf(row, 2).length > 1).length;

/** A file read as a list, and read anew at every change of sheet, heading or column. */
export function useListReading<Field extends string>(
  form: ListForm<Field>,
  source: ImportSource,
  shapes: readonly RememberedShape[],
) {
  const at = ref(0);
  const header = shallowRef<HeaderRows>();
  const none: Partial<Record<Field, number>> = {};
  const columns = shallowRef<Columns<Field>>(none);
  const byHand = shallowRef<ReadonlySet<Field>>(new Set());
  const isChanged = ref(false);
  const memory = shallowRef<RememberedShape>();
  const notes = shallowRef<readonly string[]>([]);
  const sheet = computed(() => source.sheets[at.value] ?? { name: '', rows: [] });

  function lay(reading: ListReading<Field> | undefined): void {
    memory.value = reading?.remembered;
    header.value = reading ? reading.header : likelyHeading(sheet.value);
    columns.value = reading ? reading.columns : columnsUnder(form, sheet.value, header.value);
    byHand.value = new Set();
  }
  function begin(known: readonly RememberedShape[]): void {
    const found = interpret(form, source.sheets, known);
    if ('reading' in found) {
      at.value = found.at;
      const required = new Set(lacking(form, found.reading.columns).map((label) => `没有找到“${label}”一栏。`));
      notes.value = found.reading.problems.filter((problem) => !required.has(problem));
      return lay(found.reading);
    }
    const sizes = source.sheets.map(filledRows);
    at.value = sizes.indexOf(Math.max(...sizes));
    lay(interpretSheet(form, sheet.value, known));
  }
  begin(shapes);

  function chooseSheet(next: number): void {
    at.value = next;
    notes.value = [];
    lay(interpretSheet(form, sheet.value, shapes));
  }
  function chooseHeading(next: HeaderRows | undefined): void {
    header.value = next;
    columns.value = columnsUnder(form, sheet.value, next);
    byHand.value = new Set();
    memory.value = undefined;
    isChanged.value = true;
  }
  /** Reads a column as a field, or not at all; another column read as it so far gives way. */
  function assign(column: number, field: Field | undefined): void {
    const next: Partial<Record<Field, number>> = {};
    for (const each of form.fields) {
      const place = columns.value[each];
      if (place !== undefined && place !== column && each !== field) next[each] = place;
    }
    if (field !== undefined) next[field] = column;
    columns.value = next;
    byHand.value = new Set([...byHand.value, ...(field === undefined ? [] : [field])]);
    memory.value = undefined;
    notes.value = [];
    isChanged.value = true;
  }
  function withoutMemory(): void {
    notes.value = [];
    lay(interpretSheet(form, sheet.value));
    isChanged.value = true;
  }

  const reading = computed(() => {
    const firstRow = header.value ? header.value.bottom + 1 : 0;
    return interpretWith(form, sheet.value, { columns: columns.value, firstRow, header: header.value });
  });
  const missing = computed(() => lacking(form, columns.value));
  const recognised = computed(() => findHeader(form, sheet.value));

  function originOf(field: Field, column: number): ColumnOrigin {
    if (byHand.value.has(field)) return 'hand';
    if (memory.value) return 'remembered';
    return recognised.value?.columns[field] === column ? 'heading' : 'content';
  }
  const fileColumns = computed((): FileColumn<Field>[] => {
    const samples = samplesOf(sheet.value, reading.value);
    const fieldAt = new Map(form.fields.map((field) => [columns.value[field], field]));
    return samples.flatMap((values, column) => {
      const heading = headingWords(sheet.value, header.value, column);
      const field = fieldAt.get(column);
      if (values.length === 0 && heading === '' && field === undefined) return [];
      const origin = field === undefined ? undefined : originOf(field, column);
      return [{ column, letter: columnName(column), heading, samples: values, field, origin }];
    });
  });

  /** Rows that may be the heading: words, and nobody’s number. */
  const headingChoices = computed(() =>
    sheet.value.rows.slice(0, searchedRows).flatMap((row, index) => {
      const words = excerptOf(row, 4);
      return words.length === 0 || holdsNumbers(row) ? [] : [{ row: index, words: words.join('、').slice(0, 40) }];
    }),
  );
  /** All that the notice asks for was found, nothing is doubtful: one press takes it in. */
  const isCertain = computed(() => missing.value.length === 0 && notes.value.length === 0 && !isChanged.value);
  const toRemember = (): Record<string, string> | undefined =>
    isChanged.value ? shapeOf(form, sheet.value, header.value, columns.value) : undefined;

  return {
    at,
    header,
    sheet,
    reading,
    missing,
    notes,
    memory,
    fileColumns,
    headingChoices,
    isCertain,
    isChanged,
    chooseSheet,
    chooseHeading,
    assign,
    withoutMemory,
    toRemember,
  };
}

export type ListReadingState<Field extends string> = ReturnType<typeof useListReading<Field>>;
