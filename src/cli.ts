import type { OperatorCommand } from '#platform/command-line/command';
import { dispatch } from '#platform/command-line/dispatch';
import { rosterCheckCommand } from './stages/2-opening/server/roster-check-command';

/** The operators’ command line: each command is declared where it belongs and listed here. */
const commands: readonly OperatorCommand[] = [rosterCheckCommand];

process.exitCode = await dispatch(commands, process.argv.slice(2), {
  print: (text) => process.stdout.write(`${text}\n`),
  tell: (text) => process.stderr.write(`${text}\n`),
});
