/** One column of a list; `value` is what is shown, sorted on the server by `key`. */
export interface TableColumn<Row> {
  readonly key: string;
  readonly name: string;
  /** Numbers and money stand right-aligned. */
  readonly kind?: 'text' | 'number' | 'date' | undefined;
  readonly value?: ((row: Row) => string | number | undefined) | undefined;
  /** Second, smaller line of the cell. */
  readonly sub?: ((row: Row) => string | undefined) | undefined;
  readonly sortable?: boolean | undefined;
  /** Off until chosen. */
  readonly optional?: boolean | undefined;
  /** Least width in characters. */
  readonly width?: number | undefined;
}

/** Columns to show, in the order chosen; unknown names in an old address are passed over. */
export function chosenColumns<Row>(
  columns: readonly TableColumn<Row>[],
  chosen: readonly string[] | undefined,
): readonly TableColumn<Row>[] {
  const picked = chosen?.flatMap((key) => columns.find((column) => column.key === key) ?? []) ?? [];
  return picked.length ? picked : columns.filter((column) => !column.optional);
}
