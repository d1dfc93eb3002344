import { ApiRefusal } from './api';

/** What did not work, the way forward, and the number to quote, as ErrorPanel shows them. */
export interface Trouble {
  readonly what: string;
  readonly way: string;
  readonly reference: string | undefined;
}

export function troubleOf(what: string, error: unknown): Trouble | undefined {
  if (!error) return undefined;
  const refusal = error instanceof ApiRefusal ? error : undefined;
  return { what, way: refusal?.message ?? '请稍后重试。', reference: refusal?.reference };
}

/** Why something was not done: what each rule says against it with the way forward, or the one sentence of the refusal. */
export function refusalReasons(error: unknown): string[] {
  const findings = error instanceof ApiRefusal ? error.findings.filter(({ severity }) => severity === 'blocks') : [];
  return findings.length > 0 ? findings.map(({ message, fix }) => `${message}${fix}`) : [refusalWords(error)];
}

/** The sentence of a refusal for a dialog or a form. */
export const refusalWords = (error: unknown): string =>
  error instanceof ApiRefusal ? error.message : '没有办成，请重试；仍不行，请告诉系统管理员。';
