import { onBeforeUnmount, ref } from 'vue';
import { speak } from './camera';
import type { Said } from './KioskAnswer.vue';

/** How long an answer stands, in milliseconds: a queue waits behind it, and words have to be read. */
const standsFor: Record<Said['tone'], number> = { ok: 2200, warn: 6000, stop: 6000, calm: 20_000 };

/** What the tablet says, aloud too, until its time is over. */
export function useSaid() {
  const said = ref<Said>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function show(next: Said): void {
    said.value = next;
    speak(next.title);
    clearTimeout(timer);
    timer = setTimeout(() => (said.value = undefined), standsFor[next.tone]);
  }
  onBeforeUnmount(() => clearTimeout(timer));
  return {
    said,
    show,
    failed(caught: unknown, offersCard = false): void {
      const lines = [caught instanceof Error ? caught.message : '请重试。'];
      show({ tone: 'stop', title: '没有办成', lines, offersCard });
    },
    /** How to check in, in a few words. */
    help(takesFaces: boolean): void {
      const lines = [
        ...(takesFaces ? ['刷脸：一人站到镜头前，点屏幕，听提示慢慢转头。'] : []),
        '用身份证：请工作人员核对本人和身份证、告诉一次性码，再填证号后四位。',
        '签不上、报错了名字，请找工作人员；漏签的课后申请补签。',
      ];
      show({ tone: 'calm', title: '怎样签到', lines });
    },
  };
}
