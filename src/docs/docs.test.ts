import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clauseIds } from '#law/clause-ids';
import { exitCodes, type Terminal } from '#platform/command-line/command';
import { dispatch } from '#platform/command-line/dispatch';
import { stages } from '#stages';
import { operations } from '../operations';
import { clauseCoverage } from './clause-coverage';
import { clausePage, standingOf } from './clause-page';
import { docsCommand } from './docs-command';
import { madeDocuments } from './documents';
import { pageUses } from './pages';
import { readSources } from './sources';

const root = join(import.meta.dirname, '..', '..');
const heard = () => {
  const lines: string[] = [];
  const terminal: Terminal = { print: (text) => lines.push(text), tell: (text) => lines.push(text) };
  return { lines, terminal };
};

describe('the documents made from the code', () => {
  it.each(madeDocuments.map((made) => [made.path, made] as const))(
    '%s is as the code says (UPDATE=1 rewrites it)',
    (path, made) => {
      const file = join(root, path);
      const text = made.make(root);
      if (process.env['UPDATE']) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
    },
  );

  it('come out the same every time', () => {
    for (const made of madeDocuments) expect(made.make(root)).toBe(made.make(root));
  });
});

describe('the coverage of the clauses', () => {
  const sources = readSources(root);
  const coverage = clauseCoverage(sources);
  const of = (id: string) => coverage.find((clause) => clause.id === id);

  it('tells every clause once, in the documents’ order', () => {
    expect(coverage.map(({ id }) => id)).toEqual(clauseIds);
  });

  it('finds rule, figure, operation, page and test of a clause that is carried out', () => {
    expect(of('2021.3.4')).toMatchObject({ stages: [{ number: 2, name: '开班', isBuilt: true }] });
    expect(of('2021.3.4')?.rules.map(({ id }) => id)).toContain('opening.enough-posts');
    expect(of('2021.3.4')?.figures.map(({ name }) => name)).toContain('postsPerTrainee');
    expect(of('2021.3.4')?.tests).toContain('src/stages/2-opening/domain/post-rules.test.ts');
    expect(of('2024.1.1')?.operations.map(({ name }) => name)).toContain('class.file');
    expect(of('2024.1.1')?.pages).toContain('/classes/:classId');
  });

  it('calls a clause carried out only where a rule or an operation cites it and all its stages stand', () => {
    const empty = { stages: [], rules: [], figures: [], operations: [], pages: [], tests: [] };
    const stage = { number: 2, name: '开班', isBuilt: true };
    const later = { number: 6, name: '补贴', isBuilt: false };
    const act = { name: 'class.file', title: '申报开班' };
    const standing = (change: object) => standingOf({ id: '2021.3', ...empty, ...change });
    expect(standing({ stages: [stage], operations: [act] })).toBe('已落实');
    expect(standing({ stages: [stage, later], operations: [act] })).toBe('部分落实');
    expect(standing({ operations: [act] })).toBe('部分落实');
    expect(standing({})).toBe('无自动事项');
    expect(standing({ stages: [later] })).toBe('未建');
    expect(standing({ stages: [later], tests: ['x.test.ts'] })).toBe('未建');
    expect(standing({ stages: [stage] })).toBe('无自动事项');
    expect(standing({ stages: [stage], figures: [{}] })).toBe('部分落实');
  });

  it('calls unbuilt what belongs to a stage without a folder', () => {
    const unbuilt = stages.filter(({ number }) => !sources.builtStages.includes(number));
    for (const { clauses } of unbuilt) {
      for (const id of clauses) expect(of(id)?.stages.some(({ isBuilt }) => !isBuilt)).toBe(true);
    }
    expect(sources.builtStages).toContain(2);
  });

  it('does not take 2021.3.4 for 2021.3, nor a longer rule for a shorter one', () => {
    const test = {
      path: 'src/a.test.ts',
      text: "cites: ['2021.3.4'], rule: 'opening.plan-hours-x'; '2024.1.10' x2021.4.1",
    };
    const told = clauseCoverage({ tests: [test], web: [], builtStages: [] });
    expect(told.filter(({ tests }) => tests.length > 0).map(({ id }) => id)).toEqual(['2021.3.4']);
    const sentence = { path: 'src/b.test.ts', text: 'see 2021.3.2. And opening.plan-hours, too' };
    const whole = clauseCoverage({ tests: [sentence], web: [], builtStages: [] });
    expect(whole.filter(({ tests }) => tests.length > 0).map(({ id }) => id)).toEqual(['2021.3.2', '2021.A3']);
  });

  it('shows a clause nobody carries out as such', () => {
    const page = clausePage(clauseCoverage({ tests: [], web: [], builtStages: [] }));
    expect(page).toContain('2021通知 三④');
    expect(page).not.toContain('| 已落实 |');
  });

  it('leaves to no stage only what all stages share', () => {
    expect(coverage.filter((clause) => clause.stages.length === 0).map(({ id }) => id)).toEqual([
      '2024.2.0',
      '2024.2.2.1.1',
      '2024.2.2.1.2',
      '2024.2.2.1.6',
      '2024.2.2.2.1',
      '2024.2.2.2.7',
    ]);
  });
});

