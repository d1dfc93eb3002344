import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { plainDate } from '#kernel/plain-date';
import { freshDatabase, type TestDatabase } from '#platform/database/testing';
import { folderStore } from '#platform/files/store';
import type { AnyOperation } from '#platform/operation';
import { type Platform, runOperation } from '#platform/run-operation';
import { newKeyRing } from '#platform/secrets/keys';
import { openSecrets } from '#platform/secrets/secrets';
import { openSignIn } from '#platform/sign-in/service';
import { createTypesetter } from '#platform/typesetting/typesetter';
import { openRecordingFolder } from '#platform/video/recording-folder';
import { filingParts } from '../stages/2-opening/domain/opening';
import { showClass } from '../stages/2-opening/server/class-show';
import { actorNamed } from './acting';
import { makeCity } from './city';
import { clockAt, instantAt } from './days';
import { type DemoCity, type DemoClass, loadDemoCity } from './load';

/** A day in the middle of a working week, with holidays far off. */
export const loadedOn = plainDate('2026-11-18');
const clock = clockAt(loadedOn, instantAt(loadedOn, 8 * 60));
const keys = newKeyRing('2026-01-05T01:00:00.000Z');

/** A platform on a database of its own, empty and migrated; its files go with the database. */
export async function emptyPlatform(): Promise<{ platform: Platform; database: TestDatabase }> {
  const fresh = await freshDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'mingxun-demo-'));
  const typesetter = createTypesetter();
  const database = {
    ...fresh,
    async drop() {
      typesetter.close();
      await fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  const secrets = openSecrets(keys);
  const { pool } = database;
  const signIn = await openSignIn({ pool, secrets, isDemo: true });
  const recordings = openRecordingFolder(join(folder, 'recordings'));
  const services = { secrets, files: folderStore(folder), recordings, typesetter, isDemo: true };
  return { database, platform: { pool, clock, signIn, services, whyNoWrites: async () => undefined } };
}

export interface LoadedCity {
  readonly platform: Platform;
  readonly database: TestDatabase;
  readonly city: DemoCity;
}

export async function loadedCity(seed = 7): Promise<LoadedCity> {
  const { platform, database } = await emptyPlatform();
  return { platform, database, city: await loadDemoCity(platform, { seed }) };
}

const viewForm = z.object({
  state: z.string(),
  roster: z.array(z.object({ id: z.string() })),
  posts: z.array(z.object({ id: z.string() })),
  lessons: z.array(z.object({ id: z.string() })),
  findings: z.array(
    z.object({
      rule: z.string(),
      part: z.enum(filingParts),
      field: z.string(),
      row: z.string().optional(),
      severity: z.string(),
    }),
  ),
});

/** What an account of the city is answered. */
export async function ask({ platform, city }: LoadedCity, username: string, operation: AnyOperation, input: unknown) {
  const actor = actorNamed(makeCity(city.seed, city.loadedOn), username);
  const answer = await runOperation(platform, operation, { actor, input, commandId: randomUUID() });
  if (answer.outcome === 'refused') throw new Error(answer.message);
  return answer.result;
}

/** The class as its own clerk sees it. */
export const viewAsClerk = async (loaded: LoadedCity, { classId, clerk }: DemoClass) =>
  viewForm.parse(await ask(loaded, clerk, showClass, { classId }));
