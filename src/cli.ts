import type { OperatorCommand } from '#platform/command-line/command';
import { dispatch } from '#platform/command-line/dispatch';
import { backupCommand } from '#platform/maintenance/backup-command';
import { initCommand } from '#platform/maintenance/init-command';
import { migrateCommand } from '#platform/maintenance/migrate-command';
import { restoreCommand } from '#platform/maintenance/restore-command';
import { demoAccountsCommand, demoLoadCommand } from './demo/demo-commands';
import { rosterCheckCommand } from './stages/2-opening/server/roster-check-command';

const surroundings = { environment: process.env, now: () => new Date().toISOString(), root: process.cwd() };

/** The operators’ command line: each command is declared where it belongs and listed here. */
const commands: readonly OperatorCommand[] = [
  initCommand(surroundings),
  migrateCommand(surroundings),
  backupCommand(surroundings),
  restoreCommand(surroundings),
  rosterCheckCommand,
  demoLoadCommand(surroundings),
  demoAccountsCommand,
];

process.exitCode = await dispatch(commands, process.argv.slice(2), {
  print: (text) => process.stdout.write(`${text}\n`),
  tell: (text) => process.stderr.write(`${text}\n`),
});