describe('the pages', () => {
  it('reach operations that exist, through their parts', () => {
    const known = new Set<string>(operations.map(({ name }) => name));
    const uses = pageUses(readSources(root).web);
    expect(uses.flatMap((page) => page.operations.filter((name) => !known.has(name)))).toEqual([]);
    expect(uses.find(({ address }) => address === '/classes/:classId')?.operations).toContain('class.file');
  });

  it('are read from the lists of the stages', () => {
    const file = (path: string, text: string) => ({ path: `src/stages/2-opening/web/${path}`, text });
    const web = [
      file('pages.ts', "{ route: { path: '/a', name: 'a', component: () => import('./A.vue') }, by: x }"),
      file('A.vue', "import B from './B.vue'; import { c } from './c'; api.class.show()"),
      file('B.vue', "api.class['save-plan']({})"),
      file('c.ts', "import A from './A.vue'; api.work.queue()"),
      file('D.vue', 'api.class.file()'),
    ];
    expect(pageUses(web)).toEqual([
      {
        address: '/a',
        file: 'src/stages/2-opening/web/A.vue',
        operations: ['class.save-plan', 'class.show', 'work.queue'],
      },
    ]);
  });
});

describe('the command', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mx-docs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('writes the documents where the sources are', async () => {
    const { lines, terminal } = heard();
    mkdirSync(join(folder, 'src', 'law'), { recursive: true });
    writeFileSync(join(folder, 'src', 'law', 'clause-ids.ts'), '');
    expect(await dispatch([docsCommand({ root: folder })], ['docs', 'opening-states'], terminal)).toBe(exitCodes.done);
    expect(lines).toEqual(['docs/states/opening.md']);
    expect(readFileSync(join(folder, 'docs/states/opening.md'), 'utf8')).toContain('drafted --> filed: 申报开班');
    expect(await dispatch([docsCommand({ root: folder })], ['docs'], terminal)).toBe(exitCodes.done);
    expect(readFileSync(join(folder, 'docs/clauses.md'), 'utf8')).toContain('# 条款对照');
  });

  it('says where it cannot, and which documents there are', async () => {
    const { lines, terminal } = heard();
    expect(await dispatch([docsCommand({ root: join(folder, 'docs') })], ['docs'], terminal)).toBe(exitCodes.refused);
    expect(lines.join('\n')).toContain('只能在源代码目录中生成');
    expect(await dispatch([docsCommand({ root: folder })], ['docs', 'xyz'], terminal)).toBe(exitCodes.refused);
    expect(lines.join('\n')).toContain(
      '没有“xyz”这份文档，可写 clauses 或 opening-states 或 change-states 或 leave-states',
    );
  });
});
