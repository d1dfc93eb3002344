import ts from 'typescript';

const { SyntaxKind: Kind } = ts;

/** What each sign is mistaken for: the boundary moved, and the question turned round. */
const mistakenSigns = new Map([
  [Kind.LessThanToken, ['<=', '>=']],
  [Kind.LessThanEqualsToken, ['<', '>']],
  [Kind.GreaterThanToken, ['>=', '<=']],
  [Kind.GreaterThanEqualsToken, ['>', '<']],
  [Kind.EqualsEqualsEqualsToken, ['!==']],
  [Kind.ExclamationEqualsEqualsToken, ['===']],
  [Kind.PlusToken, ['-']],
  [Kind.MinusToken, ['+']],
  [Kind.AsteriskToken, ['/']],
]);
const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

const isOrder = ({ operatorToken }) =>
  [Kind.LessThanToken, Kind.LessThanEqualsToken, Kind.GreaterThanToken, Kind.GreaterThanEqualsToken].includes(
    operatorToken?.kind,
  );

const isBoth = (node) => ts.isBinaryExpression(node) && node.operatorToken.kind === Kind.AmpersandAmpersandToken;
const bare = (node) => (ts.isParenthesizedExpression(node) ? bare(node.expression) : node);
const parts = (node) => (isBoth(node) ? [...parts(node.left), ...parts(node.right)] : [bare(node)]);
/** What is asked after a part of `a && b && c`. */
const asked = (node) =>
  isBoth(node.parent) && node.parent.left === node ? [...parts(node.parent.right), ...asked(node.parent)] : [];

/** `day && day < last`: nothing is neither before nor after anything, so the guard is there for the compiler alone. */
const isGuard = (left, after, text) =>
  parts(left).every((part) => {
    const guarded = text(part).replace(/ !== undefined$/, '');
    return after.some((each) => isOrder(each) && (text(each.left) === guarded || text(each.right) === guarded));
  });

function ofBinary(node, text) {
  const { left, right, operatorToken } = node;
  if (isBoth(node)) {
    const withoutLeft = isGuard(left, [...parts(right), ...asked(node)], text) ? [] : [text(right)];
    const withoutRight = isGuard(right, asked(node), text) ? [] : [text(left)];
    return [...withoutRight, ...withoutLeft];
  }
  if (operatorToken.kind === Kind.BarBarToken) return [text(left), text(right)];
  if (operatorToken.kind === Kind.PlusToken && (isText(left) || isText(right))) return [];
  return (mistakenSigns.get(operatorToken.kind) ?? []).map((sign) => `${text(left)} ${sign} ${text(right)}`);
}

const otherQuantifier = { some: 'every', every: 'some' };

/** A figure one too large or too small, a filter that lets everything through, one instead of all. */
function ofCall(node, text) {
  const { expression } = node;
  if (ts.isIdentifier(expression) && expression.text === 'figure') return [`${text(node)} + 1`, `${text(node)} - 1`];
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const [receiver, name] = [text(expression.expression), expression.name.text];
  const rest = node.arguments.map(text).join(', ');
  if (name === 'filter') return [`${receiver}.filter(() => true)`];
  return otherQuantifier[name] ? [`${receiver}.${otherQuantifier[name]}(${rest})`] : [];
}

const isCondition = (node) =>
  (ts.isIfStatement(node.parent) && node.parent.expression === node) ||
  (ts.isConditionalExpression(node.parent) && node.parent.condition === node);

/** What an expression of a check may be mistaken for, as source texts. */
export function mistakesIn(node, text) {
  const found = [];
  if (ts.isBinaryExpression(node)) found.push(...ofBinary(node, text));
  else if (ts.isCallExpression(node)) found.push(...ofCall(node, text));
  else if (ts.isNumericLiteral(node)) found.push(`${Number(node.text) + 1}`, `${Number(node.text) - 1}`);
  else if (ts.isPrefixUnaryExpression(node) && node.operator === Kind.ExclamationToken) found.push(text(node.operand));
  if (isCondition(node)) found.push('true', 'false');
  return found;
}

const swapped = { blocks: 'warns', warns: 'blocks' };

/** Each clause mistaken for the next one of the law. */
export const wrongClauses = (nodes, clauses) =>
  nodes
    .filter((node) => ts.isStringLiteral(node) && clauses.includes(node.text))
    .map((node) => ({ node, text: `'${clauses[(clauses.indexOf(node.text) + 1) % clauses.length]}'` }));

/** What a rule’s own lines may be mistaken for: its severity, each of its clauses, the day it holds from. */
export function mistakesOfLine(name, value, clauses, text) {
  if (name === 'severity' && ts.isStringLiteral(value) && swapped[value.text])
    return [{ node: value, text: `'${swapped[value.text]}'` }];
  if (name === 'from') return [{ node: value, text: `globalThis.dayAfter(${text(value)})`, shown: '次日' }];
  if (name !== 'cites') return [];
  const list = ts.isAsExpression(value) || ts.isSatisfiesExpression(value) ? value.expression : value;
  if (!ts.isArrayLiteralExpression(list)) return [];
  return wrongClauses(list.elements, clauses);
}
