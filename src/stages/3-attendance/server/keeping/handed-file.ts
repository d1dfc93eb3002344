import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';

/** A file of the page 存证抽查, taken to a machine without the network; undefined where it is none, or too large. */
export async function readHandedFile<Form extends z.ZodType>(
  path: string,
  form: Form,
  mostBytes: number,
): Promise<z.output<Form> | undefined> {
  try {
    if ((await stat(path)).size > mostBytes) return undefined;
    return form.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
