import { writtenForm } from '#kernel/written-form';
import type { Level } from '#registers';

/** How clerks write a level; the longer word first, as 高级技师 holds both 高级 and 技师. */
const levelWords: readonly (readonly [Level, RegExp])[] = [
  [1, /[一1]级|高级技师/u],
  [2, /[二2]级|技师/u],
  [3, /[三3]级|高级/u],
  [4, /[四4]级|中级/u],
  [5, /[五5]级|初级/u],
];

const levelIn = (text: string): Level | undefined => levelWords.find(([, words]) => words.test(text))?.[0];

/** Several trainings in one cell are set apart by these. */
const between = /[;；、,，\n/]|以及|和/u;

/** Whether a text about former training names the occupation at this level, both in the same entry. */
export function namesTraining(text: string, occupation: string, level: Level): boolean {
  if (text === '' || occupation === '') return false;
  const wanted = writtenForm(occupation);
  return text.split(between).some((entry) => {
    const form = writtenForm(entry);
    return form.includes(wanted) && levelIn(form.replace(wanted, '')) === level;
  });
}
