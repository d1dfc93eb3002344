import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations } from './operations';
import { fieldName, spokenPlace } from './platform/field-names';

type Schema = z.core.JSONSchema.BaseSchema;

/** The names of all fields of a form, at any depth. */
function fieldsOf(schema: Schema | boolean | undefined): string[] {
  if (typeof schema !== 'object') return [];
  const { properties = {}, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = schema;
  const items = [schema.items ?? []].flat();
  const within = [...items, ...anyOf, ...oneOf, ...allOf, additionalProperties, ...Object.values(properties)];
  return [...Object.keys(properties), ...within.flatMap(fieldsOf)];
}

describe('the fields of operations', () => {
  const fields = new Set(
    operations.flatMap(({ input }) => fieldsOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))),
  );

  it('all have a Chinese name, so that a refusal can say which one is meant', () => {
    expect(fields.size).toBeGreaterThan(200);
    expect([...fields].filter((field) => !/^[\p{Script=Han}（）、]+$/u.test(fieldName(field) ?? ''))).toEqual([]);
  });

  it('are said with their place in a list, and as they were sent where nobody knows them', () => {
    expect(spokenPlace(['lessons', 3, 'startsMinute'])).toBe('课程安排第 4 项的开始时间');
    expect(spokenPlace(['posts'])).toBe('岗位');
    expect(spokenPlace([])).toBe('');
    expect(spokenPlace(['constructor'])).toBe('“constructor”');
    expect(spokenPlace(['x'.repeat(200)])).toBe(`“${'x'.repeat(30)}”`);
  });
});
