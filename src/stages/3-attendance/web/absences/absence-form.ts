import { type Ref, reactive, ref, watch } from 'vue';
import { useAct } from '#ui/useAct';
import { useToasts } from '#ui/useToasts';
import { refusalReasons } from '#ui/trouble';
import { usePapers } from './papers';

/** What leave and correction ask alike. */
interface Asked {
  readonly row: string;
  readonly reason: string;
  readonly paperIds: string[];
}

/** The part of both forms that is the same: whose, why, with which papers, and what came of it. */
export function useAbsenceForm(open: Ref<boolean>, classId: () => string, after: () => void) {
  const { say } = useToasts();
  const { isBusy, error: errors, attempt, forget } = useAct(refusalReasons);
  const papers = usePapers();
  const [rowId, reason, isTried] = [ref<string>(), ref(''), ref(false)];
  watch(open, () => {
    isTried.value = false;
    forget();
  });
  return reactive({
    rowId,
    reason,
    papers,
    isBusy,
    errors,
    missing: (value: unknown, words: string): string | undefined => (isTried.value && !value ? words : undefined),
    /** Hands it in when all is filled in; what was typed stays until it was taken. */
    async submit(isWhole: boolean, ask: (asked: Asked) => Promise<{ what: string; next: string }>): Promise<void> {
      isTried.value = true;
      const row = rowId.value;
      if (!isWhole || !row || !reason.value.trim()) return;
      await attempt(async () => {
        const told = await ask({ row, reason: reason.value, paperIds: await papers.send(classId()) });
        say({ ...told, tone: 'ok' });
        papers.clear();
        [rowId.value, reason.value, open.value] = [undefined, '', false];
        after();
      });
    },
  });
}

export type AbsenceForm = ReturnType<typeof useAbsenceForm>;
