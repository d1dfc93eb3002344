import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPlatform, testPlatform } from '#platform/testing-platform';
import { freshDatabase } from '#platform/database/testing';
import { arrayLiteral, bytesArray, plainArray } from './array-literal';

describe('an array made in one go', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await testPlatform(await freshDatabase());
  });
  afterAll(() => platform.close());

  const read = async (type: string, value: string | Buffer): Promise<unknown> => {
    const { rows } = await platform.pool.query<{ read: unknown }>(`select $1::${type}[] as read`, [value]);
    return rows[0]?.read;
  };

  it('is read by the database as the texts that went in, whatever they are', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }).map((each) => each.replaceAll('\0', '')),
      fc.constantFrom('NULL', 'null', '', ' ', '{}', '"', '\\', 'a,b', '张三'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (texts) => {
        expect(
          await read(
            'text',
            arrayLiteral(texts, (each) => each),
          ),
        ).toEqual(texts);
      }),
      { numRuns: 60 },
    );
  });

  it('is read as the bytes that went in, given as bytes or in hex', async () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.tuple(bytes, fc.boolean()))), async (given) => {
        const array = bytesArray(given, (each) => (each?.[1] ? each[0].toString('hex') : (each?.[0] ?? null)));
        expect(await read('bytea', array)).toEqual(given.map((each) => each?.[0] ?? null));
      }),
      { numRuns: 60 },
    );
  });

  it('is read as the numbers that went in', async () => {
    const numbers = [0, -1, 2 ** 31 - 1, null];
    expect(
      await read(
        'int',
        plainArray(numbers, (each) => each),
      ),
    ).toEqual(numbers);
  });
});
