import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal } from './testing-boundaries';
import { type Import, importsOf, resolver } from './testing-imports';

const source = import.meta.dirname;
const packageText = readFileSync(join(source, '..', 'package.json'), 'utf8');
const resolve = resolver(packageText);

const realImports = (): Import[] =>
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|vue)$/.test(file) && !file.endsWith('.d.ts'))
    .flatMap((file) => importsOf(file, readFileSync(join(source, file), 'utf8'), resolve));

/** What the lines of an invented file are refused for. */
const refusals = (file: string, ...lines: string[]): string[] =>
  importsOf(file, lines.join('\n'), resolve).flatMap((each) => refusal(each) ?? []);

describe('every import of the sources', () => {
  const imports = realImports();

  it('is read: modules, types, re-exports, pages and what is loaded later', () => {
    expect(imports.length).toBeGreaterThan(1000);
    const seen = (from: string, to: string) => imports.find((each) => each.from === from && each.to === to);
    expect(seen('operations.ts', 'registers/server/index.ts')).toMatchObject({ isTypeOnly: false });
    expect(seen('ui/api.ts', 'platform/operation.ts')).toMatchObject({ isTypeOnly: true });
    expect(seen('registers/index.ts', 'registers/domain/institution.ts')).toBeDefined();
    expect(seen('stages/2-opening/web/pages.ts', 'stages/2-opening/web/ClassPage.vue')).toBeDefined();
    expect(seen('ui/AppFrame.vue', 'vue')).toMatchObject({ isPackage: true });
  });

  it('points one way: kernel ← law ← domain ← server ← web ← main', () => {
    expect(imports.flatMap((each) => refusal(each) ?? [])).toEqual([]);
  });
});

