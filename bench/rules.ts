import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { allRules } from '../src/stages/2-opening/domain/all-rules';
import { generatedApplication, sinceTheMechanism } from '../src/stages/2-opening/domain/generated-applications';
import { judgeOpening } from '../src/stages/2-opening/domain/judge-opening';
import type { OpeningFacts } from '../src/stages/2-opening/domain/opening';
import { faultVariants } from '../src/stages/2-opening/domain/planted-variants';
import { rosterFields } from '../src/stages/2-opening/domain/roster/fields';
import { type BenchReport, fastestOf, medianOf } from './report';

const rows = 1_000_000;
const threads = 2;
const runs = 5;
/** Different applications of each thread; they are judged over and over until the rows are full. */
const different = 250;
/** One application in so many has a fault, as on an ordinary day. */
const faultEvery = 10;

const jobForm = z.object({ bench: z.literal('rules'), firstSeed: z.number() });
const orderForm = z.enum(['judge', 'read', 'end']);
const answerForm = z.object({ rows: z.number(), found: z.number() });

const spoilers = Object.values(faultVariants).flat();

/** Applications of all kinds, most of them clean. */
const applicationsFrom = (firstSeed: number): OpeningFacts[] =>
  Array.from({ length: different }, (_, at) => {
    const facts = generatedApplication(firstSeed + at, sinceTheMechanism);
    return at % faultEvery === 0 ? (spoilers[at % spoilers.length]?.(facts) ?? facts) : facts;
  });

function judgeAll(applications: readonly OpeningFacts[], wanted: number): z.output<typeof answerForm> {
  let [judged, found] = [0, 0];
  while (judged < wanted)
    for (const facts of applications) {
      if (judged >= wanted) break;
      found += judgeOpening(facts).length;
      judged += facts.roster.length;
    }
  return { rows: judged, found };
}

/** The limit: every cell of every row is read, and nothing is asked of it. */
function readAll(applications: readonly OpeningFacts[], wanted: number): z.output<typeof answerForm> {
  let [read, signs] = [0, 0];
  while (read < wanted)
    for (const { roster } of applications) {
      if (read >= wanted) break;
      for (const { cells } of roster) for (const field of rosterFields) signs += cells[field].length;
      read += roster.length;
    }
  return { rows: read, found: signs };
}

/** What one thread does: prepares, warms up, and works through its share each time it is told to. */
export function workAsThread(): void {
  const job = jobForm.safeParse(workerData);
  if (isMainThread || !parentPort || !job.success) return;
  const port = parentPort;
  const applications = applicationsFrom(job.data.firstSeed);
  const share = rows / threads;
  judgeAll(applications, share / 4);
  readAll(applications, share / 4);
  port.on('message', (message: unknown) => {
    const order = orderForm.parse(message);
    if (order === 'end') port.close();
    else port.postMessage(order === 'judge' ? judgeAll(applications, share) : readAll(applications, share));
  });
  port.postMessage({ rows: 0, found: 0 });
}

const answerOf = async (worker: Worker): Promise<z.output<typeof answerForm>> => {
  const [message]: unknown[] = await once(worker, 'message');
  return answerForm.parse(message);
};

async function time(workers: readonly Worker[], order: 'judge' | 'read') {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const waiting = workers.map(answerOf);
  for (const worker of workers) worker.postMessage(order);
  const answers = await Promise.all(waiting);
  const { user, system } = process.cpuUsage(cpu);
  const onCores = (user + system) / 1000 / threads;
  return { took: performance.now() - began, onCores, found: answers.reduce((sum, { found }) => sum + found, 0) };
}

/** All rules over a million rows of rosters, with everything that is filed beside them. */
export async function benchRules(): Promise<BenchReport> {
  const workers = Array.from(
    { length: threads },
    (_, at) => new Worker(new URL(import.meta.url), { workerData: { bench: 'rules', firstSeed: 1 + at * different } }),
  );
  await Promise.all(workers.map(answerOf));
  const judging: number[] = [];
  const onCores: number[] = [];
  const reading: number[] = [];
  let found = 0;
  for (let run = 0; run < runs; run += 1) {
    const judged = await time(workers, 'judge');
    judging.push(judged.took);
    onCores.push(judged.onCores);
    found = judged.found;
    reading.push((await time(workers, 'read')).took);
  }
  for (const worker of workers) worker.postMessage('end');
  return {
    claim: `${allRules.length} 条规则 × ${rows} 行花名册，连同申请表、计划、岗位、证明和跨班依据`,
    goal: '60 条规则 ≤ 2400 ms（2 核）',
    met: fastestOf(judging) <= 2400,
    series: [
      { name: `全部规则，${threads} 个线程`, unit: 'ms', values: judging },
      { name: `同上，处理器时间 ÷ ${threads}`, unit: 'ms', values: onCores },
      { name: '极限：同样的行只读不查', unit: 'ms', values: reading },
    ],
    notes: [
      `${threads * different} 份不同的申报轮流判断，每 ${faultEvery} 份有一处错；每遍发现 ${found} 处，每秒 ${Math.round(rows / (medianOf(judging) / 1000))} 行。`,
      '以最快一遍与目标比较：同机有别的程序时，慢的几遍说明的是机器；处理器时间不受它们多少影响。',
    ],
  };
}
