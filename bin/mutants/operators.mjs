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
const isEither = (kind) => kind === Kind.AmpersandAmpersandToken || kind === Kind.BarBarToken;
const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

const isOrder = ({ operatorToken }) =>
  [Kind.LessThanToken, Kind.LessThanEqualsToken, Kind.GreaterThanToken, Kind.GreaterThanEqualsToken].includes(
    operatorToken?.kind,
  );

/** `day && day < last`: nothing is neither before nor after anything, so the guard is there for the compiler alone. */
function isGuardOfOrder(left, right, text) {
  const guarded = text(left).replace(/ !== undefined$/, '');
  return isOrder(right) && (text(right.left) === guarded || text(right.right) === guarded);
}

function ofBinary({ left, right, operatorToken }, text) {
  if (operatorToken.kind === Kind.AmpersandAmpersandToken && isGuardOfOrder(left, right, text)) return [text(left)];
  if (isEither(operatorToken.kind)) return [text(left), text(right)];
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
