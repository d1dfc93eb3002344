import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';
import { root } from '../progress.mjs';
import { mistakesIn, mistakesOfLine, wrongClauses } from './operators.mjs';

const ruleId = /^(?:opening|roster|exchange|change|attendance)\.[a-z-]+$/;
/** Words and places are not the check: they are left as they are. */
const untouched = new Set(['id', 'title', 'says', 'fix', 'field', 'governedBy', 'register']);

const nameOf = (property) => (property.name && ts.isIdentifier(property.name) ? property.name.text : undefined);
const isRule = (node) =>
  ts.isCallExpression(node) && node.arguments.length === 1 && ts.isObjectLiteralExpression(node.arguments[0]);

function idOf(definition) {
  const line = definition.properties.find((each) => nameOf(each) === 'id');
  const value = line && ts.isPropertyAssignment(line) ? line.initializer : undefined;
  return value && ts.isStringLiteral(value) && ruleId.test(value.text) ? value.text : undefined;
}

/** A rule made by a function of its file, which is told the id first: `pointsRule('attendance.device-at-door', …)`. */
const idGiven = (node) => {
  const first = ts.isCallExpression(node) ? node.arguments[0] : undefined;
  return first && ts.isStringLiteral(first) && ts.isIdentifier(node.expression) && ruleId.test(first.text)
    ? first.text
    : undefined;
};

/** Every rule of a file with the call that makes it. */
function rulesIn(source) {
  const rules = [];
  const visit = (node) => {
    const id = isRule(node) ? idOf(node.arguments[0]) : idGiven(node);
    if (id) rules.push({ id, call: node });
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return rules;
}

/** What the file itself declares, by name: a rule’s check may lean on it. */
function declarationsIn(source) {
  const declared = new Map();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) declared.set(statement.name.text, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const each of statement.declarationList.declarations)
      if (ts.isIdentifier(each.name) && each.initializer) declared.set(each.name.text, each.initializer);
  }
  return declared;
}

const plain = (node) => (node && (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) ? node.expression : node);

/** Walks through the definition of a rule and all that it leans on in its file; each place belongs to one rule. */
function walker(source, clauses, add) {
  const declared = declarationsIn(source);
  const seen = new Set();
  const text = (node) => node.getText(source);
  const meantBy = (node) => (ts.isIdentifier(node) ? declared.get(node.text) : undefined);
  const isNew = (node) => !seen.has(node) && seen.add(node);

  const line = (rule, name, value) => {
    const meant = name === 'from' ? undefined : meantBy(value);
    if (meant && !isNew(meant)) return;
    for (const each of mistakesOfLine(name, plain(meant ?? value), clauses, text))
      add(rule, each.node, each.text, each.shown);
  };
  const lines = (rule, object) => {
    for (const each of object.properties) {
      const name = nameOf(each);
      if (ts.isSpreadAssignment(each)) lean(rule, each.expression);
      else if (['severity', 'cites', 'from'].includes(name) && ts.isPropertyAssignment(each))
        line(rule, name, each.initializer);
      else if (!untouched.has(name)) visit(rule, each);
    }
  };
  const lean = (rule, node) => {
    const meant = meantBy(node);
    if (!meant || isRule(meant) || !isNew(meant)) return;
    if (ts.isObjectLiteralExpression(plain(meant))) lines(rule, plain(meant));
    else visit(rule, meant);
  };
  const visit = (rule, node) => {
    if (ts.isTypeNode(node)) return;
    if (isRule(node) && node.arguments[0].properties.some((each) => nameOf(each) === 'check'))
      lines(rule, node.arguments[0]);
    else if (ts.isPropertyAssignment(node)) visit(rule, node.initializer);
    else if (ts.isPropertyAccessExpression(node)) visit(rule, node.expression);
    else {
      if (ts.isExpression(node)) for (const mistake of mistakesIn(node, text)) add(rule, node, mistake);
      lean(rule, node);
      ts.forEachChild(node, (child) => visit(rule, child));
    }
  };
  return ({ id, call }) => {
    if (isRule(call)) lines(id, call.arguments[0]);
    else
      for (const each of call.arguments)
        for (const { node, text: mistake } of wrongClauses([each], clauses)) add(id, node, mistake);
    lean(id, call.expression);
  };
}

const oneLine = (text) => text.replace(/\s+/g, ' ');

/** One file with a switch at every place where a rule may be mistaken; `number` gives each mistake its own. */
export function switched(path, clauses, number) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const file = relative(root, path);
  const mutants = [];
  const switches = new Map();
  const walk = walker(source, clauses, (rule, node, mistake, shown = mistake) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const change = `${oneLine(node.getText(source))} → ${oneLine(shown)}`;
    const id = number();
    mutants.push({ id, rule, file, line: line + 1, change });
    switches.set(node, [...(switches.get(node) ?? []), { id, mistake }]);
  });
  for (const each of rulesIn(source)) walk(each);
  return { mutants, code: written(source, switches) };
}

/** The source again, each switch choosing between the mistakes and what is written there. */
function written(source, switches) {
  const render = (node) => {
    let [out, at] = ['', node.getStart(source)];
    ts.forEachChild(node, (child) => {
      const start = child.getStart(source);
      if (start < at) return;
      out += source.text.slice(at, start) + render(child);
      at = child.end;
    });
    out += source.text.slice(at, node.end);
    const mistakes = switches.get(node) ?? [];
    const choices = mistakes.map(({ id, mistake }) => `globalThis.isMutant(${id}) ? (${mistake}) : `);
    return mistakes.length === 0 ? out : `(${choices.join('')}(${out}))`;
  };
  return source.statements.map(render).join('\n');
}
