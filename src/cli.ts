import type { OperatorCommand } from '#platform/command-line/command';
import { verifyLogCommand } from '#platform/log/verify-log-command';
import { dispatch } from '#platform/command-line/dispatch';
import { openDatabase } from '#platform/database/open';
import { openPool } from '#platform/database/pool';
import { backupCommand } from '#platform/maintenance/backup-command';
import { calibrateCommand } from '#platform/faces/calibration/calibrate-command';
import { modelsCommand } from '#platform/faces/models-command';
import { initCommand } from '#platform/maintenance/init-command';
import { migrateCommand } from '#platform/maintenance/migrate-command';
import { dataFolderOf, requireInstallation } from '#platform/maintenance/surroundings';
import { backupRecordingsCommand, restoreRecordingsCommand } from '#platform/maintenance/recordings-commands';
import { restoreCommand } from '#platform/maintenance/restore-command';
import { keyFilePath, loadKeys } from '#platform/secrets/key-file';
import { openSecrets } from '#platform/secrets/secrets';
import { benchCommand } from './bench-command';
import { demoAccountsCommand, demoLoadCommand } from './demo/demo-commands';
import { docsCommand } from './docs/docs-command';
import { rosterCheckCommand } from './stages/2-opening/server/roster-check-command';
import { copiesAnswerCommand } from './stages/3-attendance/server/keeping/copies-answer-command';
import { copiesRepairCommand } from './stages/3-attendance/server/keeping/copies-repair-command';
import { verifyDevicesCommand } from './stages/3-attendance/server/devices/verify-devices-command';
import { deviceSimCommand } from './stages/3-attendance/server/devices/simulator/device-sim-command';

const surroundings = { environment: process.env, now: () => new Date().toISOString(), root: process.cwd() };

/** The database of the installation, beside a running server where there is one. */
async function connect() {
  const dataFolder = dataFolderOf(surroundings);
  requireInstallation(surroundings, dataFolder);
  const database = await openDatabase(dataFolder, surroundings.environment, { joinRunning: true });
  const pool = openPool(database.app);
  const close = async (): Promise<void> => {
    await pool.end();
    await database.stop();
  };
  return { pool, close };
}

/** The operators’ command line: each command is declared where it belongs and listed here. */
const commands: readonly OperatorCommand[] = [
  initCommand(surroundings),
  migrateCommand(surroundings),
  backupCommand(surroundings),
  restoreCommand(surroundings),
  backupRecordingsCommand(surroundings),
  restoreRecordingsCommand(surroundings),
  verifyLogCommand({ now: surroundings.now, connect }),
  verifyDevicesCommand({
    connect,
    openSecrets: () => openSecrets(loadKeys(keyFilePath(dataFolderOf(surroundings), process.env))),
  }),
  rosterCheckCommand,
  deviceSimCommand,
  copiesAnswerCommand,
  copiesRepairCommand,
  modelsCommand(surroundings.environment, surroundings.root),
  calibrateCommand(surroundings.environment, surroundings.root),
  demoLoadCommand(surroundings),
  demoAccountsCommand,
  benchCommand,
  docsCommand(surroundings),
];

process.exitCode = await dispatch(commands, process.argv.slice(2), {
  print: (text) => process.stdout.write(`${text}\n`),
  tell: (text) => process.stderr.write(`${text}\n`),
});
