/** What was marked and written in an answer not sent yet, by the row of the roster: no name, no picture, no code. */
interface TypedAnswers {
  readonly marks: Readonly<Record<string, boolean>>;
  readonly reasons: Readonly<Record<string, string>>;
}

const nameOf = (callId: string): string => `mingxun-roll-call-${callId}`;
const nothing: TypedAnswers = { marks: {}, reasons: {} };

function entriesOf<Value>(given: unknown, isRight: (value: unknown) => value is Value): Record<string, Value> {
  if (typeof given !== 'object' || given === null) return {};
  const found: Record<string, Value> = {};
  for (const [row, value] of Object.entries(given)) if (isRight(value)) found[row] = value;
  return found;
}

const isMark = (value: unknown): value is boolean => typeof value === 'boolean';
const isWords = (value: unknown): value is string => typeof value === 'string';

/** Kept with this tab alone, so that a reload loses nothing and closing it forgets everything. */
export function recallAnswers(callId: string): TypedAnswers {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(nameOf(callId)) ?? '');
    if (typeof kept !== 'object' || kept === null) return nothing;
    return {
      marks: entriesOf('marks' in kept ? kept.marks : undefined, isMark),
      reasons: entriesOf('reasons' in kept ? kept.reasons : undefined, isWords),
    };
  } catch {
    return nothing;
  }
}

export const keepAnswers = (callId: string, answers: TypedAnswers): void =>
  sessionStorage.setItem(nameOf(callId), JSON.stringify(answers));

export const forgetAnswers = (callId: string): void => sessionStorage.removeItem(nameOf(callId));
