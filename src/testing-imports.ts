import { posix } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';

/** One import as written, with the file it leads to; paths are relative to `src`. */
export interface Import {
  readonly from: string;
  readonly line: number;
  readonly written: string;
  readonly to: string;
  readonly isPackage: boolean;
  /** `import type`: gone before the program runs. An inline `type` still loads the module. */
  readonly isTypeOnly: boolean;
}

type Resolve = (file: string, written: string) => { to: string; isPackage: boolean };

const packageForm = z.object({ imports: z.record(z.string(), z.string()) });

/** Where an import leads, by the aliases of package.json; an alias nobody declared stays as written. */
export function resolver(packageText: string): Resolve {
  const aliases = Object.entries(packageForm.parse(JSON.parse(packageText)).imports);
  const targetOf = (written: string): string | undefined => {
    for (const [alias, target] of aliases) {
      const [head = '', tail] = alias.split('*');
      if (tail === undefined ? written === alias : written.startsWith(head) && written.endsWith(tail)) {
        const middle = tail === undefined ? '' : written.slice(head.length, written.length - tail.length);
        return posix.relative('src', target.replace('*', middle));
      }
    }
    return undefined;
  };
  return (file, written) => {
    if (written.startsWith('#')) return { to: targetOf(written) ?? written, isPackage: false };
    if (!written.startsWith('.')) return { to: written, isPackage: true };
    const path = posix.join(posix.dirname(file), written).replace(/\?raw$/, '');
    return { to: /\.(?:ts|vue|css|json|typ|mjs)$/.test(path) ? path : `${path}.ts`, isPackage: false };
  };
}

/** The scripts of a page with everything around them blanked, so that lines keep their numbers. */
function scriptsOf(text: string): string {
  const blank = (part: string) => part.replaceAll(/[^\n]/g, ' ');
  let rest = 0;
  let code = '';
  for (const found of text.matchAll(/(<script[^>]*>)([\s\S]*?)<\/script>/g)) {
    const begins = found.index + (found[1]?.length ?? 0);
    code += blank(text.slice(rest, begins)) + (found[2] ?? '');
    rest = begins + (found[2]?.length ?? 0);
  }
  return code + blank(text.slice(rest));
}

interface Mention {
  readonly specifier: ts.Expression;
  readonly isTypeOnly: boolean;
}

function mentionOf(node: ts.Node): Mention | undefined {
  if (ts.isImportDeclaration(node)) {
    return {
      specifier: node.moduleSpecifier,
      isTypeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: node.moduleSpecifier, isTypeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    return specifier ? { specifier, isTypeOnly: false } : undefined;
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal, isTypeOnly: true };
  }
  return undefined;
}

/** Every import of a module or page: declarations, re-exports, `import()` in code and in types. */
export function importsOf(file: string, text: string, resolve: Resolve): Import[] {
  const code = file.endsWith('.vue') ? scriptsOf(text) : text;
  const tree = ts.createSourceFile(file.replace(/\.vue$/, '.ts'), code, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const mention = mentionOf(node);
    if (mention && ts.isStringLiteralLike(mention.specifier)) {
      const written = mention.specifier.text;
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ from: file, line, written, ...resolve(file, written), isTypeOnly: mention.isTypeOnly });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
