import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { inRoot } from '../progress.mjs';
import { standIn } from './vitest.mjs';

/** A check that asks itself so often in one test is in a loop without end. */
const callLimit = 20_000_000;

const { code } = workerData;
const script = new Script(`(require, module, exports) => {${code}\n}`, { filename: 'mutants.cjs' });
const require = createRequire(inRoot('package.json'));
fc.configureGlobal({ seed: 20240718, endOnFailure: true, numRuns: 100 });
require('fast-check').configureGlobal({ seed: 20240718, endOnFailure: true, numRuns: 100 });

const { declared, vitest } = standIn();
globalThis.vitest = vitest;
let active = 0;
let calls = 0;
let reached = new Set();
globalThis.isMutant = (id) => {
  reached.add(id);
  if ((calls += 1) > callLimit) throw new Error('a loop without end');
  return id === active;
};
globalThis.dayAfter = (day) => {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
};

/** The program anew, with its test files not yet read. */
function load() {
  const module = { exports: {} };
  script.runInThisContext()(require, module, module.exports);
  return globalThis.testFiles;
}

async function testsOf(files, name) {
  await files[name]();
  return declared();
}

async function passes(test) {
  calls = 0;
  try {
    await test.run();
    return true;
  } catch {
    return false;
  }
}

/** Every test once with nothing mistaken: how long it takes and which places it reaches. */
async function survey() {
  const files = load();
  const atLoad = new Set();
  const known = [];
  for (const name of Object.keys(files)) {
    reached = atLoad;
    const tests = await testsOf(files, name);
    for (const [at, test] of tests.entries()) {
      reached = new Set();
      const began = performance.now();
      const isSound = await passes(test);
      known.push({ name, at, title: test.title, took: performance.now() - began, reached, isSound, test });
    }
  }
  return { known, atLoad };
}

const { known, atLoad } = await survey();
/** What takes longer holds everything at once; a rule is to be held by what is quickly asked. */
const longest = 1000;
const quickFirst = known.filter(({ took, isSound }) => isSound && took < longest).sort((a, b) => a.took - b.took);

async function killerOfDynamic(mutant) {
  for (const each of quickFirst) if (each.reached.has(mutant.id) && !(await passes(each.test))) return each;
}

/** What is read once, as the files are: they are read anew, and the tests of the rule asked again. */
async function killerOfStatic({ siblings }) {
  const ofRule = quickFirst.filter(
    ({ name, reached: places }) => name.endsWith('all-rules.test.ts') || siblings.some((id) => places.has(id)),
  );
  let files;
  try {
    files = load();
  } catch {
    return { title: '程序不能载入' };
  }
  const loaded = new Map();
  for (const each of ofRule) {
    try {
      if (!loaded.has(each.name)) loaded.set(each.name, await testsOf(files, each.name));
    } catch {
      return { title: `${each.name} 不能载入` };
    }
    const test = loaded.get(each.name)[each.at];
    if (!test || !(await passes(test))) return each;
  }
}

parentPort.on('message', async (mutant) => {
  active = mutant.id;
  reached = new Set();
  const killer = await (atLoad.has(mutant.id) ? killerOfStatic(mutant) : killerOfDynamic(mutant));
  active = 0;
  const isReached = atLoad.has(mutant.id) || known.some((each) => each.reached.has(mutant.id));
  parentPort.postMessage({ id: mutant.id, killer: killer?.title, isReached });
});
const unsound = known.filter(({ isSound }) => !isSound).map(({ name, title }) => `${name} › ${title}`);
parentPort.postMessage({ ready: true, unsound, tests: known.length });
