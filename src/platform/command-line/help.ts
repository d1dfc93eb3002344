import type { CommandOption, OperatorCommand } from './command';
import { textTable } from './text-table';

const programme = 'mingxun';

const spokenOption = (name: string, { placeholder }: CommandOption): string =>
  `--${name}${placeholder ? ` ${placeholder}` : ''}`;

/** `mingxun roster check FILE --starts-on YYYY-MM-DD [--json]`: what may be left out stands in brackets. */
export function usageOf(command: OperatorCommand): string {
  const given = command.arguments.map(({ name, isOptional }) => (isOptional ? `[${name}]` : name));
  const options = Object.entries(command.options).map(([name, option]) =>
    option.isRequired ? spokenOption(name, option) : `[${spokenOption(name, option)}]`,
  );
  return `用法：${[programme, command.name, ...given, ...options].join(' ')}`;
}

export function helpOf(command: OperatorCommand): string {
  const lines = [
    ...command.arguments.map(({ name, says }) => [name, says]),
    ...Object.entries(command.options).map(([name, option]) => [spokenOption(name, option), option.says]),
    ['--help', '显示这份说明'],
  ];
  const parts = [
    command.summary,
    usageOf(command),
    textTable(lines, '  '),
    ...(command.details ? [command.details] : []),
  ];
  return parts.join('\n\n');
}

export function helpOfAll(commands: readonly OperatorCommand[]): string {
  const list = textTable(
    commands.map(({ name, summary }) => [name, summary]),
    '  ',
  );
  return [
    '明训 · 补贴性职业培训监管平台 命令行',
    `用法：${programme} 命令 [参数]`,
    list,
    `某个命令的说明：${programme} 命令 --help`,
  ].join('\n\n');
}
