import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A source as text, by its path from the root of the repository. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Sources {
  readonly tests: readonly Source[];
  /** Pages and the modules beside them. */
  readonly web: readonly Source[];
  /** Numbers of the stages that can be worked with: they have a server door. */
  readonly builtStages: readonly number[];
}

function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
}

/** What the documents about the product are made from, besides the code that runs: its tests and its pages. */
export function readSources(root: string): Sources {
  const read = (path: string): Source => ({ path, text: readFileSync(join(root, path), 'utf8') });
  const sources = filesBelow(root, 'src');
  const journeys = filesBelow(root, 'journeys');
  const stages = new Set(
    sources.flatMap((path) => /^src\/stages\/(\d+)-[^/]+\/server\/index\.ts$/.exec(path)?.[1] ?? []),
  );
  return {
    tests: [...sources, ...journeys]
      .filter((path) => path.endsWith('.test.ts') && !path.startsWith('src/docs/'))
      .map(read),
    web: sources.filter((path) => /\/web\/.*\.(?:ts|vue)$/.test(path) && !path.endsWith('.test.ts')).map(read),
    builtStages: [...stages].map(Number).sort((a, b) => a - b),
  };
}

/** Whether `root` holds the sources at all: an installed product has none. */
export const hasSources = (root: string): boolean => existsSync(join(root, 'src', 'law', 'clause-ids.ts'));
