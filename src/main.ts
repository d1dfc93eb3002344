import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoAccounts, demoPassword } from './demo/accounts';
import { isDemoLoaded, loadDemoCity } from './demo/load';
import { jobs, schedule } from './jobs';
import { operations } from './operations';
import { createServer } from './platform/http/server';
import { openProduct } from './product';
import { copyDoor, deviceDoor, recordingDoor, stationDoor } from './stages/3-attendance/server/index';

const root = process.cwd();
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The sentence of a start that cannot be; programs’ own errors keep their trace in the log only. */
function giveUp(error: unknown): never {
  process.stderr.write(`没有启动：${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['MINGXUN_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  const { env } = process;
  const product = await openProduct({
    dataFolder: env['MINGXUN_DATA'] ?? join(root, 'data'),
    migrationsFolder: join(root, 'migrations'),
    environment: env,
    startsAsDemo: env['MINGXUN_DEMO'] !== '0',
    say,
  });
  if (product.isDemo && !(await isDemoLoaded(product.platform))) {
    say('首次启动，正在生成演示城市…');
    await loadDemoCity(product.platform, {
      progress: (done, total, label) => process.stdout.write(`\r  ${done}/${total} ${label}　　　　`),
    });
    say('');
  }
  const webRoot = join(root, 'dist', 'web');
  const app = await createServer(product.platform, {
    operations,
    doors: [deviceDoor(), stationDoor(), recordingDoor(), copyDoor()],
    webRoot: env['MINGXUN_DEV'] === '1' ? undefined : webRoot,
    deskOf: product.deskOf,
    trustedProxy: env['MINGXUN_TRUSTED_PROXY'],
    pageFacts: product.isDemo ? { isDemo: true, demoAccounts, demoPassword } : { isDemo: false, demoAccounts: [] },
    onFault({ reference, route, error }) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${JSON.stringify({ reference, route, what: what.replace(/\d{11,18}[Xx]?/g, '***') })}\n`);
    },
  });
  if (env['MINGXUN_DEV'] !== '1' && !existsSync(webRoot)) throw new Error('网页还没有构建，请用 npm start 启动。');
  const port = Number(env['MINGXUN_PORT'] ?? env['PORT'] ?? 8080);
  const host = env['MINGXUN_HOST'] ?? '127.0.0.1';
  await app.listen({ port, host }).catch((error: unknown) => {
    const isTaken = typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
    throw isTaken
      ? new Error(`端口 ${port} 已被占用。请先停掉占用的程序，或用 MINGXUN_PORT=8081 npm start 换一个端口。`)
      : error;
  });
  product.work({ jobs, schedule, warn: (sentence) => process.stderr.write(`${sentence}\n`) });
  say(`明训已就绪：http://localhost:${port}${product.isDemo ? '（演示数据）' : ''}`);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    say('正在停止…');
    void app
      .close()
      .then(() => product.close())
      .then(() => process.exit(0), giveUp);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

start().catch(giveUp);
