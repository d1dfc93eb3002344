import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build, install } from './prepare.mjs';
import { checkNode, inRoot, run } from './progress.mjs';
import { serverOptions } from './server-bundle.mjs';

/** Takes the pictures of the guides anew: the built product, the demonstration city, a browser. */
await run(async () => {
  checkNode();
  await install();
  await build();
  const esbuild = await import('esbuild');
  const made = inRoot('dist', 'guide-pictures.js');
  const from = { 'guide-pictures': 'journeys/guides/take-pictures.ts' };
  await esbuild.build({ ...serverOptions(from), outdir: inRoot('dist'), logLevel: 'error' });
  await esbuild.stop();
  try {
    const { takePictures } = await import(pathToFileURL(made).href);
    if (!(await takePictures(process.argv.slice(2)))) process.exitCode = 1;
  } finally {
    rmSync(made, { force: true });
    rmSync(`${made}.map`, { force: true });
  }
});
