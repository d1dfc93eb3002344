import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { parsePlainDate } from '#kernel/plain-date';
import { roleNames } from '#kernel/roles';
import { regions } from '#law/regions';
import { whyRestoreIsUnfinished } from './platform/backup/restore-state';
import { clockStartingOn, type Clock, systemClock } from './platform/clock';
import { readSpace, watchSpace } from './platform/database/free-space';
import { migrate } from './platform/database/migrate';
import { type OpenDatabase, openDatabase } from './platform/database/open';
import { openPool } from './platform/database/pool';
import { refuseUnsafe } from './platform/database/safety';
import { inScope } from './platform/database/scope';
import { newId } from './platform/identifiers';
import { type FileStoreSetting, openFileStore } from './platform/files/open-store';
import { createFaceEngineSource } from './platform/faces/engine-source';
import { modelsFolderOf } from './platform/faces/model-store';
import { installQueue } from './platform/jobs/install';
import { type JobsChoices, type RunningJobs, startJobs } from './platform/jobs/runner';
import { startSequencer } from './platform/log/sequencer';
import type { Platform } from './platform/run-operation';
import { keyFilePath, openKeys } from './platform/secrets/key-file';
import { keyCheckValue, whyKeysDoNotFit } from './platform/secrets/keys';
import { openSecrets } from './platform/secrets/secrets';
import { openSignIn } from './platform/sign-in/service';
import type { SignedInUser } from './platform/sign-in/users';
import { createTypesetter } from './platform/typesetting/typesetter';
import { openRecordingFolder } from './platform/video/recording-folder';
import { createVideoSource } from './platform/video/video-tools';

/** What an operator sets; everything has a default that is safe. */
export interface ProductSettings {
  readonly dataFolder: string;
  readonly migrationsFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Makes a new database a demonstration; an existing one keeps what it is. */
  readonly startsAsDemo: boolean;
  readonly say: (line: string) => void;
}

/** The running product, without its doors. */
export interface Product {
  readonly platform: Platform;
  readonly pool: Pool;
  readonly isDemo: boolean;
  readonly deskOf: (user: SignedInUser) => Promise<string>;
  /** Begins the work behind the desk; ends with the product. */
  work(choices: Omit<JobsChoices, 'platform' | 'database'>): void;
  close(): Promise<void>;
}

const idleDemo = { idleMinutes: 8 * 60, administratorIdleMinutes: 8 * 60, lifeHours: 12 };

const readSetting = (pool: Pool, name: string): Promise<unknown> =>
  inScope(pool, { reach: 'system' }, async (tx) => {
    const row = await tx.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value;
  });

/** 博爱县人社局 · 经办人: whose desk it is, in words. */
const deskFinder =
  (pool: Pool) =>
  async (user: SignedInUser): Promise<string> => {
    if (user.institutionId) {
      const { institutionId } = user;
      const found = await inScope(pool, { reach: 'system' }, (tx) =>
        tx.selectFrom('institutions').select('name').where('id', '=', institutionId).executeTakeFirst(),
      );
      return `${found?.name ?? '培训机构'} · ${user.role === 'institutionClerk' ? '经办人' : '负责人'}`;
    }
    const region = regions.find((each) => each.code === user.regionCode);
    const place = region ? `${region.name}人社局` : '市人社局';
    if (user.role === 'countyOfficer' || user.role === 'cityOfficer') return `${place} · 经办人`;
    if (user.role === 'countySignatory' || user.role === 'citySignatory') return `${place} · 负责人`;
    return roleNames[user.role];
  };

function clockOf(environment: NodeJS.ProcessEnv, isDemo: boolean): Clock {
  const wanted = parsePlainDate(environment['MINGXUN_DEMO_DAY'] ?? '');
  const time = environment['MINGXUN_DEMO_TIME'];
  return isDemo && wanted ? clockStartingOn(wanted, time && /^\d\d:\d\d$/.test(time) ? time : undefined) : systemClock;
}

/** Files lie in the data folder, or in a bucket when one is named. */
function fileSetting({ dataFolder, environment }: ProductSettings): FileStoreSetting {
  const bucket = environment['MINGXUN_S3_BUCKET'];
  if (!bucket) return { folder: join(dataFolder, 'files') };
  const demand = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`设了 MINGXUN_S3_BUCKET，还须设 ${name}。`);
    return value;
  };
  const region = environment['MINGXUN_S3_REGION'];
  return {
    bucket: {
      bucket,
      endpoint: demand('MINGXUN_S3_ENDPOINT'),
      accessKeyId: demand('MINGXUN_S3_ACCESS_KEY'),
      secretAccessKey: demand('MINGXUN_S3_SECRET_KEY'),
      ...(region ? { region } : {}),
    },
  };
}

