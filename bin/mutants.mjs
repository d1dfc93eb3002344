import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { bundleWithMutants } from './mutants/bundle.mjs';
import { checkNode, inRoot, run, say, seconds, Stop } from './progress.mjs';

const patience = 30_000;
const workerFile = new URL('./mutants/worker.mjs', import.meta.url);

/** Mutants nothing can tell from the rule, each with its reason. */
const equivalents = () => JSON.parse(readFileSync(inRoot('bin', 'mutants', 'equivalents.json'), 'utf8'));

async function startWorker(code) {
  const worker = new Worker(workerFile, { workerData: { code } });
  const report = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  return { worker, report };
}

/** One worker through the common queue; one that does not come back is ended, and its mutant counts as killed. */
async function workThrough(queue, code, done) {
  const first = await startWorker(code);
  const { report } = first;
  let { worker } = first;
  if (report.unsound.length > 0) throw new Stop(`这些测试在原样的规则上就不通过：\n${report.unsound.join('\n')}`);
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const answer = await new Promise((resolve) => {
      const late = setTimeout(() => resolve({ id: mutant.id, killer: '没有终止', isReached: true }), patience);
      worker.once('message', (message) => {
        clearTimeout(late);
        resolve(message);
      });
      worker.postMessage(mutant);
    });
    done({ ...mutant, ...answer });
    if (answer.killer !== '没有终止') continue;
    await worker.terminate();
    ({ worker } = await startWorker(code));
  }
  await worker.terminate();
  return report;
}

const width = (text) => [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
const padded = (text, to) => text + ' '.repeat(Math.max(0, to - width(text)));
function print(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => width(row[at]))));
  for (const row of rows)
    process.stdout.write(
      `${row
        .map((cell, at) => padded(cell, widths[at]))
        .join('  ')
        .trimEnd()}\n`,
    );
}

function tell(results) {
  const left = equivalents();
  /** Each line of the list stands for one mutant: a second one of the same wording is not excused by it. */
  const isEquivalent = ({ rule, change }) => {
    const at = left.findIndex((each) => each.rule === rule && each.change === change);
    return at >= 0 && left.splice(at, 1).length > 0;
  };
  const survived = results.filter(({ killer }) => killer === undefined);
  const standing = survived.filter((each) => !isEquivalent(each));
  const rules = [...new Set(results.map(({ rule }) => rule))];
  const row = (name, of) => {
    const left = of.filter((each) => survived.includes(each));
    const real = left.filter((each) => standing.includes(each));
    return [name, ...[of.length, of.length - left.length, left.length - real.length, real.length].map(String)];
  };
  print([
    ['规则', '变异', '杀死', '等价', '存活'],
    ...rules.map((id) =>
      row(
        id,
        results.filter(({ rule }) => rule === id),
      ),
    ),
    row(`共 ${rules.length} 条`, results),
  ]);
  for (const { rule, file, line, change, isReached } of standing)
    process.stdout.write(`存活 ${rule} ${file}:${line}　${change}${isReached ? '' : '（没有测试走到这里）'}\n`);
  const asked = left.filter(({ rule }) => rules.includes(rule));
  for (const { rule, change } of asked) process.stdout.write(`等价表中多余 ${rule}　${change}\n`);
  process.exitCode = standing.length > 0 || asked.length > 0 ? 1 : 0;
}

await run(async () => {
  checkNode();
  const { values } = parseArgs({ options: { rule: { type: 'string' }, verbose: { type: 'boolean' } } });
  const since = performance.now();
  const { mutants, code } = await bundleWithMutants();
  const siblings = Map.groupBy ? Map.groupBy(mutants, ({ rule }) => rule) : undefined;
  const idsOf = (rule) => (siblings?.get(rule) ?? mutants.filter((each) => each.rule === rule)).map(({ id }) => id);
  const asked = mutants.filter(({ rule }) => !values.rule || rule === values.rule);
  if (asked.length === 0) throw new Stop(`没有规则“${values.rule}”，规则编号见规则手册。`);
  const queue = asked.map((each) => ({ ...each, siblings: idsOf(each.rule) }));
  say(`${asked.length} 个变异，先把测试在原样的规则上跑一遍…`);
  const results = [];
  const done = (result) => {
    results.push(result);
    if (results.length % 200 === 0) say(`  ${results.length}/${asked.length}，${seconds(since)}`);
  };
  const threads = Math.min(availableParallelism(), Math.ceil(queue.length / 100));
  const [report] = await Promise.all(Array.from({ length: threads }, () => workThrough(queue, code, done)));
  if (values.verbose) say(`${report.tests} 项测试`);
  tell(results.sort((a, b) => a.id - b.id));
  say(`用时 ${seconds(since)}`);
});
// Workers may still be at a mutant without end.
process.exit(process.exitCode);
