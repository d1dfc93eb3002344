import { writtenForm } from '#kernel/written-form';

/**
 * A look-up of table entries by every way people write them, tolerant of blanks and full width.
 * A form claimed by two entries throws when the table is made: a guess between them is never right.
 */
export function aliasFinder<Entry>(
  entries: readonly Entry[],
  formsOf: (entry: Entry) => readonly string[],
): (text: string) => Entry | undefined {
  const byForm = new Map<string, Entry>();
  for (const entry of entries) {
    for (const form of formsOf(entry)) {
      const key = writtenForm(form);
      if (key === '') throw new Error('an alias is empty');
      if ((byForm.get(key) ?? entry) !== entry) throw new Error(`two entries claim the alias ${form}`);
      byForm.set(key, entry);
    }
  }
  return (text) => byForm.get(writtenForm(text));
}
