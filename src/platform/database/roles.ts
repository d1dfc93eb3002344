import { Client, type ClientConfig } from 'pg';

/** Owns the tables and runs the migrations; serves no request. */
export const ownerRole = 'mingxun_owner';
/** Serves the requests; owns nothing, so row policies bind it. */
export const appRole = 'mingxun_app';
export const databaseName = 'mingxun';

const rights = 'login nosuperuser nocreatedb nocreaterole nobypassrls noreplication';

async function ensureRole(client: Client, role: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (!rowCount) await client.query(`create role ${role} ${rights}`);
}

async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
  if (rowCount) return;
  await client.query(`create database ${databaseName} owner ${ownerRole} template template0 encoding 'UTF8'`);
}

/** Makes the two roles and the database of an embedded server where they are missing. */
export async function ensureRoles(superuser: ClientConfig): Promise<void> {
  const client = new Client(superuser);
  await client.connect();
  try {
    await ensureRole(client, ownerRole);
    await ensureRole(client, appRole);
    await ensureDatabase(client);
    await client.query(`revoke all on database ${databaseName} from public`);
    await client.query(`grant connect, temporary on database ${databaseName} to ${appRole}`);
  } finally {
    await client.end();
  }
}
