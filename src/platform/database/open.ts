import type { ClientConfig } from 'pg';
import { type EmbeddedRoles, type EmbeddedServer, findRunning, startEmbedded } from './embedded';
import { DatabaseRefusal } from './refusal';

/** The database in use, wherever it is. */
export interface OpenDatabase {
  /** For requests. */
  readonly app: ClientConfig;
  /** For migrations; a server of others may keep it from us. */
  readonly owner: ClientConfig | undefined;
  /** Set where we run the server ourselves. */
  readonly embedded: EmbeddedServer | undefined;
  stop(): Promise<void>;
}

export interface OpenChoices {
  /** Use the server another process of ours already runs on the folder, where there is one. */
  readonly joinRunning?: boolean;
}

const notOurs = async () => undefined;

const fromRoles = ({ app, owner }: EmbeddedRoles): OpenDatabase => ({ app, owner, embedded: undefined, stop: notOurs });

function fromAddress(address: string, ownerAddress: string | undefined): OpenDatabase {
  for (const each of [address, ownerAddress ?? address]) {
    if (!URL.canParse(each)) {
      throw new DatabaseRefusal(
        'DATABASE_URL 或 DATABASE_OWNER_URL 不是有效的地址，应形如 postgres://用户:口令@主机:5432/库名。',
      );
    }
  }
  return {
    app: { connectionString: address },
    owner: ownerAddress ? { connectionString: ownerAddress } : undefined,
    embedded: undefined,
    stop: notOurs,
  };
}

/** `DATABASE_URL` where it is set; else our own server on the data folder. */
export async function openDatabase(
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
  { joinRunning = false }: OpenChoices = {},
): Promise<OpenDatabase> {
  const address = environment['DATABASE_URL'];
  if (address) return fromAddress(address, environment['DATABASE_OWNER_URL']);
  const running = joinRunning ? await findRunning(dataFolder) : undefined;
  if (running) return fromRoles(running);
  const embedded = await startEmbedded(dataFolder, { source: environment['MINGXUN_POSTGRES'] });
  return { app: embedded.app, owner: embedded.owner, embedded, stop: () => embedded.stop() };
}
