/** A start that must not go on: says what is wrong and the way forward, in the reader's language. */
export class DatabaseRefusal extends Error {
  override name = 'DatabaseRefusal';
}

/** The system's own code of a failure (`ENOENT`, `40001`), or an empty text. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
