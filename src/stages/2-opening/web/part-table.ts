/** One column of a part of a filing as it is read, not edited. */
export interface PartColumn<Row> {
  readonly field: string;
  readonly name: string;
  readonly kind?: 'text' | 'number' | undefined;
  readonly value: (row: Row) => string | number | undefined;
  /** Worked out, not filed: there is nothing in it to send back. */
  readonly derived?: boolean | undefined;
  /** Least width in characters, for long texts that may wrap. */
  readonly wide?: number | undefined;
}

/** The cell an officer points at. */
export interface PickedCell {
  readonly row?: string | undefined;
  readonly field?: string | undefined;
}
