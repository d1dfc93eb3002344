import { ref } from 'vue';
import { api, ApiRefusal } from '#ui/api';
import type { SheetBatch, SheetRow, TidiedCell } from '#ui/grid/sheet';
import { type RosterField, rosterFieldLabels } from '../domain/roster/fields';
import { tidyCell, type TidyReason } from '../domain/roster/tidy';
import { type RowOrigin, sheetRowOf } from './filing-model';
import type { Filing } from './useFiling';

const reasonNames: Record<TidyReason, string> = {
  'full-width': '全角',
  blanks: '空格',
  apostrophe: '撇号',
  'lower-x': '小写 x',
  dashes: '短横',
  'country-code': '国家码',
  'number-style': '数字格式',
  'date-style': '日期',
  'category-mark': '类别序号',
  'middle-dot': '间隔号',
  'short-form': '简写',
};

type Reading = Awaited<ReturnType<(typeof api.roster)['read-file']>>['reading'];

/** Where the rows came from, as the strip above the grid says it. */
export interface ImportedFrom {
  readonly fileName: string;
  readonly sheet: string;
  readonly columnCount: number;
  readonly unmapped: readonly string[];
  readonly problems: readonly string[];
}

/** Reads clerks’ files into the grid, and tidies what is typed or pasted as a file would be. */
export function useRosterImport(filing: Filing) {
  const isReading = ref(false);
  const refusal = ref('');
  const from = ref<ImportedFrom>();
  const tidied = ref<readonly TidiedCell<RosterField>[]>([]);
  const former = ref<readonly SheetRow<RosterField>[]>();

  function show(reading: Reading, fileName: string, mode: 'replace' | 'append'): void {
    const taken = new Set(mode === 'append' ? filing.roster.value.map((row) => row.id) : []);
    const nameOf = new Map(reading.rows.map((row) => [row.id, taken.has(row.id) ? `${crypto.randomUUID()}` : row.id]));
    const origins = new Map<string, RowOrigin>(mode === 'append' ? filing.origins.value : []);
    const rows = reading.rows.map((row) => {
      const id = nameOf.get(row.id) ?? row.id;
      origins.set(id, {
        ...(row.source ? { source: row.source } : {}),
        ...(row.damaged ? { damaged: row.damaged } : {}),
      });
      return sheetRowOf({ ...row, id });
    });
    former.value = filing.roster.value;
    filing.origins.value = origins;
    filing.roster.value = mode === 'append' ? [...filing.roster.value, ...rows] : rows;
    const fresh = reading.tidied.map(
      (cell): TidiedCell<RosterField> => ({
        row: nameOf.get(cell.row) ?? cell.row,
        field: cell.field,
        from: cell.from,
        what: cell.why.map((why) => reasonNames[why]).join('、'),
      }),
    );
    tidied.value = mode === 'append' ? [...tidied.value, ...fresh] : fresh;
    from.value = {
      fileName,
      sheet: reading.sheet,
      columnCount: Object.keys(reading.columns).length,
      unmapped: reading.unmapped.map((each) => each.heading),
      problems: reading.problems,
    };
    filing.changed('roster');
  }

  async function read(files: readonly File[], mode: 'replace' | 'append' = 'replace'): Promise<void> {
    const [file] = files;
    if (!file || isReading.value) return;
    isReading.value = true;
    refusal.value = '';
    try {
      const { reading } = await api.roster['read-file']({}, { body: file, fileName: file.name });
      show(reading, file.name, mode);
    } catch (error) {
      refusal.value = error instanceof ApiRefusal ? error.message : '文件没有读成，请重试。';
    } finally {
      isReading.value = false;
    }
  }

  /** Brings back the rows from before the last file. */
  function undoImport(): void {
    if (!former.value) return;
    filing.roster.value = former.value;
    former.value = undefined;
    from.value = undefined;
    filing.changed('roster');
  }

  /** Cells just typed or pasted, put in order; a cell corrected by hand is no longer a damaged one. */
  function settle(batch: SheetBatch<RosterField>): void {
    const touched = new Map<string, Set<RosterField>>();
    const note = (row: string, field: RosterField) =>
      touched.set(row, (touched.get(row) ?? new Set<RosterField>()).add(field));
    for (const step of batch.steps) {
      if (step.kind === 'set') note(step.row, step.field);
      if (step.kind === 'insert')
        for (const row of step.rows)
          for (const field of Object.keys(rosterFieldLabels)) if (isField(field)) note(row.id, field);
    }
    const fresh: TidiedCell<RosterField>[] = [];
    const origins = new Map(filing.origins.value);
    filing.roster.value = filing.roster.value.map((row) => {
      const fields = touched.get(row.id);
      if (!fields) return row;
      const origin = origins.get(row.id);
      if (origin?.damaged)
        origins.set(row.id, { ...origin, damaged: origin.damaged.filter((field) => !fields.has(field)) });
      return { id: row.id, cells: tidyRow(row, fields, fresh) };
    });
    filing.origins.value = origins;
    const known = new Set(fresh.map((cell) => `${cell.row}/${cell.field}`));
    tidied.value = [
      ...tidied.value.filter(
        (cell) => !known.has(`${cell.row}/${cell.field}`) && !touched.get(cell.row)?.has(cell.field),
      ),
      ...fresh,
    ];
    filing.changed('roster');
  }
  return { isReading, refusal, from, tidied, former, read, undoImport, settle };
}

const isField = (name: string): name is RosterField => name in rosterFieldLabels;

function tidyRow(
  row: SheetRow<RosterField>,
  fields: ReadonlySet<RosterField>,
  fresh: TidiedCell<RosterField>[],
): SheetRow<RosterField>['cells'] {
  const cells = { ...row.cells };
  for (const field of fields) {
    const typed = cells[field];
    if (typed === undefined || typed === '') continue;
    const { text, why } = tidyCell(field, { kind: 'text', text: typed });
    if (why.length === 0) continue;
    cells[field] = text;
    fresh.push({ row: row.id, field, from: typed, what: why.map((each) => reasonNames[each]).join('、') });
  }
  return cells;
}