async function openSecretsFor(pool: Pool, settings: ProductSettings) {
  const stored = await readSetting(pool, 'keyCheck');
  const path = keyFilePath(settings.dataFolder, { MINGXUN_KEY_FILE: settings.environment['MINGXUN_KEY_FILE'] });
  const keys = openKeys(path, stored === undefined, systemClock.now());
  const fault = typeof stored === 'string' ? whyKeysDoNotFit(keys, stored) : undefined;
  if (fault) throw new Error(fault);
  return { secrets: openSecrets(keys), keyCheck: keyCheckValue(keys), isNew: stored === undefined };
}

/** Identity of a new database, written by the owner once. */
async function nameDatabase(database: OpenDatabase, keyCheck: string, isDemo: boolean): Promise<void> {
  if (!database.owner) return;
  const owner = openPool(database.owner, { max: 1 });
  try {
    await inScope(owner, { reach: 'system' }, (tx) =>
      sql`insert into settings (name, value) values ('keyCheck', ${JSON.stringify(keyCheck)}::jsonb),
        ('demo', ${JSON.stringify(isDemo)}::jsonb), ('installationId', ${JSON.stringify(newId())}::jsonb) on conflict (name) do nothing`.execute(
        tx,
      ),
    );
  } finally {
    await owner.end();
  }
}

/** Opens database, keys, files and workers, and checks that they belong together; nothing listens yet. */
export async function openProduct(settings: ProductSettings): Promise<Product> {
  const { dataFolder, environment, say } = settings;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const unfinished = whyRestoreIsUnfinished(dataFolder);
  if (unfinished) throw new Error(unfinished);
  say('启动数据库…');
  const database = await openDatabase(dataFolder, environment);
  try {
    if (database.owner) {
      const applied = await migrate(database.owner, settings.migrationsFolder);
      if (applied.length > 0) say(`数据库结构已更新到第 ${applied.at(-1)?.number} 版`);
      const fault = await installQueue(database.owner);
      if (fault) say(fault);
    }
    const pool = openPool(database.app);
    await refuseUnsafe(pool);
    const { secrets, keyCheck, isNew } = await openSecretsFor(pool, settings);
    if (isNew) await nameDatabase(database, keyCheck, settings.startsAsDemo);
    const isDemo = (await readSetting(pool, 'demo')) === true;
    const clock = clockOf(environment, isDemo);
    const files = await openFileStore(fileSetting(settings));
    const faces = createFaceEngineSource({ modelsFolder: modelsFolderOf(environment, process.cwd()) });
    const typesetter = createTypesetter({ fontFolder: join(dataFolder, 'fonts') });
    // Connections of its own: a command that asks for the password holds one of `pool` while it waits for the answer.
    const signInPool = openPool(database.app);
    const signIn = await openSignIn({ pool: signInPool, secrets, isDemo, ...(isDemo ? { limits: idleDemo } : {}) });
    const space = watchSpace(dataFolder, environment['MINGXUN_MINIMUM_FREE_MB']);
    const sequencer = startSequencer(pool, {
      everyMs: 300,
      now: () => clock.now(),
      onFault: (fault) => say(`留痕编号暂停：${String(fault)}`),
    });
    const platform: Platform = {
      pool,
      clock,
      signIn,
      services: {
        secrets,
        files,
        typesetter,
        isDemo,
        faces,
        recordings: openRecordingFolder(join(dataFolder, 'recordings')),
        video: createVideoSource(environment),
        diskSpace: () => readSpace(dataFolder),
      },
      whyNoWrites: () => space.shortage(),
    };
    let working: RunningJobs | undefined;
    return {
      platform,
      pool,
      isDemo,
      deskOf: deskFinder(pool),
      work(choices) {
        working ??= startJobs({ platform, database: database.app, ...choices });
      },
      async close() {
        await working?.stop();
        await sequencer.stop();
        typesetter.close();
        await faces.close();
        await Promise.all([pool.end(), signInPool.end()]);
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
