import { ref, shallowRef } from 'vue';
import type { PlainDate } from '#kernel/plain-date';
import { api, ApiRefusal } from '#ui/api';
import { type AnswerChoice, type AnswerColumn, answerColumns } from '../domain/exchange/answer-columns';

type Hits = 'yes' | 'no';
export type AnswerPreview = Awaited<ReturnType<typeof api.exchange.preview>>;

/** `header=3,id=1,name=0`, as the server takes what was put right by hand; empty leaves all to the headings. */
function written({ header, columns = {} }: AnswerChoice): string {
  const named = answerColumns.flatMap((name: AnswerColumn) =>
    columns[name] === undefined ? [] : [`${name}=${columns[name]}`],
  );
  return [...(header === undefined ? [] : [`header=${header}`]), ...named].join(',');
}

/** One answer file of a batch: held here while it is looked at, sent again when it is taken. */
export function useExchangeAnswer(batchId: string) {
  const file = shallowRef<File>();
  const fileName = ref('');
  /** What the officer has put right. */
  const choice = shallowRef<AnswerChoice>({});
  const found = shallowRef<AnswerPreview>();
  const error = ref<string>();
  const isBusy = ref(false);
  let commandId = crypto.randomUUID();
  let reading: AbortController | undefined;

  const given = () => (written(choice.value) ? { columns: written(choice.value) } : {});
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
    choice.value = {};
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

  return { fileName, choice, found, error, isBusy, choose, preview, take, drop };
}
