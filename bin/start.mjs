import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build, fetchModelsInBackground, install } from './prepare.mjs';
import { checkNode, endWithNpm, inRoot, run, say, Stop } from './progress.mjs';

await run(async () => {
  checkNode();
  if (!existsSync(inRoot('dist', 'main.js'))) say('第一次启动约需一两分钟，以后几秒即可。');
  await install();
  await build();
  const main = inRoot('dist', 'main.js');
  if (!existsSync(main)) throw new Stop('缺少服务端入口 src/main.ts，无法启动。请检查代码是否完整。');
  endWithNpm();
  fetchModelsInBackground();
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
});
