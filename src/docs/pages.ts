import { posix } from 'node:path';
import type { Source } from './sources';

/** A page of the office and the operations it and its parts call. */
export interface PageUse {
  readonly address: string;
  readonly file: string;
  readonly operations: readonly string[];
}

const imported = /(?:from |import\(|import )'(\.[^']+)'/g;
const called = /\bapi\.(\w+)(?:\.(\w+)|\['([\w-]+)'\])/g;
const routed = /route: \{\s*path: '([^']+)'[^}]*?import\('([^']+)'\)/g;

/** All modules a page is made of, in the same tree of sources. */
function partsOf(path: string, sources: ReadonlyMap<string, Source>, seen = new Set<string>()): Set<string> {
  const source = sources.get(path);
  if (!source || seen.has(path)) return seen;
  seen.add(path);
  // The list of a stage's pages loads every page; it is no part of one.
  if (path.endsWith('/pages.ts')) return seen;
  for (const [, written = ''] of source.text.matchAll(imported)) {
    const target = posix.join(posix.dirname(path), written);
    partsOf(sources.has(target) ? target : `${target}.ts`, sources, seen);
  }
  return seen;
}

/** Every page in the stages' lists, with the operations it reaches; a page not written yet reaches none. */
export function pageUses(web: readonly Source[]): PageUse[] {
  const sources = new Map(web.map((source) => [source.path, source]));
  return web
    .filter(({ path }) => path.endsWith('/web/pages.ts'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(routed)].map(([, address = '', written = '']): PageUse => {
        const file = posix.join(posix.dirname(path), written);
        const operations = [...partsOf(file, sources)].flatMap((part) =>
          [...(sources.get(part)?.text.matchAll(called) ?? [])].map(
            ([, subject = '', plain, quoted]) => `${subject}.${plain ?? quoted ?? ''}`,
          ),
        );
        return { address, file, operations: [...new Set(operations)].sort() };
      }),
    );
}
