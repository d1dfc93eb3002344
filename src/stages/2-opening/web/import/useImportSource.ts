import { useQuery } from '@tanstack/vue-query';
import { computed, ref, shallowRef } from 'vue';
import type { Sheet } from '#kernel/sheet';
import { api, ApiRefusal } from '#ui/api';
import type { CellBlock } from '#ui/grid/tsv';
import { findHeader } from '../../domain/lists/find-header';
import type { ListForm } from '../../domain/lists/form';
import { findShape } from '../../domain/lists/shape';

/** What is about to be taken in: the sheets of a file, or a block from the clipboard. */
export interface ImportSource {
  readonly name: string;
  readonly sheets: readonly Sheet[];
  readonly isPasted: boolean;
}

const sheetOf = (block: CellBlock): Sheet => ({
  name: '粘贴的内容',
  rows: block.map((line) => line.map((text) => (text.trim() === '' ? undefined : { kind: 'text', text }))),
});

type SentSheet = Awaited<ReturnType<(typeof api.sheet)['read-file']>>['sheets'][number];

const sheetOfSent = ({ name, rows }: SentSheet): Sheet => ({
  name,
  rows: rows.map((row) => row?.map((cell) => cell ?? undefined)),
});

/** Files and pasted blocks on their way into a list, and how the office has named columns before. */
export function useImportSource<Field extends string>(form: ListForm<Field>, isEmpty: () => boolean) {
  const isReading = ref(false);
  const refusal = ref('');
  const source = shallowRef<ImportSource>();
  const asked = useQuery({
    queryKey: ['import-mappings', form.list],
    queryFn: () => api['import-mapping'].list({ list: form.list }),
    staleTime: 60_000,
  });
  const shapes = computed(() => asked.data.value?.shapes ?? []);

  async function open(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (!file || isReading.value) return;
    isReading.value = true;
    refusal.value = '';
    try {
      const [{ sheets }] = await Promise.all([
        api.sheet['read-file']({}, { body: file, fileName: file.name }),
        asked.refetch(),
      ]);
      source.value = { name: file.name, sheets: sheets.map(sheetOfSent), isPasted: false };
    } catch (error) {
      refusal.value = error instanceof ApiRefusal ? error.message : '文件没有读成，请重试。';
    } finally {
      isReading.value = false;
    }
  }

  /** Takes a pasted block that is a table of its own, with a heading or into an empty list; other blocks go into cells. */
  function takesTable(block: CellBlock): boolean {
    const widest = Math.max(0, ...block.map((line) => line.length));
    if (block.length < 2 || widest < 2) return false;
    const sheet = sheetOf(block);
    const isTable =
      (isEmpty() && widest > 2) ||
      findHeader(form, sheet) !== undefined ||
      findShape(form, sheet, shapes.value) !== undefined;
    if (isTable) source.value = { name: sheet.name, sheets: [sheet], isPasted: true };
    refusal.value = '';
    return isTable;
  }

  /** Keeps columns named by hand for the whole office; failing to do so must not hold up the import. */
  async function remember(columns: Readonly<Record<string, string>>): Promise<boolean> {
    const named = Object.entries(columns).map(([heading, field]) => ({ heading, field }));
    try {
      await api['import-mapping'].remember({ list: form.list, columns: named });
      await asked.refetch();
      return true;
    } catch {
      return false;
    }
  }
  const close = (): void => {
    source.value = undefined;
  };
  return { isReading, refusal, source, shapes, open, takesTable, remember, close };
}
