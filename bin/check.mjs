import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { install } from './prepare.mjs';
import { checkNode, inRoot, root, run, say, seconds } from './progress.mjs';

const module = (...parts) => inRoot('node_modules', ...parts);

/** What must hold of the sources before any test runs. */
const steps = [
  { name: '规则代码不含时钟、随机与读写', args: [module('typescript', 'bin', 'tsc'), '-p', 'tsconfig.domain.json'] },
  { name: '类型', args: [module('vue-tsc', 'bin', 'vue-tsc.js'), '-p', 'tsconfig.json'] },
  { name: '代码规范', args: [module('oxlint', 'bin', 'oxlint'), '--quiet'] },
  { name: '书写格式', args: [module('@biomejs', 'biome', 'bin', 'biome'), 'format', '--max-diagnostics=20'] },
];

function holds({ name, args }) {
  const since = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  say(`  ${status === 0 ? '✓' : '✗'} ${name}（${seconds(since)}）`);
  if (status !== 0) say(`${stdout}${stderr}`.trim());
  return status === 0;
}

/** Runs every check and counts each as one test. */
export function check() {
  say('检查代码…');
  const failures = steps.filter((step) => !holds(step)).map(({ name }) => `检查代码：${name}`);
  return { passed: steps.length - failures.length, failed: failures.length, skipped: 0, failures };
}

const isMain = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;
if (isMain) {
  await run(async () => {
    checkNode();
    await install();
    if (check().failed > 0) process.exitCode = 1;
  });
}
