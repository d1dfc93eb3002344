import { type CommandLine, type OperatorCommand, UsageMistake } from './command';

function argumentsChecked(command: OperatorCommand, given: readonly string[]): readonly string[] {
  const required = command.arguments.filter(({ isOptional }) => !isOptional);
  const missing = required[given.length];
  if (missing) throw new UsageMistake(`缺少 ${missing.name}（${missing.says}）。`);
  const extra = given[command.arguments.length];
  if (extra !== undefined) throw new UsageMistake(`多出了“${extra}”。文件名中有空格的，请用引号括起来。`);
  return given;
}

function requireOptions(command: OperatorCommand, given: ReadonlyMap<string, string>): void {
  for (const [name, { isRequired, placeholder, says }] of Object.entries(command.options)) {
    if (isRequired && !given.has(name)) {
      throw new UsageMistake(`缺少 --${name}${placeholder ? ` ${placeholder}` : ''}（${says}）。`);
    }
  }
}

/** Reads one option; true when it took the next word as its value. */
function readOption(
  command: OperatorCommand,
  options: Map<string, string>,
  word: string,
  next: string | undefined,
): boolean {
  const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
  if (!option) throw new UsageMistake(`没有 ${word} 这个选项。`);
  if (options.has(name)) throw new UsageMistake(`--${name} 写了两次。`);
  if (option.kind === 'flag') {
    if (inline !== undefined) throw new UsageMistake(`--${name} 后面不带值。`);
    options.set(name, '');
    return false;
  }
  const value = inline ?? (next?.startsWith('--') ? undefined : next);
  if (value === undefined || value === '') {
    throw new UsageMistake(`--${name} 后面缺少 ${option.placeholder ?? '值'}（${option.says}）。`);
  }
  options.set(name, value);
  return inline === undefined;
}

/** Reads what follows a command’s name; `--name value`, `--name=value`, and `--` before names that begin with a dash. */
export function readLine(command: OperatorCommand, words: readonly string[]): CommandLine {
  const given: string[] = [];
  const options = new Map<string, string>();
  let isOpen = true;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!isOpen || !word.startsWith('--')) given.push(word);
    else if (word === '--') isOpen = false;
    else if (readOption(command, options, word, words[at + 1])) at += 1;
  }
  const checked = argumentsChecked(command, given);
  requireOptions(command, options);
  return { arguments: checked, text: (option) => options.get(option), has: (option) => options.has(option) };
}
