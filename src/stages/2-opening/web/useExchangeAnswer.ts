import { ref, shallowRef } from 'vue';
import type { PlainDate } from '#kernel/plain-date';
import { api, ApiRefusal } from '#ui/api';
import { type AnswerColumn, type AnswerColumns, answerColumns } from '../domain/exchange/read-answer';

type Hits = 'yes' | 'no';
export type AnswerPreview = Awaited<ReturnType<typeof api.exchange.preview>>;

/** `id=1,name=0`, as the server takes columns named by hand. */
const written = (columns: AnswerColumns): string =>
  answerColumns
    .flatMap((name: AnswerColumn) => (columns[name] === undefined ? [] : [`${name}=${columns[name]}`]))
    .join(',');

/** One answer file of a batch: held here while it is looked at, sent again when it is taken. */
export function useExchangeAnswer(batchId: string) {
  const file = shallowRef<File>();
  const fileName = ref('');
  /** As the officer has corrected them; undefined leaves them to the headings. */
  const columns = shallowRef<AnswerColumns>();
  const found = shallowRef<AnswerPreview>();
  const error = ref<string>();
  const isBusy = ref(false);
  let commandId = crypto.randomUUID();
  let reading: AbortController | undefined;

  const given = () => (columns.value ? { columns: written(columns.value) } : {});
  const sentenceOf = (caught: unknown): string =>
    caught instanceof ApiRefusal ? caught.message : '文件没有读成，请重试。';

  async function preview(listsOnlyHits: Hits): Promise<void> {
    if (!file.value) return;
    reading?.abort();
    const now = new AbortController();
    reading = now;
    commandId = crypto.randomUUID();
    error.value = undefined;
    try {
      const options = { body: file.value, fileName: file.value.name, signal: now.signal };
      found.value = await api.exchange.preview({ batchId, listsOnlyHits, ...given() }, options);
    } catch (caught) {
      if (now.signal.aborted) return;
      found.value = undefined;
      error.value = sentenceOf(caught);
    }
  }

  function drop(): void {
    reading?.abort();
    file.value = undefined;
    found.value = undefined;
    columns.value = undefined;
    error.value = undefined;
  }

  async function choose(files: readonly File[], listsOnlyHits: Hits): Promise<void> {
    drop();
    [file.value] = files;
    fileName.value = file.value?.name ?? '';
    await preview(listsOnlyHits);
  }

  async function take(listsOnlyHits: Hits, answeredOn: PlainDate) {
    if (!file.value || isBusy.value) return undefined;
    isBusy.value = true;
    error.value = undefined;
    try {
      const options = { body: file.value, fileName: file.value.name, commandId };
      const { counts } = await api.exchange.answer({ batchId, listsOnlyHits, answeredOn, ...given() }, options);
      drop();
      return counts;
    } catch (caught) {
      error.value = sentenceOf(caught);
      return undefined;
    } finally {
      isBusy.value = false;
    }
  }

  return { fileName, columns, found, error, isBusy, choose, preview, take, drop };
}
