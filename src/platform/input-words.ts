import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const units: Readonly<Record<string, string>> = { string: '字', array: '项', set: '项', file: '字节' };

/** What is wrong with a value whose form has no words of its own, in Chinese: a limit is told, never the form’s name. */
export function inputWords(issue: Issue): string {
  if (issue.code === 'too_big') return `不能超过 ${issue.maximum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_small') return `不能少于 ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'invalid_type' && (issue.input === undefined || issue.input === null)) return '没有填写';
  return '填写的内容不符合要求';
}

function unitOf(origin: string): string {
  const unit = units[origin];
  return unit ? ` ${unit}` : '';
}
