import { ref } from 'vue';
import { addressOf, ApiRefusal } from '#ui/api';
import { useToasts } from '#ui/useToasts';
import { saveFile } from './save-file';

/** Writes the classes of a filter to a workbook, one at a time, and says what became of it. */
export function useClassExport() {
  const { say } = useToasts();
  const isSaving = ref(false);

  async function save(filter: Readonly<Record<string, string | undefined>>): Promise<void> {
    if (isSaving.value) return;
    isSaving.value = true;
    try {
      await saveFile(addressOf('class.export', filter), '班期列表.xlsx');
      say({ what: '班期列表已导出', next: '与当前条件和排序一致，在浏览器的下载里。', tone: 'ok' });
    } catch (error) {
      say({ what: '没有导出', next: error instanceof ApiRefusal ? error.message : '请重试。', tone: 'stop' });
    } finally {
      isSaving.value = false;
    }
  }
  return { save, isSaving };
}
