import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { install } from './prepare.mjs';
import { checkNode, endWithNpm, inRoot, root, run, say } from './progress.mjs';
import { presentEntries, serverOptions } from './server-bundle.mjs';

let server;
let stopping = false;

async function stopServer() {
  const last = server;
  server = undefined;
  if (!last || last.exitCode !== null || last.signalCode !== null) return;
  last.kill('SIGTERM');
  await once(last, 'exit');
}

function startServer() {
  server = spawn(process.execPath, ['--enable-source-maps', inRoot('dist', 'main.js'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MINGXUN_DEV: '1' },
  });
  const started = server;
  started.once('exit', (code) => {
    if (server === started && !stopping) say(`服务端已退出（${code ?? '信号'}），改动源码后会重新启动。`);
  });
}

/** Restarts the server after every build that succeeded; one restart at a time. */
let restarts = Promise.resolve();
const restartAfterBuild = {
  name: 'restart',
  setup({ onEnd }) {
    onEnd(({ errors }) => {
      if (errors.length > 0) return;
      restarts = restarts.then(async () => {
        await stopServer();
        if (!stopping) startServer();
      });
    });
  },
};

await run(async () => {
  checkNode();
  endWithNpm();
  await install();
  rmSync(inRoot('dist', 'stamp'), { force: true });
  const esbuild = await import('esbuild');
  const options = serverOptions(presentEntries());
  const context = await esbuild.context({
    ...options,
    outdir: inRoot('dist'),
    plugins: [...options.plugins, restartAfterBuild],
    logLevel: 'warning',
  });
  await context.watch();
  say('开发模式：改动源码后服务端自动重启，按 Ctrl+C 结束。');
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      stopping = true;
      await context.dispose();
      await stopServer();
      process.exit(0);
    });
  }
});