describe('an import is refused', () => {
  const planted: readonly [rule: string, file: string, line: string][] = [
    ['kernel imports only kernel', 'kernel/money.ts', "import { figures } from '#law/figures';"],
    ['kernel imports no package', 'kernel/money.ts', "import { z } from 'zod';"],
    ['law imports only kernel, law', 'law/rule.ts', "import type { Context } from '#platform/operation';"],
    ['law imports no package', 'law/rule.ts', "import { readFileSync } from 'node:fs';"],
    ['domain imports only', 'stages/2-opening/domain/opening.ts', "import { x } from '../server/store';"],
    ['domain imports only', 'stages/2-opening/domain/opening.ts', "import { x } from '../web/words';"],
    ['domain imports only', 'stages/2-opening/domain/opening.ts', "import type { x } from '#platform/clock';"],
    ['domain imports only', 'stages/2-opening/domain/opening.ts', "import { x } from '#registers/server';"],
    ['domain imports only', 'stages/2-opening/domain/opening.ts', "import { x } from '#opening';"],
    ['domain imports no package', 'registers/domain/accounts.ts', "import { z } from 'zod';"],
    [
      'past its door',
      'stages/2-opening/domain/opening.ts',
      "import { x } from '../../../registers/domain/institution';",
    ],
    ['past its door', 'stages/3-attendance/server/store.ts', "import { x } from '../../2-opening/server/store';"],
    ['past its door', 'stages/3-attendance/domain/rules.ts', "export * from '../../2-opening/domain/opening';"],
    ['past its door', 'office/menu.ts', "import { x } from '../stages/2-opening/domain/opening';"],
    ['past its door', 'operations.ts', "import { x } from './stages/2-opening/server/store';"],
    ['past its door', 'demo/city.ts', "import { x } from '../stages/2-opening/server/store';"],
    ['past its door', 'office/router.ts', "const page = () => import('../stages/2-opening/web/ClassPage.vue');"],
    ['a later stage', 'registers/server/search.ts', "import { openingOperations } from '#opening/server';"],
    ['a later stage', 'registers/index.ts', "export { x } from '#opening';"],
    ['a later stage', 'stages/1-intent/domain/rules.ts', "import type { x } from '#opening';"],
    [
      'a later stage',
      'stages/2-opening/web/ClassPage.vue',
      "<script setup>\nimport x from '../../3-attendance/index';\n</script>",
    ],
    ['a later stage', 'stages/2-opening/server/store.test.ts', "import { x } from '../../3-attendance/server/index';"],
    ['door imports only', 'stages/2-opening/index.ts', "export { x } from './server/store';"],
    ['platform imports only', 'platform/clock.ts', "import { x } from '#registers';"],
    ['platform imports only', 'platform/clock.ts', "import { x } from '#registers/server';"],
    ['platform imports only', 'platform/clock.ts', "import { stages } from '#stages';"],
    ['platform imports only', 'platform/clock.ts', "import { x } from '../ui/format';"],
    ['platform imports only', 'platform/clock.ts', "import { x } from '../office/menu';"],
    ['platform imports only', 'platform/clock.ts', "import { x } from '../demo/city';"],
    ['platform imports only', 'platform/clock.ts', "import { operations } from '../operations';"],
    ['ui imports only', 'ui/state.ts', "import type { x } from '#registers';"],
    ['ui imports only', 'ui/state.ts', "import { stages } from '#stages';"],
    ['ui imports only', 'ui/state.ts', "import type { ApiOf } from '#platform/operation';"],
    ['ui imports only', 'ui/Card.vue', '<script setup lang="ts">\nimport { x } from \'../office/session\';\n</script>'],
    ['only as a type', 'ui/api.ts', "import { done } from '#platform/operation';"],
    ['only as a type', 'ui/api.ts', "import { operations } from '../operations';"],
    ['no node module', 'ui/state.ts', "import { join } from 'node:path';"],
    ['server imports only', 'stages/2-opening/server/store.ts', "import { x } from '../web/words';"],
    ['server imports only', 'stages/2-opening/server/store.ts', "import { x } from '#ui/format';"],
    ['server imports only', 'registers/server/search.ts', "import type { x } from '../../office/pages';"],
    ['server imports only', 'registers/server/search.ts', "import { x } from '../../demo/city';"],
    ['only as a type', 'stages/2-opening/web/words.ts', "import { showClass } from '../server/class-show';"],
    ['only as a type', 'stages/2-opening/web/words.ts', "import { type ClassView } from '../server/class-show';"],
    ['only as a type', 'stages/2-opening/web/words.ts', "import { done } from '#platform/operation';"],
    ['only as a type', 'stages/2-opening/web/words.ts', "const late = await import('../server/class-show');"],
    ['web imports only', 'registers/web/pages.ts', "import { x } from '../../demo/city';"],
    ['no node module', 'stages/2-opening/web/words.ts', "import { join } from 'node:path';"],
    ['only as a type', 'office/session.ts', "import { operations } from '../operations';"],
    ['office imports only', 'office.ts', "import { makeCity } from './demo/city';"],
    ['main imports only', 'main.ts', "import { x } from '#ui/format';"],
    ['main imports only', 'product.ts', "import { x } from './office/session';"],
  ];

  it.each(planted)('%s — %s: %s', (rule, file, line) => {
    const [first, ...more] = refusals(file, line);
    expect(more).toEqual([]);
    expect(first).toContain(rule);
    expect(first).toContain(file);
  });

  it('each of several, by the line it stands in', () => {
    const lines = [
      "import { x } from '#law/rule';",
      '',
      "import { y } from '#ui/format';",
      "export { z } from '#platform/clock';",
    ];
    expect(refusals('kernel/money.ts', ...lines)).toEqual([
      'kernel/money.ts:1 imports #law/rule: kernel imports only kernel',
      'kernel/money.ts:3 imports #ui/format: kernel imports only kernel',
      'kernel/money.ts:4 imports #platform/clock: kernel imports only kernel',
    ]);
  });
});

describe('an import is allowed', () => {
  it.each([
    ['stages/2-opening/domain/opening.ts', "import type { Level } from '#registers';"],
    ['stages/3-attendance/domain/rules.ts', "import { x } from '#opening';"],
    ['stages/3-attendance/server/store.ts', "import { x } from '#opening/server';"],
    ['stages/3-attendance/web/words.ts', "import type { x } from '#opening/server';"],
    ['stages/2-opening/web/words.ts', "import type { ClassView } from '../server/class-show';"],
    ['stages/2-opening/web/words.ts', "type View = import('../server/class-show').ClassView;"],
    ['stages/2-opening/web/pages.ts', "import type { OfficePage } from '../../../office/pages';"],
    ['stages/2-opening/domain/opening.test.ts', "import { freshDatabase } from '#platform/database/testing';"],
    ['ui/api.ts', "import type { ApiOf } from '#platform/operation';"],
    ['office/all-pages.ts', "import { openingPages } from '../stages/2-opening/web/pages';"],
    ['operations.ts', "import { openingOperations } from '#opening/server';"],
    ['main.ts', "import { loadDemoCity } from './demo/load';"],
    ['registers/server/system-status.ts', "import { version } from '../../../package.json';"],
    [
      'ui/Card.vue',
      "<style>@import './card.css';</style>\n<script setup lang=\"ts\">\nimport './card.css';\n</script>",
    ],
  ])('%s: %s', (file, line) => expect(refusals(file, line)).toEqual([]));
});
