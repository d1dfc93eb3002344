import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const expect = (value, message) => chai.expect(value, message);
Object.assign(expect, chai.expect);

/** Stands in for Vitest: keeps the tests as they are declared; a suite’s name stands before its tests’. */
export function standIn() {
  let tests = [];
  const path = [];
  let befores = [];
  const describe = (name, body) => {
    const outer = befores;
    befores = [...befores];
    path.push(name);
    body();
    path.pop();
    befores = outer;
  };
  const it = (name, body) => {
    const own = befores;
    const title = [...path, name].join(' › ');
    tests.push({
      title,
      async run() {
        for (const before of own) await before.once();
        await body();
      },
    });
  };
  const each = (declare) => (cases) => (name, body) => {
    for (const one of cases) {
      const given = Array.isArray(one) ? one : [one];
      declare(`${name} ${JSON.stringify(given[0])?.slice(0, 60)}`, () => body(...given));
    }
  };
  for (const declare of [describe, it]) {
    declare.each = each(declare);
    declare.skip = () => undefined;
    declare.skipIf = (isSkipped) => (isSkipped ? declare.skip : declare);
    declare.runIf = (isRun) => (isRun ? declare : declare.skip);
  }
  const beforeAll = (body) => {
    let done;
    befores.push({ once: () => (done ??= Promise.resolve(body())) });
  };
  const anything = new Proxy(() => anything, { get: (_, key) => (key === 'then' ? undefined : anything) });
  const vitest = { describe, it, test: it, expect, beforeAll, afterAll: () => undefined, expectTypeOf: anything };
  /** The tests declared since this was asked last. */
  const declared = () => {
    const found = tests;
    tests = [];
    return found;
  };
  return { declared, vitest };
}
