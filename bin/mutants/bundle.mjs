import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from '../progress.mjs';
import { switched } from './sites.mjs';

/** Where rules stand, with the tests beside them. */
const folders = ['src/stages/2-opening/domain', 'src/stages/3-attendance/domain'];
/** Drawn applications by the thousand hold all rules together, yet each has to be held by tests of its own; a database has none. */
const isLeftOut = (path) =>
  /\/generated-|\/truth-score\/|\/model\.test|\/lifecycle\.test/.test(relative(root, path)) ||
  readFileSync(path, 'utf8').includes('#platform/database');

const filesOf = (folder) =>
  readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name.endsWith('.ts'))
    .map((each) => join(each.parentPath ?? each.path, each.name))
    .sort();

const clausesOfLaw = () =>
  [...readFileSync(inRoot('src/law/clause-ids.ts'), 'utf8').matchAll(/'(20(?:21|24)\.[A-Z\d.]+)'/g)].map(
    ([, id]) => id,
  );

/** All sources with rules switched, and all tests beside them, as one program for `vm`. */
export async function bundleWithMutants() {
  const files = folders.filter((each) => existsSync(inRoot(each))).flatMap(filesOf);
  const clauses = [...new Set(clausesOfLaw())];
  let last = 0;
  const written = new Map();
  const mutants = [];
  for (const path of files.filter((each) => !each.endsWith('.test.ts'))) {
    const file = switched(path, clauses, () => (last += 1));
    if (file.mutants.length === 0) continue;
    written.set(path, file.code);
    mutants.push(...file.mutants);
  }
  const tests = files.filter((each) => each.endsWith('.test.ts') && !isLeftOut(each));
  const entry = tests.map((path) => `${JSON.stringify(relative(root, path))}: () => import(${JSON.stringify(path)}),`);
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    stdin: { contents: `globalThis.testFiles = {${entry.join('\n')}};`, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    write: false,
    logLevel: 'error',
    plugins: [{ name: 'mutants', setup: (build) => substitute(build, written) }],
  });
  await esbuild.stop();
  return { mutants, code: outputFiles[0].text };
}

function substitute({ onResolve, onLoad }, written) {
  onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'stand-in' }));
  onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({ contents: 'module.exports = globalThis.vitest;' }));
  onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    contents: (written.get(path) ?? readFileSync(path, 'utf8')).replaceAll(
      'import.meta.url',
      JSON.stringify(pathToFileURL(path).href),
    ),
    loader: 'ts',
  }));
}
