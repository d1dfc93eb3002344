import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inRoot } from './progress.mjs';

/** Every program of the server: the file in `dist`, and the source it starts from. */
const entries = {
  main: 'src/main.ts',
  cli: 'src/cli.ts',
  'spreadsheet-child': 'src/platform/spreadsheet/child.ts',
  'typesetting-child': 'src/platform/typesetting/child.ts',
  'face-worker': 'src/platform/faces/face-worker.ts',
  'pdf-child': 'src/platform/files/pdf-child.ts',
  bench: 'bench/index.ts',
  'bench-devices': 'bench/device-load-worker.ts',
};

export const presentEntries = () =>
  Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(inRoot(source))));

/** `import text from './file.typ?raw'`: the file as a text. */
export const rawText = {
  name: 'raw-text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -'?raw'.length)),
      namespace: 'raw-text',
    }));
    onLoad({ filter: /.*/, namespace: 'raw-text' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
      resolveDir: dirname(path),
      watchFiles: [path],
    }));
  },
};

export const serverOptions = (entryPoints) => ({
  absWorkingDir: inRoot(),
  entryPoints,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  plugins: [rawText],
});
