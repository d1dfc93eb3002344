import { type Ref, ref } from 'vue';
import { addressOf, ApiRefusal } from './api';
import { saveFile } from './save-file';
import { useToasts } from './useToasts';

/** Writes the rows of a filter to a workbook, one at a time, and says what became of it. */
export function useListExport(
  operation: Parameters<typeof addressOf>[0],
  name: string,
): {
  readonly save: (filter: Readonly<Record<string, string | undefined>>) => Promise<void>;
  readonly isSaving: Ref<boolean>;
} {
  const { say } = useToasts();
  const isSaving = ref(false);

  async function save(filter: Readonly<Record<string, string | undefined>>): Promise<void> {
    if (isSaving.value) return;
    isSaving.value = true;
    try {
      await saveFile(addressOf(operation, filter), `${name}.xlsx`);
      say({ what: `${name}已导出`, next: '与当前条件一致，在浏览器的下载里；导出已留痕。', tone: 'ok' });
    } catch (error) {
      say({ what: '没有导出', next: error instanceof ApiRefusal ? error.message : '请重试。', tone: 'stop' });
    } finally {
      isSaving.value = false;
    }
  }
  return { save, isSaving };
}
