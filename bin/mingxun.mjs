import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build, install } from './prepare.mjs';
import { checkNode, inRoot, run, Stop } from './progress.mjs';

await run(async () => {
  checkNode();
  await install();
  await build();
  const main = inRoot('dist', 'cli.js');
  if (!existsSync(main)) throw new Stop('缺少命令行入口 src/cli.ts。请检查代码是否完整。');
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
});
