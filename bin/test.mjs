import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check.mjs';
import { build, fetchModels, install } from './prepare.mjs';
import { checkNode, inRoot, root, say, Stop } from './progress.mjs';

const failedStep = { passed: 0, failed: 1, skipped: 0 };

/** What a finished run reports; a run that broke off without a failed test still counts as one failure. */
function countsOf(report, exitCode) {
  if (!existsSync(report)) return failedStep;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = numFailedTests === 0 && exitCode !== 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

function vitest(title, args, environment = {}) {
  say(`${title}…`);
  const folder = mkdtempSync(join(tmpdir(), 'mx-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--passWithNoTests'];
  const program = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [program, 'run', ...reporters, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const counts = countsOf(report, status);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}

const hasSystemPostgres = () =>
  existsSync('/usr/lib/postgresql') &&
  readdirSync('/usr/lib/postgresql').some(
    (major) => Number(major) >= 15 && existsSync(`/usr/lib/postgresql/${major}/bin/postgres`),
  );

/** All runs, one after the other: later ones run even when an earlier one failed. */
function* runs() {
  yield check;
  yield () => vitest('单元与性质测试（内置 PostgreSQL）', [], { MINGXUN_POSTGRES: 'npm' });
  if (hasSystemPostgres()) {
    const folders = ['src/platform/', '/server/'];
    yield () => vitest('数据库测试（系统 PostgreSQL）', folders, { MINGXUN_POSTGRES: 'system' });
  }
  yield () => vitest('全流程测试（浏览器）', ['--config', 'vitest.journeys.config.ts']);
}

async function prepared() {
  try {
    checkNode();
    await install();
    await build();
    fetchModels();
    return true;
  } catch (error) {
    say(error instanceof Stop ? error.message : String(error?.stack ?? error));
    return false;
  }
}

const total = { passed: 0, failed: 0, skipped: 0 };
const add = (counts) => {
  for (const key of Object.keys(total)) total[key] += counts[key];
};

add((await prepared()) ? { passed: 1, failed: 0, skipped: 0 } : failedStep);
if (total.failed === 0) for (const each of runs()) add(each());
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.exitCode = total.failed > 0 ? 1 : 0;
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
