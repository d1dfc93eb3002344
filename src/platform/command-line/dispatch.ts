import { type ExitCode, exitCodes, type OperatorCommand, type Terminal, UsageMistake } from './command';
import { helpOf, helpOfAll, usageOf } from './help';
import { readLine } from './read-line';

interface Chosen {
  readonly command: OperatorCommand;
  readonly rest: readonly string[];
}

/** The command with the longest name that the words begin with. */
function chosen(commands: readonly OperatorCommand[], words: readonly string[]): Chosen | undefined {
  let best: Chosen | undefined;
  for (const command of commands) {
    const name = command.name.split(' ');
    if (!name.every((part, at) => words[at] === part)) continue;
    if (!best || name.length > best.command.name.split(' ').length) best = { command, rest: words.slice(name.length) };
  }
  return best;
}

const asksHelp = (words: readonly string[]): boolean => words.includes('--help') || words.includes('-h');

function unknown(commands: readonly OperatorCommand[], words: readonly string[], terminal: Terminal): ExitCode {
  const [first = ''] = words;
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length > 0) {
    terminal.tell(`“${first}”后面要写明做什么：`);
    terminal.tell(helpOfAll(family));
  } else {
    terminal.tell(`没有“${words.filter((word) => !word.startsWith('-')).join(' ') || first}”这个命令。`);
    terminal.tell(helpOfAll(commands));
  }
  return exitCodes.refused;
}

/** Runs the command the operator typed and gives the exit code; a mistake is answered with the usage. */
export async function dispatch(
  commands: readonly OperatorCommand[],
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const [first] = words;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    terminal.print(helpOfAll(commands));
    return exitCodes.done;
  }
  const choice = chosen(commands, words);
  if (!choice) return unknown(commands, words, terminal);
  const { command, rest } = choice;
  if (asksHelp(rest)) {
    terminal.print(helpOf(command));
    return exitCodes.done;
  }
  try {
    return await command.run(readLine(command, rest), terminal);
  } catch (error) {
    if (error instanceof UsageMistake) {
      terminal.tell(`${error.message}\n${usageOf(command)}`);
      return exitCodes.refused;
    }
    terminal.tell(
      `“${command.name}”没有做完：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return exitCodes.failed;
  }
}
