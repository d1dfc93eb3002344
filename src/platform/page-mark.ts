import { z } from 'zod';

const form = z.tuple([z.string().max(200), z.uuid()]);

/** The place after a row in a list ordered by a text and an id, for the address of the next page. */
export const pageMark = (key: string, id: string): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

/** Where a page starts; undefined for the first, and for a mark that is none of ours. */
export function findPageStart(mark: string | undefined): readonly [key: string, id: string] | undefined {
  if (!mark) return undefined;
  try {
    return form.safeParse(JSON.parse(Buffer.from(mark, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Rows of a page asked for with one to spare, and whether others follow. */
export const pageOf = <Row>(
  found: readonly Row[],
  size: number,
): { readonly rows: Row[]; readonly hasMore: boolean } => ({
  rows: found.slice(0, size),
  hasMore: found.length > size,
});
