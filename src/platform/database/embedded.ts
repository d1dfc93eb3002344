import { type Account, chooseAccount } from './account';
import { chooseBinaries, majorOf, type Source } from './binaries';
import { createDatabaseDirectory, ownerOf, placesIn, prepareFolders, socketFolder } from './directory';
import { answers, launch, stopPostmaster } from './postmaster';
import { readPostmasterFile, worksIn } from './postmaster-file';
import { appRole, databaseName, ensureRoles, ownerRole } from './roles';

/** How to reach one role of an embedded server. */
export interface EmbeddedConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface EmbeddedRoles {
  /** The superuser, for making roles and databases; never for requests. */
  readonly postgres: EmbeddedConfig;
  readonly owner: EmbeddedConfig;
  readonly app: EmbeddedConfig;
}

export interface EmbeddedServer extends EmbeddedRoles {
  readonly major: number;
  readonly source: Source;
  readonly pid: number;
  /** Settles when the server is gone, asked or not. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedChoices {
  /** `system` or `npm`: whose programs, whatever else is there. */
  readonly source?: string | undefined;
  /** For root: run as a user without rights, even where a namespace would do. */
  readonly account?: Account['kind'] | undefined;
}

function rolesBehind(socket: string): EmbeddedRoles {
  const as = (user: string, database: string): EmbeddedConfig => ({ host: socket, port: 5432, user, database });
  return { postgres: as('postgres', 'postgres'), owner: as(ownerRole, databaseName), app: as(appRole, databaseName) };
}

/**
 * Starts the real PostgreSQL on a data folder, making it where there is none. The server dies with the thread that
 * called this, so call it from the main thread.
 */
export async function startEmbedded(dataFolder: string, choices: EmbeddedChoices = {}): Promise<EmbeddedServer> {
  const places = placesIn(dataFolder);
  const binaries = chooseBinaries(majorOf(places.database), choices.source);
  const account = chooseAccount(binaries, places.data, ownerOf(places), choices.account);
  prepareFolders(places, account);
  createDatabaseDirectory(places, binaries, account);
  const socket = socketFolder(places, account);
  const postmaster = await launch(places, binaries, account, socket);
  const endWithUs = () => postmaster.child.kill('SIGINT');
  process.once('exit', endWithUs);
  const stop = async () => {
    process.off('exit', endWithUs);
    await stopPostmaster(postmaster);
  };
  const roles = rolesBehind(socket);
  try {
    await ensureRoles(roles.postgres);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...roles,
    major: binaries.major,
    source: binaries.source,
    pid: postmaster.child.pid ?? 0,
    exited: postmaster.exited,
    stop,
  };
}

/** The server another process of ours already runs on the folder, for commands given beside it. */
export async function findRunning(dataFolder: string): Promise<EmbeddedRoles | undefined> {
  const { database } = placesIn(dataFolder);
  const file = readPostmasterFile(database);
  if (!file || !worksIn(file.pid, database) || !(await answers(file.socketFolder))) return undefined;
  return rolesBehind(file.socketFolder);
}
