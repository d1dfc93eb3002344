import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { generateTables } from './generate-tables';
import { freshDatabase } from './testing';

const file = join(import.meta.dirname, 'tables.ts');

describe('table types', async () => {
  const database = await freshDatabase();
  afterAll(() => database.drop());

  it('are those of the migrated database (UPDATE=1 writes them anew)', async () => {
    const generated = await generateTables(database.pool);
    if (process.env['UPDATE']) writeFileSync(file, generated);
    expect(readFileSync(file, 'utf8')).toBe(generated);
  });
});
