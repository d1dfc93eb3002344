/** What stands in the log for a field that holds personal data: that it was changed, never what it says. */
export const changedUnseen = '已更改';

/** A field before and after in words, null where there was or is nothing. */
export type FieldChange = readonly [before: string | null, after: string | null] | typeof changedUnseen;

interface FieldWords<Value> {
  readonly name: string;
  /** Personal data, or what must not be read beside a name: a telephone, an account, an identity number. */
  readonly isPersonal?: boolean;
  words?(value: Value): string;
}

/** How the fields of a record are called; one without a name here is not told. */
export type FieldLabels<Fields> = {
  readonly [Name in keyof Fields]?: string | FieldWords<NonNullable<Fields[Name]>>;
};

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

/** Days stay as they are written, so that an entry reads the same in every year. */
const plainWords = (value: unknown): string => (typeof value === 'boolean' ? (value ? '是' : '否') : String(value));

function changeOf(label: FieldWords<unknown>, was: unknown, is: unknown): FieldChange | undefined {
  if (was === is || (isNothing(was) && isNothing(is))) return undefined;
  if (label.isPersonal) return changedUnseen;
  const said = (value: unknown): string | null =>
    isNothing(value) ? null : label.words ? label.words(value) : plainWords(value);
  const [before, after] = [said(was), said(is)];
  return before === after ? undefined : [before, after];
}

/** The fields that differ, by their Chinese names, for the detail of a log entry; `before` is undefined for a new record. */
export function changedFields<Fields extends object>(
  before: Partial<Fields> | undefined,
  after: Partial<Fields>,
  labels: FieldLabels<Fields>,
): Record<string, FieldChange> {
  const changes: Record<string, FieldChange> = {};
  for (const name in labels) {
    const label = labels[name];
    if (label === undefined || !(name in after)) continue;
    const field: FieldWords<unknown> = typeof label === 'string' ? { name: label } : label;
    const change = changeOf(field, before?.[name], after[name]);
    if (change) changes[field.name] = change;
  }
  return changes;
}
