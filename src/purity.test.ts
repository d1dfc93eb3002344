import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = import.meta.dirname;
const isPure = (file: string) =>
  /^(?:kernel|law)\/|\/domain\//.test(file) && file.endsWith('.ts') && !file.endsWith('.test.ts');

/** Calls that read the clock or draw lots: `new Date()`, `Date()`, `Date.now()`, `Math.random()`. */
function impureCalls(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'Date') {
      if (!node.arguments?.length || ts.isCallExpression(node)) found.push(node.getText());
    }
    if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText())) {
      found.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('pure.ts', text, ts.ScriptTarget.ES2022, true));
  return found;
}

describe('rules, law and kernel', () => {
  it('read no clock and draw no lots', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isPure);
    expect(files).not.toEqual([]);
    const impure = files.flatMap((file) =>
      impureCalls(readFileSync(join(source, file), 'utf8')).map((call) => `${file}: ${call}`),
    );
    expect(impure).toEqual([]);
  });

  it('would be caught doing so', () => {
    const text = 'const a = new Date(); const b = Date.now(); const c = Math.random(); const d = new Date(0);';
    expect(impureCalls(text)).toEqual(['new Date()', 'Date.now', 'Math.random']);
  });
});
