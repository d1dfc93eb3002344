import { type Context, type Done, type Download, done, type Refused, refused } from '../operation';
import { type WorkbookColumn, writeWorkbook } from './write';

/** More than this is no list to work with, and too much for one sheet to be written while others wait. */
export const mostExportedRows = 20_000;

/** A column of an exported list; personal data is masked before it gets here. */
export interface ListColumn<Row> extends WorkbookColumn {
  readonly value: (row: Row) => string | number | undefined;
}

export interface ListToExport<Row> {
  /** 班期列表: the name of sheet and file. */
  readonly name: string;
  readonly unit: string;
  /** The filter in words, for the title and the log: no personal data. */
  readonly filter: readonly (string | undefined)[];
  readonly columns: readonly ListColumn<Row>[];
  /** As many as there are, up to one more than `mostExportedRows`; or just as many, with `hasMore` saying so. */
  readonly rows: readonly Row[];
  readonly hasMore?: boolean;
  /** How the list can be made shorter: 县（市、区）、状态或开班日期. */
  readonly narrowBy: string;
}

/** The one way a list leaves the product: what is seen, its filter in the title, counted and named in the log. */
export async function exportList<Row>(
  context: Pick<Context, 'note' | 'today'>,
  { name, unit, filter, columns, rows, hasMore = false, narrowBy }: ListToExport<Row>,
): Promise<Done<Download> | Refused> {
  const limit = mostExportedRows.toLocaleString('en-US');
  if (hasMore || rows.length > mostExportedRows)
    return refused(`符合条件的超过 ${limit} ${unit}，请按${narrowBy}缩小范围后再导出。`, 'invalid');
  const words = filter.filter(Boolean).join('，') || '全部';
  context.note({ detail: { list: name, filter: words, rows: rows.length } });
  return done({
    download: true,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `${name} ${context.today}.xlsx`,
    body: await writeWorkbook({
      sheetName: name,
      title: `${name}（${words}；${context.today} 导出，共 ${rows.length} ${unit}）`,
      columns: columns.map(({ value: _value, ...column }) => column),
      rows: rows.map((row) => columns.map((column) => column.value(row) ?? null)),
    }),
  });
}
