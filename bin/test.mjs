import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { check } from './check.mjs';
import { build, fetchModels, install } from './prepare.mjs';
import { checkNode, inRoot, root, say, Stop } from './progress.mjs';

const brokenOff = (what) => ({ passed: 0, failed: 1, skipped: 0, failures: [what] });

/** Each failed test of a report with its file and the first line of what went wrong. */
const failuresOf = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`${file}: ${message.split('\n')[0]}`];
    return failed.map((test) => `${file} > ${test.fullName}: ${test.failureMessages[0]?.split('\n')[0]}`);
  });

/** What a finished run reports; a run that broke off without a failed test still counts as one failure. */
function countsOf(report, exitCode) {
  if (!existsSync(report)) return brokenOff(`没有跑完（退出码 ${exitCode}）`);
  const results = JSON.parse(readFileSync(report, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
  const failures = failuresOf(results);
  const counts = { passed: numPassedTests, skipped: numPendingTests + numTodoTests };
  if (numFailedTests > 0 || exitCode === 0) return { ...counts, failed: numFailedTests, failures };
  return { ...counts, failed: 1, failures: [...failures, `退出码 ${exitCode}，没有失败的用例`] };
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
const failures = [];
const add = (counts) => {
  for (const key of Object.keys(total)) total[key] += counts[key];
  failures.push(...counts.failures);
};

add((await prepared()) ? { passed: 1, failed: 0, skipped: 0, failures: [] } : brokenOff('安装或编译没有完成'));
if (total.failed === 0) for (const each of runs()) add(each());
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.exitCode = total.failed > 0 ? 1 : 0;
// Named again at the end: a log that is cut keeps its last lines.
for (const each of failures) process.stdout.write(`✗ ${each}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
