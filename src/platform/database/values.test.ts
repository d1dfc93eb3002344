import { afterAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from './testing';
import { instantText, wholeNumber } from './values';

describe('values from the database', async () => {
  const database = await emptyDatabase();
  afterAll(() => database.drop());
  const one = async (expression: string): Promise<unknown> => {
    const { rows } = await database.pool.query({ text: `select ${expression}`, rowMode: 'array' });
    return rows[0]?.[0];
  };

  it('keep a day as it is written, alone and in a list', async () => {
    expect(await one(`date '2024-02-29'`)).toBe('2024-02-29');
    expect(await one(`array[date '2024-02-29', null]`)).toEqual(['2024-02-29', null]);
  });

  it('give an instant in ISO form, whatever the zone of the session', async () => {
    expect(await one(`timestamptz '2024-09-03 10:00:00.5+08'`)).toBe('2024-09-03T02:00:00.500Z');
    expect(await one(`array[timestamptz '2024-09-03 10:00:00.123456+08']`)).toEqual(['2024-09-03T02:00:00.123456Z']);
    expect(instantText('2024-09-03 00:15:00+08')).toBe('2024-09-02T16:15:00.000Z');
    expect(instantText('2024-09-03 00:15:00.25-03:30')).toBe('2024-09-03T03:45:00.250Z');
  });

  it('give whole numbers exactly or not at all', async () => {
    expect(await one('count(*) from generate_series(1, 3)')).toBe(3);
    expect(await one('9007199254740991::int8')).toBe(9_007_199_254_740_991);
    expect(await one(`'{{1,2},{3,null}}'::int8[]`)).toEqual([
      [1, 2],
      [3, null],
    ]);
    await expect(one('9007199254740992::int8')).rejects.toThrow('整数超出可精确表示的范围');
    expect(() => wholeNumber('-9007199254740993')).toThrow(RangeError);
  });

  it('keep decimals as text', async () => {
    expect(await one('0.1::numeric + 0.2::numeric')).toBe('0.3');
  });

  it('give bytes as bytes and JSON as what it says', async () => {
    expect(await one(`'\\x00ff'::bytea`)).toEqual(Buffer.from([0, 255]));
    expect(await one(`'{"a":[1,null]}'::jsonb`)).toEqual({ a: [1, null] });
  });
});
